package request

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens of asking to write in a document, and of answering.
type Pages struct{ Service *Service }

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/ask", Ask, p.ask)
	rt.Post("/d/{item}/ask", Ask, p.send)
	rt.Post("/d/{item}/ask/withdraw", Ask, p.withdraw)
	rt.Get("/d/{item}/access", Decide, p.access)
	rt.Post("/d/{item}/access/{person}/let", Decide, p.let)
	rt.Post("/d/{item}/access/{person}/refuse", Decide, p.refuse)
	rt.Post("/d/{item}/access/{person}/take", Decide, p.take)
}

// asking is the form to ask to write in a document.
type asking struct {
	Item    content.Item
	Place   content.Place // offered to who could join it, the zero value otherwise
	Message string
	Errors  ui.Errors
}

func (p *Pages) ask(r *web.Request) (web.Reply, error) { return p.asked(r, nil, nil) }

// asked shows the form, with what was typed and what is wrong with it.
func (p *Pages) asked(r *web.Request, typed url.Values, why error) (web.Reply, error) {
	ctx := r.Context()
	it, label, err := p.document(r, Ask)
	if err != nil {
		return nil, err
	}
	if r.Actor.May(document.Write, label) {
		return web.See(document.Href(it.ID)), nil
	}
	a := asking{Item: it, Message: typed.Get("message")}
	if r.Actor.IsAgent() && r.Actor.Role(it.Community) == 0 && label.Openness != access.Private {
		if a.Place, err = p.Service.Content.Place(ctx, r.Actor, it.Community); err != nil {
			return nil, err
		}
	}
	if why == nil {
		return web.Page(askPage(a)), nil
	}
	a.Errors = ui.ErrorsFrom(ctx, why)
	return web.PageStatus(fault.KindOf(why).Status(), askPage(a)), nil
}

// document is the item of the address, for who may do something to it.
func (p *Pages) document(r *web.Request, action access.Action) (content.Item, access.Label, error) {
	item, err := r.PathID("item")
	if err != nil {
		return content.Item{}, access.Label{}, err
	}
	it, label, err := p.Service.Content.Glance(r.Context(), r.Actor, action, item)
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	return it, label, err
}

func (p *Pages) send(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(8 << 10)
	if err != nil {
		return nil, err
	}
	message := form.Text("message", MaxMessage)
	if err = form.Err(); err == nil {
		err = p.Service.Ask(r.Context(), r.Actor, item, message)
	}
	if kind := fault.KindOf(err); err != nil && (kind == fault.Invalid || kind == fault.Conflict) {
		return p.asked(r, form.Values(), err)
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(document.Href(item), "document.request.sent", document.Href(item)+"/ask/withdraw"), nil
}

func (p *Pages) withdraw(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Withdraw(r.Context(), r.Actor, item); err != nil {
		return nil, err
	}
	return web.SeeSaying(document.Href(item), "document.request.withdrawn"), nil
}

// deciding is who asks to write in a document, and who was let.
type deciding struct {
	Item    content.Item
	Wanting []Request
	Grants  []Grant
}

func (p *Pages) access(r *web.Request) (web.Reply, error) {
	it, _, err := p.document(r, Decide)
	if err != nil {
		return nil, err
	}
	d := deciding{Item: it}
	if d.Wanting, err = p.Service.Wanting(r.Context(), r.Actor, it.ID); err != nil {
		return nil, err
	}
	if d.Grants, err = p.Service.Grants(r.Context(), r.Actor, it.ID); err != nil {
		return nil, err
	}
	return web.Page(accessPage(d)), nil
}

// gesture does something about the person of the address and goes back to who
// asks and who was let; undo is the gesture that takes it back, "" for none.
func (p *Pages) gesture(r *web.Request, do func(ctx context.Context, item, person id.ID) error, said, undo string) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	person, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	if err := do(r.Context(), item, person); err != nil {
		return nil, err
	}
	back := document.Href(item) + "/access"
	if undo == "" {
		return web.SeeSaying(back, said), nil
	}
	return web.Undoable(back, said, back+"/"+person.String()+"/"+undo), nil
}

func (p *Pages) let(r *web.Request) (web.Reply, error) {
	return p.gesture(r, func(ctx context.Context, item, person id.ID) error {
		return p.Service.Let(ctx, r.Actor, item, person)
	}, "document.request.let.done", "take")
}

func (p *Pages) take(r *web.Request) (web.Reply, error) {
	return p.gesture(r, func(ctx context.Context, item, person id.ID) error {
		return p.Service.Take(ctx, r.Actor, item, person)
	}, "document.request.take.done", "let")
}

func (p *Pages) refuse(r *web.Request) (web.Reply, error) {
	form, err := r.Form(8 << 10)
	if err != nil {
		return nil, err
	}
	word := form.Text("word", MaxMessage)
	if err := form.Err(); err != nil {
		return nil, err
	}
	return p.gesture(r, func(ctx context.Context, item, person id.ID) error {
		return p.Service.Refuse(ctx, r.Actor, item, person, word)
	}, "document.request.refuse.done", "")
}

// Standing is what the page of a document says of the right to write in it: to
// who only reads, how to ask, or what became of it; to who may answer, that
// somebody waits. Nil for nothing.
func (p *Pages) Standing(r *web.Request, t content.Thread) (templ.Component, error) {
	switch {
	case r.Actor.May(Decide, t.Label):
		list, err := p.Service.Wanting(r.Context(), r.Actor, t.ID)
		if err != nil || len(list) == 0 {
			return nil, err
		}
		return wantingNotice(t.ID, list), nil
	case r.Actor.May(document.Write, t.Label), !r.Actor.May(Ask, t.Label):
		return nil, nil
	}
	mine, err := p.Service.Mine(r.Context(), r.Actor, t.ID)
	if err != nil {
		return nil, err
	}
	return standingNotice(t.ID, mine), nil
}

// Card is the part of the card of a document that tells who was let write in it;
// nil to who may not change it.
func (p *Pages) Card(r *web.Request, item id.ID) (templ.Component, error) {
	list, err := p.Service.Grants(r.Context(), r.Actor, item)
	switch {
	case fault.KindOf(err) == fault.KindForbidden && err != nil:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return grantsSection(item, list), nil
}
