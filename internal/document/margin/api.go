package margin

import (
	"context"
	"net/http"
	"slices"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// tagDocuments is the group of the operations.
const tagDocuments = "Documents"

// programs are the operations on the threads of documents.
type programs struct{ *Service }

// API declares what programs do with the threads of documents. They are
// ordinary comments: they are answered, read and edited as any.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/threads", ID: "list-document-threads", Tag: tagDocuments, Action: access.ReadItem,
		Summary: "List what is said on passages of a document, in the order of its text",
		Detail:  "Each thread is a comment of the item: list-comments gives what was said in reply, comment answers it as its parent. Those whose passage was deleted come last.",
	}, p.list)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/threads", ID: "begin-document-thread", Tag: tagDocuments, Action: content.Say, Status: http.StatusCreated,
		Summary: "Say something on a passage of a document",
		Detail:  "The quote must stand in the text once, spaces and line breaks aside. Send a form of your own making to be safe against sending twice.",
	}, p.begin)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/threads/{comment}/resolve", ID: "resolve-document-thread", Tag: tagDocuments, Action: Resolve,
		Summary: "Say that a thread is done with", Detail: "Open to who writes the document and to who began the thread.",
	}, p.turn(s.Resolve))
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/threads/{comment}/reopen", ID: "reopen-document-thread", Tag: tagDocuments, Action: Resolve,
		Summary: "Say that a thread is not done with after all",
	}, p.turn(s.Reopen))
}

// One is the document of a call.
type One struct {
	Item api.ID `path:"item" doc:"id of the document"`
}

type listInput struct {
	One
	api.Going
	Show string `query:"show" enum:"open,resolved,all" default:"open"`
}

type threadJSON struct {
	Comment  id.ID      `json:"comment" doc:"that begins it"`
	Author   api.Face   `json:"author"`
	Source   string     `json:"source" doc:"Markdown"`
	Answers  int        `json:"answers" doc:"how many comments were said in reply"`
	Quote    string     `json:"quote" doc:"the passage when the thread began"`
	Text     string     `json:"text,omitempty" doc:"what it says now"`
	Deleted  bool       `json:"deleted,omitempty" doc:"nothing of the passage is left"`
	Section  string     `json:"section,omitempty" doc:"the words of the heading above it"`
	Block    int        `json:"block" doc:"which of the blocks of read-document it begins in, from 0"`
	From     int        `json:"from" doc:"where it begins in the plain text, in UTF-16 units"`
	To       int        `json:"to" doc:"where it ends"`
	Created  clock.Time `json:"created"`
	Resolved clock.Time `json:"resolved,omitzero"`
	Resolver *api.Face  `json:"resolver,omitempty"`
}

func (p programs) list(ctx context.Context, actor access.Actor, in *listInput) (*api.Page[threadJSON], error) {
	at, err := in.At(1)
	if err != nil {
		return nil, err
	}
	it, _, err := p.Content.Glance(ctx, actor, access.ReadItem, in.Item.ID)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	if err != nil {
		return nil, err
	}
	all, err := p.Threads(ctx, it.ID)
	if err != nil {
		return nil, err
	}
	m := margin{Show: Show(in.Show)}
	var from id.ID
	if at != nil {
		from = id.ID(at[0])
	}
	list := m.page(all, from, 0)
	out, err := p.shown(ctx, actor, it.ID, list)
	if err != nil {
		return nil, err
	}
	page := api.PageOf(out, nil)
	if m.Next != 0 {
		page.Body.Next = web.Cursor{int64(m.Next)}.String()
	}
	return page, nil
}

// shown are threads with who began them and what was said.
func (p programs) shown(ctx context.Context, actor access.Actor, item id.ID, list []Thread) ([]threadJSON, error) {
	roots, people := []id.ID{}, []id.ID{}
	for _, t := range list {
		roots = append(roots, t.Comment)
		if t.Resolver != 0 {
			people = append(people, t.Resolver)
		}
	}
	if len(roots) == 0 {
		return nil, nil
	}
	said, err := p.Content.Read(ctx, actor, item, content.At{Under: roots})
	if err != nil {
		return nil, err
	}
	names := map[id.ID]identity.Face{}
	if len(people) > 0 {
		if names, err = identity.Faces(ctx, p.DB, people); err != nil {
			return nil, err
		}
	}
	under := branches(said.Comments.List)
	return api.Each(list, func(t Thread) threadJSON {
		j := threadJSON{
			Comment: t.Comment, Quote: t.Quote, Text: t.Place.Text, Deleted: t.Place.Gone, Section: t.Place.Section, Block: t.Place.Block,
			From: t.Place.From, To: t.Place.To, Resolved: t.Resolved,
		}
		if i := slices.IndexFunc(under[t.Comment], func(c content.Comment) bool { return c.ID == t.Comment }); i >= 0 {
			c := under[t.Comment][i]
			j.Author, j.Source, j.Created, j.Answers = api.FaceOf(said.Faces[c.Author]), c.Source, c.Created, len(under[t.Comment])-1
		}
		if t.Resolver != 0 {
			face := api.FaceOf(names[t.Resolver])
			j.Resolver = &face
		}
		return j
	}), nil
}

type beginInput struct {
	One
	Body struct {
		Form   id.ID   `json:"form,omitempty" doc:"of your own making, against sending twice"`
		Quote  string  `json:"quote" minLength:"1" maxLength:"4000" doc:"words of the text"`
		Source string  `json:"source" minLength:"1" maxLength:"20000" doc:"Markdown"`
		Files  []id.ID `json:"files,omitempty" nullable:"false" maxItems:"20" doc:"sent before with upload-file"`
	}
}

func (p programs) begin(ctx context.Context, actor access.Actor, in *beginInput) (*api.Answer[api.MadeJSON], error) {
	b := in.Body
	n := New{NewComment: content.NewComment{Form: b.Form, Item: in.Item.ID, Source: b.Source, Files: b.Files}, Quote: b.Quote}
	if n.Form == 0 {
		n.Form = p.IDs.New()
	}
	c, err := p.Begin(ctx, actor, n)
	if content.IsReplay(err) && c.Item == in.Item.ID {
		err = nil
	}
	return api.Made(c.ID), err
}

type turnInput struct {
	One
	Comment api.ID `path:"comment" doc:"id of the comment that begins the thread"`
}

// turn is an operation that resolves a thread, or reopens it.
func (p programs) turn(gesture turning) func(context.Context, access.Actor, *turnInput) (*api.Nothing, error) {
	return func(ctx context.Context, actor access.Actor, in *turnInput) (*api.Nothing, error) {
		return nil, gesture(ctx, actor, in.Item.ID, in.Comment.ID)
	}
}
