package document

import (
	"context"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/web"
)

// Starts are the documents with which others begin.
type Starts interface {
	// Offered lists those of a community and of the site that actor reads.
	Offered(ctx context.Context, actor access.Actor, community id.ID) ([]Start, error)
	// Filled is what one says now, its fields filled.
	Filled(ctx context.Context, actor access.Actor, community, item id.ID, f Fields) (prose.Node, error)
}

// Start is a document with which others begin.
type Start struct {
	Item       id.ID
	Name, Help string
	Site       bool // offered on the whole site
}

// Binder puts documents under others.
type Binder interface {
	// Under is the document under which actor begins another one, judged.
	Under(ctx context.Context, actor access.Actor, parent id.ID) (content.Item, error)
	// Put files a document that is being made under another one.
	Put(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, parent id.ID) error
}

func (p *Pages) compose(r *web.Request) (web.Reply, error) {
	return p.composed(r, url.Values{"id": {p.Service.IDs.New().String()}, "template": {r.Query("template")}, "under": {r.Query("under")}}, nil)
}

// composed shows the form to begin a document, with what is wrong.
func (p *Pages) composed(r *web.Request, values url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if _, err := access.Load(ctx, p.Service.DB, r.Actor, content.Publish, community); err != nil {
		return nil, err
	}
	d, status, err := p.describe(r, community, values, why)
	if err != nil {
		return nil, err
	}
	if under, err := id.Parse(values.Get("under")); err == nil {
		if d.Under, err = p.Binder.Under(ctx, r.Actor, under); err != nil {
			return nil, err
		}
		if d.Under.Community != community {
			return nil, fault.NotFound()
		}
	}
	if p.Starts != nil {
		if d.Starts, err = p.Starts.Offered(ctx, r.Actor, community); err != nil {
			return nil, err
		}
	}
	if values.Get("preview") != "" {
		if d.Preview, err = p.preview(r, community, values); err != nil {
			return nil, err
		}
	}
	if r.IsFragment() {
		return web.FragmentStatus(status, outlinePreview(d.Preview)), nil
	}
	if d.Kept, err = p.Content.Loose(ctx, r.Actor, id.List(values["file"])); err != nil {
		return nil, err
	}
	return web.PageStatus(status, p.composePage(d)), nil
}

// preview draws the outline that is chosen, filled with what is known so far.
func (p *Pages) preview(r *web.Request, community id.ID, values url.Values) (*Rendered, error) {
	says, from, err := p.chosen(r, community, values.Get("template"), values.Get("title"))
	if err != nil {
		return nil, err
	}
	drawn, err := p.Drawn(r.Context(), from, says)
	return &drawn, err
}

// chosen is what a document begins with that has this title, and the document
// from which it comes, zero for an outline of ours.
func (p *Pages) chosen(r *web.Request, community id.ID, code, title string) (says prose.Node, from id.ID, err error) {
	place, err := p.Content.Place(r.Context(), r.Actor, community)
	if err != nil {
		return says, 0, err
	}
	f := Fields{Title: title, Author: r.Viewer.Person.Name, Place: place.Name, At: r.Now}
	return p.begun(r.Context(), r.Actor, community, code, f)
}

// begun is what an outline says, its fields filled.
func (p *Pages) begun(ctx context.Context, actor access.Actor, community id.ID, code string, f Fields) (says prose.Node, from id.ID, err error) {
	from, err = id.Parse(code)
	if p.Starts == nil || err != nil {
		return prose.Read(outline(ctx, code, f), nil), 0, nil
	}
	if p.Unit != nil {
		if f.Unit, err = p.Unit(ctx, actor.Person()); err != nil {
			return says, 0, err
		}
	}
	says, err = p.Starts.Filled(ctx, actor, community, from, f)
	return says, from, err
}

// filed puts a document that is being made under another one, 0 for none.
func (p *Pages) filed(actor access.Actor, under id.ID) func(ctx context.Context, tx *store.Tx, it content.Item) error {
	if under == 0 || p.Binder == nil {
		return nil
	}
	return func(ctx context.Context, tx *store.Tx, it content.Item) error {
		return p.Binder.Put(ctx, tx, actor, it, under)
	}
}

// startOf is what a document that a program begins takes from a template.
func (p *Pages) startOf(ctx context.Context, actor access.Actor, n content.New, template id.ID) (says prose.Node, from id.ID, err error) {
	place, err := p.Content.Place(ctx, actor, n.Community)
	if err != nil {
		return says, 0, err
	}
	f := Fields{Title: n.Title, Place: place.Name, At: p.Service.Clock.Now()}
	faces, err := identity.Faces(ctx, p.Service.DB, []id.ID{actor.Person()})
	if err != nil {
		return says, 0, err
	}
	f.Author = faces[actor.Person()].Name
	return p.begun(ctx, actor, n.Community, template.String(), f)
}
