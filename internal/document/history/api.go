package history

import (
	"context"
	"net/http"

	"parvis/internal/access"
	"parvis/internal/api"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/web"
)

// programs are the operations on the past of documents.
type programs struct{ *Service }

// API declares what programs do with the past of documents.
func API(a *api.API, s *Service) {
	p := programs{s}
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/history", ID: "list-document-history", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "List who wrote in a document, when, and how much, the newest first",
	}, p.past)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/changes", ID: "compare-document", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "Compare what a document said after two of its updates", Detail: "Line by line, word by word in a line that stayed; the lines that did not change are left out.",
	}, p.compare)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/authors", ID: "read-document-authors", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "Read who wrote each passage of a document", Detail: "Line by line, now or after one of its updates. What was pasted or brought back is by who did it.",
	}, p.authors)
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/news", ID: "read-document-news", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "Tell what others wrote in a document since one last read it",
	}, p.news)
	api.Register(a, api.Operation{
		Method: http.MethodPost, Path: "/items/{item}/document/seen", ID: "see-document", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "Say up to which update one has seen a document",
	}, func(ctx context.Context, actor access.Actor, in *numberInput) (*api.Nothing, error) {
		return nil, p.Acknowledge(ctx, actor, in.Item.ID, in.Body.Number)
	})
	api.Register(a, api.Operation{
		Method: http.MethodGet, Path: "/items/{item}/document/versions", ID: "list-document-versions", Tag: document.TagDocuments, Action: access.ReadItem,
		Summary: "List the versions of a document that have a name, the latest first",
	}, p.versions)
	api.Register(a, api.Operation{
		Method: http.MethodPut, Path: "/items/{item}/document/versions/{number}", ID: "name-document-version", Tag: document.TagDocuments, Action: document.Write,
		Summary: "Give a version of a document a name, or put it right",
	}, func(ctx context.Context, actor access.Actor, in *nameInput) (*api.Nothing, error) {
		return nil, p.Name(ctx, actor, in.Item.ID, in.Number, in.Body.Name, in.Body.Note)
	})
	api.Register(a, api.Operation{
		Method: http.MethodDelete, Path: "/items/{item}/document/versions/{number}", ID: "unname-document-version", Tag: document.TagDocuments, Action: document.Write,
		Summary: "Take the name of a version of a document away",
	}, func(ctx context.Context, actor access.Actor, in *At) (*api.Nothing, error) {
		return nil, p.Unname(ctx, actor, in.Item.ID, in.Number)
	})
}

// At is a version of a document of a call.
type At struct {
	document.One
	Number int64 `path:"number" minimum:"1" doc:"the update after which"`
}

type pastInput struct {
	document.One
	api.Going
	Person api.ID `query:"person" doc:"only that in which this person wrote"`
}

type burstJSON struct {
	From    int64      `json:"from" doc:"its first update"`
	To      int64      `json:"to" doc:"its last update"`
	At      clock.Time `json:"at"`
	Added   int        `json:"added" doc:"words"`
	Removed int        `json:"removed" doc:"words"`
	Extract string     `json:"extract,omitempty" doc:"some of them"`
	People  []string   `json:"people" doc:"handles of those who wrote"`
}

func handles(faces []identity.Face) []string {
	out := []string{}
	for _, f := range faces {
		out = append(out, f.Handle)
	}
	return out
}

func (p programs) past(ctx context.Context, actor access.Actor, in *pastInput) (*api.Page[burstJSON], error) {
	at, err := in.At(1)
	if err != nil {
		return nil, err
	}
	w := Wanted{Person: in.Person.ID}
	if at != nil {
		w.Before = at[0]
	}
	list, more, err := p.Bursts(ctx, actor, in.Item.ID, w)
	if err != nil {
		return nil, err
	}
	var last web.Cursor
	if more {
		last = web.Cursor{list[len(list)-1].To}
	}
	return api.PageOf(api.Each(list, func(b Burst) burstJSON {
		return burstJSON{From: b.From, To: b.To, At: b.At, Added: b.Added, Removed: b.Removed, Extract: b.Extract, People: handles(b.People)}
	}), last), nil
}

type compareInput struct {
	document.One
	From int64 `query:"from" minimum:"0" doc:"the earlier update; 0 for before the first words"`
	To   int64 `query:"to" minimum:"0" doc:"the later one; now when absent"`
}

type comparisonJSON struct {
	From    int64      `json:"from"`
	To      int64      `json:"to"`
	Added   int        `json:"added" doc:"words"`
	Removed int        `json:"removed" doc:"words"`
	Lines   []lineJSON `json:"lines" doc:"those that changed"`
}

type lineJSON struct {
	Change string      `json:"change" enum:"same,added,removed" doc:"of the line as a whole"`
	Kind   string      `json:"kind" doc:"of its block"`
	Was    string      `json:"was,omitempty" doc:"the kind of its block before, when it stood otherwise"`
	Pieces []pieceJSON `json:"pieces"`
}

type pieceJSON struct {
	Change string   `json:"change" enum:"same,added,removed,set" doc:"set: the same words, set otherwise"`
	Text   string   `json:"text"`
	Marks  []string `json:"marks,omitempty"`
}

func changeName(op text.Op) string {
	switch op {
	case text.Insert:
		return "added"
	case text.Delete:
		return "removed"
	}
	return "same"
}

func (p programs) compare(ctx context.Context, actor access.Actor, in *compareInput) (*api.Answer[comparisonJSON], error) {
	if in.To == 0 {
		var err error
		if in.To, err = p.Documents.Last(ctx, actor, in.Item.ID); err != nil {
			return nil, err
		}
	}
	c, err := p.Compare(ctx, actor, in.Item.ID, in.From, in.To)
	if err != nil {
		return nil, err
	}
	out := comparisonJSON{From: in.From, To: in.To, Added: c.Sum.Added, Removed: c.Sum.Removed, Lines: []lineJSON{}}
	for _, line := range c.Changes {
		if !line.Touched() {
			continue
		}
		l := lineJSON{Change: changeName(line.Op), Kind: string(line.Line.Kind), Pieces: []pieceJSON{}}
		if line.Was != nil {
			l.Was = string(line.Was.Kind)
		}
		for _, piece := range line.Pieces {
			j := pieceJSON{Change: changeName(piece.Op), Text: piece.Text, Marks: api.Each(piece.Marks, func(m prose.Mark) string { return m.Type })}
			if piece.Set {
				j.Change = "set"
			}
			l.Pieces = append(l.Pieces, j)
		}
		out.Lines = append(out.Lines, l)
	}
	return api.Of(out), nil
}

type newsJSON struct {
	From   int64    `json:"from" doc:"the last update that one has seen"`
	To     int64    `json:"to" doc:"the last update"`
	People []string `json:"people" doc:"handles of the others who wrote between; none when nothing is new"`
}

func (p programs) news(ctx context.Context, actor access.Actor, in *document.One) (*api.Answer[newsJSON], error) {
	t, err := p.Content.Read(ctx, actor, in.Item.ID, content.At{})
	if err != nil {
		return nil, err
	}
	n, err := p.New(ctx, actor, in.Item.ID, t.Seen)
	return api.Of(newsJSON{n.From, n.To, handles(n.People)}), err
}

type numberInput struct {
	document.One
	Body struct {
		Number int64 `json:"number" minimum:"0" doc:"the last update seen"`
	}
}

type nameInput struct {
	At
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"100"`
		Note string `json:"note,omitempty" maxLength:"300" doc:"a line on what it is"`
	}
}

type versionJSON struct {
	Number int64      `json:"number" doc:"the update after which"`
	Name   string     `json:"name"`
	Note   string     `json:"note,omitempty"`
	At     clock.Time `json:"at" doc:"when the document said so"`
	Named  clock.Time `json:"named"`
	By     api.Face   `json:"by" doc:"who named it"`
}

func (p programs) versions(ctx context.Context, actor access.Actor, in *document.One) (*api.List[versionJSON], error) {
	list, err := p.Versions(ctx, actor, in.Item.ID)
	return api.ListOf(api.Each(list, func(v Version) versionJSON {
		return versionJSON{Number: v.Number, Name: v.Name, Note: v.Note, At: v.At, Named: v.Named, By: api.FaceOf(v.By)}
	})), err
}
