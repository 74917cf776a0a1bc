package document

import (
	"bytes"
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/id"
)

// TagDocuments is the group of the operations.
const TagDocuments = "Documents"

// programs are the operations on documents.
type programs struct{ *Pages }

// API declares what programs do with documents: they read and write what people
// write together, at the same time as them.
func API(a *api.API, pages *Pages) {
	p := programs{pages}
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/communities/{community}/documents", ID: "begin-document", Tag: TagDocuments, Action: content.Publish, Status: http.StatusCreated,
		Summary: "Begin a document", Detail: "Send an id of your own making to be safe against sending twice.",
	}, p.begin)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document", ID: "read-document", Tag: TagDocuments, Action: access.ReadItem,
		Summary: "Read what a document says now, or said after one of its updates", Detail: "In Markdown, in HTML or as a tree of blocks.",
	}, p.read)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document", ID: "replace-document", Tag: TagDocuments, Action: Write,
		Summary: "Make a document say something else", Detail: "What was said stays in its history. What both say is not touched.",
	}, p.change(p.Service.Replace))
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/end", ID: "append-to-document", Tag: TagDocuments, Action: Write,
		Summary: "Add text at the end of a document",
	}, p.change(p.Service.Append))
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/section", ID: "replace-section", Tag: TagDocuments, Action: Write,
		Summary: "Make a section of a document say something else", Detail: "From under its heading to the next heading of the same level.",
	}, func(ctx context.Context, actor access.Actor, in *sectionInput) (*api.Answer[changedJSON], error) {
		return p.changed(ctx, actor, in.Item.ID, p.Service.ReplaceSection(ctx, actor, in.Item.ID, in.Body.Heading, in.Body.Source))
	})
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/restore", ID: "restore-document", Tag: TagDocuments, Action: Write,
		Summary: "Make a document say again what it said after one of its updates",
	}, func(ctx context.Context, actor access.Actor, in *restoreInput) (*api.Nothing, error) {
		return nil, p.Service.Restore(ctx, actor, in.Item.ID, in.Body.Number)
	})
}

// One is the document of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

type beginInput struct {
	Community api.ID `path:"community" doc:"id of the community"`
	Body      struct {
		ID       id.ID    `json:"id,omitempty" doc:"of your own making, against sending twice"`
		Title    string   `json:"title" minLength:"1" maxLength:"200"`
		Source   string   `json:"source,omitempty" maxLength:"100000" doc:"Markdown with which it begins"`
		Template id.ID    `json:"template,omitempty" doc:"the document with which it begins instead, its fields filled"`
		Under    id.ID    `json:"under,omitempty" doc:"the document of the same community under which it stands"`
		Tags     []string `json:"tags,omitempty" nullable:"false" maxItems:"5" maxLength:"40"`
		Audience string   `json:"audience,omitempty" enum:"everyone,members,managers" default:"everyone"`
	}
}

func (p programs) begin(ctx context.Context, actor access.Actor, in *beginInput) (*api.Answer[api.MadeJSON], error) {
	b := in.Body
	n := New{
		New:     content.New{ID: b.ID, Community: in.Community.ID, Title: b.Title, Tags: b.Tags, Audience: api.Audiences().Value(b.Audience)},
		Outline: b.Source, Then: p.filed(actor, b.Under),
	}
	if b.Template != 0 {
		var err error
		if n.Like, n.From, err = p.startOf(ctx, actor, n.New, b.Template); err != nil {
			return nil, err
		}
	}
	it, err := p.Service.Make(ctx, actor, n)
	if content.IsReplay(err) {
		it, _, err = p.Content.Glance(ctx, actor, access.ReadItem, b.ID)
	}
	return api.Made(it.ID), err
}

type readInput struct {
	One
	As     string `query:"as" enum:"markdown,html,blocks" default:"markdown"`
	Number int64  `query:"number" minimum:"0" doc:"the update after which; now when absent"`
}

type documentJSON struct {
	Number   int64       `json:"number" doc:"the last update in it"`
	Proposed int         `json:"proposed" doc:"how many changes are proposed in it: the text is that without them"`
	Markdown string      `json:"markdown,omitempty"`
	HTML     string      `json:"html,omitempty"`
	Blocks   []blockJSON `json:"blocks,omitempty"`
}

// blockJSON is a block, or a run of text with its marks.
type blockJSON struct {
	Type    string         `json:"type"`
	Attrs   map[string]any `json:"attrs,omitempty"`
	Text    string         `json:"text,omitempty"`
	Marks   []markJSON     `json:"marks,omitempty"`
	Content []blockJSON    `json:"content,omitempty"`
}

type markJSON struct {
	Type  string         `json:"type"`
	Attrs map[string]any `json:"attrs,omitempty"`
}

func blocksJSON(list []prose.Node) []blockJSON {
	return api.Each(list, func(n prose.Node) blockJSON {
		return blockJSON{
			Type: string(n.Type), Attrs: n.Attrs, Text: n.Text, Content: blocksJSON(n.Content),
			Marks: api.Each(n.Marks, func(m prose.Mark) markJSON { return markJSON{m.Type, m.Attrs} }),
		}
	})
}

func (p programs) read(ctx context.Context, actor access.Actor, in *readInput) (*api.Answer[documentJSON], error) {
	number := in.Number
	if number == 0 {
		var err error
		if number, err = p.Service.Last(ctx, actor, in.Item.ID); err != nil {
			return nil, err
		}
	}
	m, err := p.Service.Moment(ctx, actor, in.Item.ID, number)
	if err != nil {
		return nil, err
	}
	out := documentJSON{Number: number, Proposed: len(prose.Opens(m.Stood))}
	switch in.As {
	case "html":
		body, err := p.Drawn(ctx, in.Item.ID, m.Doc)
		if err != nil {
			return nil, err
		}
		var html bytes.Buffer
		if err := blocks(body, body.Doc.Content).Render(ctx, &html); err != nil {
			return nil, err
		}
		out.HTML = html.String()
	case "blocks":
		out.Blocks = blocksJSON(m.Doc.Content)
	default:
		out.Markdown = prose.Markdown(m.Doc)
	}
	return api.Of(out), nil
}

type changeInput struct {
	One
	Body struct {
		Source string `json:"source" minLength:"1" maxLength:"100000" doc:"Markdown"`
	}
}

type sectionInput struct {
	One
	Body struct {
		Heading string `json:"heading" minLength:"1" maxLength:"1000" doc:"the words of its heading"`
		Source  string `json:"source" maxLength:"100000" doc:"Markdown"`
	}
}

type changedJSON struct {
	Number int64 `json:"number" doc:"the last update of the document"`
}

// change is an operation that changes a document by a text.
func (p programs) change(with func(ctx context.Context, actor access.Actor, item id.ID, source string) error) func(context.Context, access.Actor, *changeInput) (*api.Answer[changedJSON], error) {
	return func(ctx context.Context, actor access.Actor, in *changeInput) (*api.Answer[changedJSON], error) {
		return p.changed(ctx, actor, in.Item.ID, with(ctx, actor, in.Item.ID, in.Body.Source))
	}
}

// changed answers a change with how far the document goes now.
func (p programs) changed(ctx context.Context, actor access.Actor, item id.ID, err error) (*api.Answer[changedJSON], error) {
	if err != nil {
		return nil, err
	}
	number, err := p.Service.Last(ctx, actor, item)
	return api.Of(changedJSON{number}), err
}

type restoreInput struct {
	One
	Body struct {
		Number int64 `json:"number" minimum:"1"`
	}
}
