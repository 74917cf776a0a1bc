package document

import (
	"context"
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Desk is what the form of publications lends to those of documents.
type Desk interface {
	TagField(value, problem string, proposed []content.Tag) templ.Component
	AudienceField(ctx context.Context, place content.Place, value, problem string) templ.Component
	ReadersBox(readers content.Readers) templ.Component
	Uploads(r *web.Request, form *web.Form) (added []string, failed []*fault.Error)
}

// Pages are the screens of documents, and what they show on the page that all
// items share.
type Pages struct {
	Service *Service
	Content *content.Service
	Desk    Desk
	// Besides are what others say of a document.
	Besides []func(r *web.Request, t content.Thread) (Beside, error)
	// Starts are the documents with which others begin; nil for none.
	Starts Starts
	// Binder puts documents under others.
	Binder Binder
	// Unit is the name of the unit of somebody, "" for nobody's.
	Unit func(ctx context.Context, person id.ID) (string, error)
	// Opened says that somebody opened an item: what they were told of it is seen.
	Opened func(ctx context.Context, actor access.Actor, item id.ID) error
	// News says first of all what was written since the reader's last visit; nil
	// when nothing was.
	News func(r *web.Request, t content.Thread) (templ.Component, error)
	// Margin is what is said on passages of the text, where it is written; nil for
	// nothing.
	Margin func(r *web.Request, t content.Thread) (Margin, error)
	// Signed is where a document stands between draft and approved.
	Signed func(r *web.Request, t content.Thread) (Signed, error)
	// Bring reads a file into what a document begins with, in the name of actor; a
	// fault on the field "files" says why it cannot.
	Bring func(ctx context.Context, actor access.Actor, file Source) (Arrival, error)
	// Accept are the ends of the names of such files.
	Accept string
	// Take is the menu of the formats in which a document goes out, as it stood
	// after an update or as it stands now for -1.
	Take func(ctx context.Context, item id.ID, number int64) ui.Menu
	// Standing says what is to be known of the right to write in it; nil for
	// nothing.
	Standing func(r *web.Request, t content.Thread) (templ.Component, error)
	// Granted is who may write in it beside the members of its community; nil to
	// who may not change that.
	Granted func(r *web.Request, item id.ID) (templ.Component, error)
}

// Page is the form to begin one, below the address of a community.
const Page = "documents/new"

const formSize = 1 << 20 // bytes

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/c/{community}/documents/new", content.Publish, p.compose)
	rt.Post("/c/{community}/documents/new", content.Publish, p.make)

	rt.Get("/d/away", Away, func(*web.Request) (web.Reply, error) { return web.Page(awayPage()), nil })
	rt.Get("/d/{item}", access.ReadItem, p.open)
	rt.Get("/d/{item}/live", access.ReadItem, p.live)
	rt.Post("/d/{item}/files", Write, p.join)
	rt.Get("/d/{item}/card", content.EditItem, p.card)
	rt.Post("/d/{item}/card", content.EditItem, p.saveCard)
}

// Href is the address of a document, under which stand those of what is told of
// it.
func Href(item id.ID) string { return "/d/" + item.String() }

// typed tells whether err is about what was typed, so that the form is shown
// again.
func typed(err error) bool {
	f, ok := fault.As(err)
	return ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict && !content.IsReplay(err))
}

// opening is a document as its page shows it.
type opening struct {
	content.Thread
	Body   Rendered
	Reader id.ID
	Name   string          // of the reader
	May    string          // write, comment, read
	Edits  bool            // its title, its tags, its readers
	News   templ.Component // what others wrote since the last visit
	Stands templ.Component // what is to be known of the right to write

	Besides []Beside
	Moves   bool // may take it to another community
	Margin  Margin
	Signed  Signed
	Take    ui.Menu // the formats in which it goes out
}

func (p *Pages) open(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	t, err := p.Content.Read(ctx, r.Actor, item, content.At{})
	if err != nil {
		return nil, err
	}
	if t.Kind != Kind {
		return web.See(content.Href(item)), nil
	}
	o := opening{
		Thread: t, Reader: r.Actor.Person(), Name: r.Viewer.Person.Name,
		May: mayOf(r.Actor, t.Label), Edits: r.Actor.May(content.EditItem, t.Label), Take: p.Take(ctx, t.ID, -1),
	}
	if o.Body, err = p.rendered(r, t); err != nil {
		return nil, err
	}
	o.Moves = r.Actor.May(content.Move, t.Label)
	if o.Besides, err = p.besides(r, t); err != nil {
		return nil, err
	}
	if o.News, err = p.News(r, t); err != nil {
		return nil, err
	}
	if o.Stands, err = p.Standing(r, t); err != nil {
		return nil, err
	}
	if p.Margin != nil {
		if o.Margin, err = p.Margin(r, t); err != nil {
			return nil, err
		}
	}
	if o.Signed, err = p.Signed(r, t); err != nil {
		return nil, err
	}
	if err := p.Content.Visit(ctx, r.Actor, t.Item, t.Seen); err != nil {
		return nil, err
	}
	if p.Opened != nil {
		if err := p.Opened(ctx, r.Actor, item); err != nil {
			return nil, err
		}
	}
	return web.Page(openPage(o)), nil
}

// use says what one does on the page.
func (o opening) use() string {
	if o.Label.Frozen {
		return "document.use.frozen"
	}
	return "document.use." + o.May
}

// mayOf is what an editor lets somebody do.
func mayOf(actor access.Actor, label access.Label) string {
	return [...]string{MayRead: "read", MayPropose: "comment", MayWrite: "write"}[rightsOf(actor, label)]
}

func rightsOf(actor access.Actor, label access.Label) May {
	switch {
	case actor.May(Write, label):
		return MayWrite
	case actor.May(Propose, label):
		return MayPropose
	}
	return MayRead
}

// live is the line between an editor and the document.
func (p *Pages) live(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	ask := func(ctx context.Context, actor access.Actor) (place id.ID, may May, err error) {
		it, label, err := p.Content.Glance(ctx, actor, access.ReadItem, item)
		switch {
		case err != nil:
			return 0, MayRead, err
		case it.Kind != Kind, it.State == access.Binned, it.State == access.Erased:
			return 0, MayRead, fault.NotFound()
		}
		return it.Community, rightsOf(actor, label), nil
	}
	place, may, err := ask(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	if r.Header.Get("Upgrade") != "websocket" {
		return web.Bare(http.StatusUpgradeRequired, map[string]string{"Upgrade": "websocket", "Connection": "Upgrade"}), nil
	}
	v := Visitor{Person: r.Actor.Person(), Place: place, Name: r.Viewer.Person.Name, May: may, Again: func(ctx context.Context) (May, error) {
		actor, err := r.Renewed(ctx)
		if err != nil {
			return MayRead, err
		}
		_, may, err := ask(ctx, actor)
		return may, err
	}}
	return web.Stream(func(w http.ResponseWriter) {
		conn, err := Accept(w, r.Request)
		if err != nil {
			return // it answered why
		}
		p.Service.Serve(context.WithoutCancel(r.Context()), item, conn, v)
	}), nil
}

// join gives a loose file to a document, into which it was just dropped.
func (p *Pages) join(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	file := form.ID("file")
	if err := form.Err(); err != nil {
		return nil, err
	}
	if err := p.Service.Join(r.Context(), r.Actor, item, file); err != nil {
		return nil, err
	}
	return web.Nothing(), nil
}

// describing is the form of what a document bears beside its text: to begin one,
// or to change it.
type describing struct {
	Item     content.Item // zero for one that begins
	Place    content.Place
	Values   url.Values
	Readers  content.Readers
	Proposed []content.Tag
	Under    content.Item // under which it begins, zero for none
	Starts   []Start      // with which it may begin, of the community first
	Preview  *Rendered    // what it would begin with, once asked
	Errors   ui.Errors
	Kept     []content.File  // of which the document is to be made, from an earlier try
	Granted  templ.Component // who may write in it beside the members of its community
}

// describe gathers what the form shows around what was typed, and what is wrong
// with it; status is that of the page.
func (p *Pages) describe(r *web.Request, community id.ID, values url.Values, why error) (d describing, status int, err error) {
	ctx := r.Context()
	d = describing{Values: values}
	if d.Place, err = p.Content.Place(ctx, r.Actor, community); err != nil {
		return d, 0, err
	}
	if d.Proposed, err = p.Content.CommunityTags(ctx, community); err != nil {
		return d, 0, err
	}
	if d.Readers, err = p.Content.WhoReads(ctx, r.Actor, community, access.AudienceNamed(values.Get("audience")), nil); err != nil {
		return d, 0, err
	}
	if why == nil {
		return d, http.StatusOK, nil
	}
	d.Errors = ui.ErrorsFrom(ctx, why)
	return d, fault.KindOf(why).Status(), nil
}
