package document

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Shown is what the page of an item shows of a document.
type Shown struct {
	Above, Instead templ.Component
	Below          templ.Component
	Crumbs         []ui.Crumb
	States         []ui.Badge
	Entries        []ui.MenuEntry
	Edit           string
}

// Signed is what the reviews of a document show on its pages.
type Signed struct {
	State   ui.Badge
	Note    templ.Component // nil for nothing to say
	Entries []ui.MenuEntry
	Ask     string // where a review is asked for, "" when the reader may not
}

// Face reads it.
func (p *Pages) Face(r *web.Request, t content.Thread) (Shown, error) {
	body, err := p.rendered(r, t)
	if err != nil {
		return Shown{}, err
	}
	s := Shown{Instead: ReadBody(body), Edit: Href(t.ID) + "/card"}
	list, err := p.besides(r, t)
	if err != nil {
		return Shown{}, err
	}
	s.Below, s.Crumbs = asides(list), crumbsOf(list)
	if t.State != access.Binned {
		news, err := p.News(r, t)
		if err != nil {
			return s, err
		}
		signed, err := p.Signed(r, t)
		if err != nil {
			return s, err
		}
		s.States = []ui.Badge{signed.State}
		s.Above = above(news, signed.Note, t.Label, r.Actor.May(Write, t.Label), p.Take(r.Context(), t.ID, -1))
		s.Entries = append(signed.Entries, ui.MenuEntry{Label: i18n.T(r.Context(), "document.history"), Icon: "history", Href: Href(t.ID) + "/history"})
		s.Entries = append(s.Entries, entriesOf(list)...)
	}
	return s, nil
}

// Rendered is what a document says, ready to be drawn.
type Rendered struct {
	Doc   prose.Node
	Files map[string]content.File // that it shows and that may be read, by id
	Names map[string]string       // of those who propose something in it, by id
}

// rendered reads a document whose item was judged.
func (p *Pages) rendered(r *web.Request, t content.Thread) (Rendered, error) {
	doc, err := p.Service.Stands(r.Context(), t.ID)
	if err != nil {
		return Rendered{}, err
	}
	return p.Drawn(r.Context(), t.ID, doc)
}

// Drawn adds to what stands in a document the files that it shows, and who
// proposes what. The item was judged by the caller.
func (p *Pages) Drawn(ctx context.Context, item id.ID, doc prose.Node) (Rendered, error) {
	out := Rendered{Doc: prose.Outlined(prose.Spread(doc)), Files: map[string]content.File{}}
	var err error
	if out.Names, err = p.Service.Names(ctx, prose.Opens(doc)); err != nil {
		return out, err
	}
	files, err := p.Content.FilesOf(ctx, item)
	for _, f := range files {
		out.Files[f.ID.String()] = f
	}
	return out, err
}

// file is a file that the document shows; false when it is not there any more.
func (b Rendered) file(n prose.Node) (content.File, bool) {
	f, ok := b.Files[n.Attrs.String("file")]
	return f, ok
}

// person is the address of somebody who is named.
func person(n prose.Node) string { return "/p/" + url.PathEscape(n.Attrs.String("handle")) }

// linked is the address of an item that is named, "" for what is no id.
func linked(n prose.Node) string {
	item, err := id.Parse(n.Attrs.String("item"))
	if err != nil {
		return ""
	}
	return content.Href(item)
}
