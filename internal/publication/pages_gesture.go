package publication

import (
	"context"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// gestures declares what is done to an item in one press, and undone by
// another.
func (p *Pages) gestures(rt *web.Router) {
	item := func(name string, action access.Action, key, undo string, gesture func(context.Context, access.Actor, id.ID) error) {
		rt.Post("/i/{item}/"+name, action, func(r *web.Request) (web.Reply, error) {
			item, err := r.PathID("item")
			if err != nil {
				return nil, err
			}
			err = gesture(r.Context(), r.Actor, item)
			if f, ok := fault.As(err); ok && f.Kind == fault.Invalid && len(f.Fields) == 0 {
				return web.SeeSaying(content.Href(item), f.Key, f.Args...), nil
			}
			if err != nil {
				return nil, err
			}
			if undo == "" {
				return web.SeeSaying(content.Href(item), key), nil
			}
			return web.Undoable(content.Href(item), key, content.Href(item)+"/"+undo), nil
		})
	}
	item("pin", content.Pin, "publication.done.pinned", "unpin", p.Content.Pin)
	item("unpin", content.Pin, "publication.done.unpinned", "pin", p.Content.Unpin)
	item("close", content.Close, "publication.done.closed", "reopen", p.Content.Close)
	item("reopen", content.Close, "publication.done.reopened", "close", p.Content.Reopen)
	item("archive", content.Archive, "publication.done.archived", "unarchive", p.Content.Archive)
	item("unarchive", content.Archive, "publication.done.unarchived", "archive", p.Content.Unarchive)
	item("restore", content.Restore, "publication.done.restored", "", only(p.Content.Restore))
	item("submit", content.Submit, "publication.done.submitted", "", only(p.Content.Submit))
	item("release", content.Release, "publication.done.released", "", only(p.Content.Release))

	rt.Post("/i/{item}/bin", content.Bin, p.binItem)
	rt.Get("/i/{item}/return", content.Release, p.askReturn)
	rt.Post("/i/{item}/return", content.Release, p.giveBack)
	rt.Get("/i/{item}/move", content.Move, p.askMove)
	rt.Post("/i/{item}/move", content.Move, p.move)
	rt.Get("/i/{item}/relay", content.Relay, p.askRelay)
	rt.Post("/i/{item}/relay", content.Relay, p.relay)
	rt.Post("/i/{item}/relays/{community}/end", content.Unrelay, p.endRelay)
}

// only leaves the item that a gesture returns aside.
func only(gesture func(context.Context, access.Actor, id.ID) (content.Item, error)) func(context.Context, access.Actor, id.ID) error {
	return func(ctx context.Context, actor access.Actor, item id.ID) error {
		_, err := gesture(ctx, actor, item)
		return err
	}
}

func (p *Pages) binItem(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	reason := form.Line("reason", content.MaxReason)
	if err := form.Err(); err != nil {
		return nil, err
	}
	it, err := p.Content.Bin(r.Context(), r.Actor, item, reason)
	if err != nil {
		return nil, err
	}
	return web.Undoable("/c/"+it.Community.String(), "publication.done.binned", content.Href(item)+"/restore"), nil
}

// revert gives an item an old text again, as its newest version; the one before
// comes back the same way.
func (p *Pages) revert(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		return nil, fault.NotFound().Because(err)
	}
	it, err := p.Content.Revert(r.Context(), r.Actor, item, number)
	if err != nil {
		return nil, err
	}
	return web.Undoable(content.Href(item), "publication.done.reverted", content.Href(item)+"/history/"+strconv.Itoa(it.Revision-1)+"/restore", "number", number), nil
}

// asking is a plain page that asks one thing about an item.
type asking struct {
	Item   content.Item
	Places []content.Place
	Value  string
	To     id.ID
	Errors ui.Errors

	Readers content.Readers // of a relay: those that it has, or would have
}

func (p *Pages) ask(r *web.Request, action access.Action) (asking, error) {
	item, err := r.PathID("item")
	if err != nil {
		return asking{}, err
	}
	it, _, err := p.Content.Glance(r.Context(), r.Actor, action, item)
	return asking{Item: it}, err
}

func (p *Pages) askReturn(r *web.Request) (web.Reply, error) {
	a, err := p.ask(r, content.Release)
	if err != nil {
		return nil, err
	}
	return web.Page(returnPage(a)), nil
}

func (p *Pages) giveBack(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	a, err := p.ask(r, content.Release)
	if err != nil {
		return nil, err
	}
	a.Value = form.Text("reason", content.MaxReason)
	if err = form.Err(); err == nil {
		_, err = p.Content.Return(r.Context(), r.Actor, a.Item.ID, a.Value)
	}
	if typed(err) {
		a.Value, a.Errors = form.Values().Get("reason"), ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(status(err), returnPage(a)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(content.Href(a.Item.ID), "publication.done.returned"), nil
}

// targets are the communities where an item could go.
func (p *Pages) targets(r *web.Request, a asking, action access.Action) (asking, error) {
	all, err := p.Content.Places(r.Context(), r.Actor, action)
	for _, place := range all {
		if place.ID != a.Item.Community {
			a.Places = append(a.Places, place)
		}
	}
	return a, err
}

func (p *Pages) askMove(r *web.Request) (web.Reply, error) {
	a, err := p.ask(r, content.Move)
	if err != nil {
		return nil, err
	}
	if a, err = p.targets(r, a, content.Publish); err != nil {
		return nil, err
	}
	return web.Page(movePage(a)), nil
}

// move also undoes a move: the address then says where to.
func (p *Pages) move(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	a, err := p.ask(r, content.Move)
	if err != nil {
		return nil, err
	}
	to := r.QueryID("to")
	if to == 0 {
		form.Required("community")
		to = form.ID("community")
	}
	if err = form.Err(); err == nil {
		_, err = p.Content.Move(r.Context(), r.Actor, a.Item.ID, to)
	}
	if again(err) {
		if a, failed := p.targets(r, a, content.Publish); failed == nil {
			a.To, a.Errors = to, ui.ErrorsFrom(r.Context(), err)
			return web.PageStatus(status(err), movePage(a)), nil
		}
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(content.Href(a.Item.ID), "publication.done.moved", content.Href(a.Item.ID)+"/move?to="+a.Item.Community.String()), nil
}

func (p *Pages) askRelay(r *web.Request) (web.Reply, error) {
	a, err := p.ask(r, content.Relay)
	if err != nil {
		return nil, err
	}
	a.To, a.Value = r.QueryID("community"), r.Query("note")
	if a, err = p.relaying(r, a); err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return web.Fragment(audienceBox(a.Readers)), nil
	}
	return web.Page(relayPage(a)), nil
}

// relaying adds where an item may be relayed, and who would then read it.
func (p *Pages) relaying(r *web.Request, a asking) (asking, error) {
	a, err := p.targets(r, a, content.Receive)
	if err != nil {
		return a, err
	}
	if slices.ContainsFunc(a.Places, func(place content.Place) bool { return place.ID == a.To }) {
		a.Readers, err = p.Content.RelayReaders(r.Context(), r.Actor, a.Item.ID, a.To)
		return a, err
	}
	_, a.Readers, err = p.Content.ItemReaders(r.Context(), r.Actor, a.Item.ID)
	return a, err
}

func (p *Pages) relay(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	a, err := p.ask(r, content.Relay)
	if err != nil {
		return nil, err
	}
	form.Required("community")
	a.To, a.Value = form.ID("community"), form.Line("note", content.MaxNote)
	if err = form.Err(); err == nil {
		err = p.Content.Relay(r.Context(), r.Actor, a.Item.ID, a.To, a.Value)
	}
	if again(err) {
		if a, failed := p.relaying(r, a); failed == nil {
			a.Value, a.Errors = form.Values().Get("note"), ui.ErrorsFrom(r.Context(), err)
			return web.PageStatus(status(err), relayPage(a)), nil
		}
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(content.Href(a.Item.ID), "publication.done.relayed", content.Href(a.Item.ID)+"/relays/"+a.To.String()+"/end"), nil
}

// again tells whether the page that asks should say why it was refused.
func again(err error) bool {
	f, ok := fault.As(err)
	return typed(err) || ok && f.Kind == fault.KindForbidden && f.Key != fault.KindForbidden.Key()
}

func (p *Pages) endRelay(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	if err := p.Content.Unrelay(r.Context(), r.Actor, item, community); err != nil {
		return nil, err
	}
	return web.SeeSaying("/c/"+community.String(), "publication.done.unrelayed"), nil
}

// bin lists what was taken away from a community, to its managers.
func (p *Pages) bin(r *web.Request) (web.Reply, error) {
	return p.setAside(r, p.Content.InBin, binPage)
}

// pending lists what waits for a release in a community.
func (p *Pages) pending(r *web.Request) (web.Reply, error) {
	return p.setAside(r, p.Content.ToRelease, pendingPage)
}

// setAside shows a list of a community that is apart from what it publishes.
func (p *Pages) setAside(
	r *web.Request,
	list func(context.Context, access.Actor, id.ID, content.Cursor, int) (content.Page, error),
	page func(content.Place, []content.Row, bool, string) templ.Component,
) (web.Reply, error) {
	community, err := r.PathID("community")
	if err != nil {
		return nil, err
	}
	place, err := p.Content.Place(r.Context(), r.Actor, community)
	if err != nil {
		return nil, err
	}
	after, err := web.ParseKey(r.Query("after"))
	if err != nil {
		return nil, err
	}
	found, err := list(r.Context(), r.Actor, community, content.Cursor(after), 0)
	if err != nil {
		return nil, err
	}
	next := ""
	if found.Next != (content.Cursor{}) {
		next = "?after=" + web.Key(found.Next).String()
	}
	return web.Page(page(place, found.Rows, r.Actor.IsAgent(), next)), nil
}

// readers says who reads an item, and why.
func (p *Pages) readers(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	it, readers, err := p.Content.ItemReaders(r.Context(), r.Actor, item)
	if err != nil {
		return nil, err
	}
	return web.Page(readersPage(it, readers)), nil
}
