package correspondence

import (
	"net/url"
	"strconv"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// did answers a gesture: what is refused for a reason that people can mend is
// said where it was done.
func did(to string, err error, refusedTo, key string) (web.Reply, error) {
	f, refused := fault.As(err)
	switch {
	case refused && f.Kind == fault.Conflict:
		return web.SeeSaying(refusedTo, f.Key, f.Args...), nil
	case err != nil:
		return nil, err
	}
	return web.SeeSaying(to, key), nil
}

func (p *Pages) send(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	err = p.Service.Send(r.Context(), r.Actor, item)
	switch {
	case err == nil:
		return p.wentOn(r, item)
	case fault.KindOf(err) != fault.Invalid:
		return did(content.Href(item), err, content.Href(item), "correspondence.done.sent")
	}
	return web.See(dispatchURL(item) + "/edit?why=send"), nil
}

// release signs what the form showed: since says when it came to be signed.
func (p *Pages) release(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	var since clock.Time
	if ms := form.Line("since", 20); ms != "" {
		at, err := strconv.ParseInt(ms, 10, 64)
		if err != nil {
			return nil, fault.New(fault.Malformed, fault.Malformed.Key())
		}
		since = web.Key{At: at}.Time()
	}
	_, err = p.Service.Release(r.Context(), r.Actor, item, since)
	if f, refused := fault.As(err); refused && f.Kind == fault.Invalid && len(f.Fields) > 0 {
		return web.SeeSaying(content.Href(item), f.Fields[0].Key, f.Fields[0].Args...), nil
	}
	return did(content.Href(item), err, content.Href(item), "correspondence.done.released")
}

// returnScreen is the form that says why a dispatch goes back to its drafter.
type returnScreen struct {
	Dispatch
	values url.Values
	errors ui.Errors
}

func (p *Pages) returning(r *web.Request) (web.Reply, error) {
	return p.showReturn(r, url.Values{}, nil)
}

func (p *Pages) showReturn(r *web.Request, values url.Values, why error) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	v := returnScreen{values: values}
	if v.Dispatch, err = dispatchOf(r.Context(), p.Service.DB, r.Actor, item); err != nil {
		return nil, err
	}
	signs, err := p.Service.actsFor(r.Context(), p.Service.DB, r.Actor, v.Signatory)
	if err != nil {
		return nil, err
	}
	if !signs {
		return nil, fault.Forbidden()
	}
	if v.Step != ToSign {
		return web.SeeSaying(content.Href(item), "correspondence.moved"), nil
	}
	if why == nil {
		return web.Page(returnPage(v)), nil
	}
	v.errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), returnPage(v)), nil
}

func (p *Pages) sendBack(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	err = p.Service.Return(r.Context(), r.Actor, item, form.Values().Get("why"))
	if fault.KindOf(err) == fault.Invalid {
		return p.showReturn(r, form.Values(), err)
	}
	if err == nil {
		return web.Undoable(content.Href(item), "correspondence.done.returned", dispatchURL(item)+"/take-up"), nil
	}
	return did(content.Href(item), err, content.Href(item), "correspondence.done.returned")
}

func (p *Pages) drop(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	return did("/dispatches", p.Service.Drop(r.Context(), r.Actor, item), content.Href(item), "correspondence.done.dropped")
}

func (p *Pages) correct(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	once := form.ID("id")
	if once == 0 {
		once = p.IDs.New()
	}
	d, err := p.Service.Correct(r.Context(), r.Actor, once, item)
	if f, refused := fault.As(err); refused && f.Kind == fault.Invalid && len(f.Fields) > 0 {
		return web.SeeSaying(content.Href(item), f.Fields[0].Key, f.Fields[0].Args...), nil
	}
	return did(dispatchURL(d.Item)+"/edit", err, content.Href(item), "correspondence.done.correcting")
}

// mineScreen is what somebody writes, signs and sent.
type mineScreen struct {
	Waits []Waits
	More  *WaitsCursor // where what waits goes on
	Begun []Dispatch
	Sent  []Dispatch
	Next  *Cursor
	// Shared are those that others let them read, and where they go on.
	Shared     []Dispatch
	NextShared *Cursor
	first      bool
	guest      bool
	self       id.ID
	names      map[id.ID]string
	faces      map[id.ID]identity.Face
	now        clock.Time
	write      bool // a unit of theirs writes
}

func (p *Pages) mine(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	after, err := web.ParseCursor(r.Query("after"), 2)
	if err != nil {
		return nil, err
	}
	shared, err := web.ParseCursor(r.Query("shared"), 2)
	if err != nil {
		return nil, err
	}
	v := mineScreen{first: after == nil && shared == nil, self: r.Actor.Person(), guest: !r.Actor.IsAgent(), now: r.Now}
	desk, err := p.Service.Desk(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	v.write = len(desk.Units) > 0
	if v.first {
		waits, err := web.ParseCursor(r.Query("waits"), 4)
		if err != nil {
			return nil, err
		}
		if v.Waits, v.More, err = p.Service.Waiting(ctx, r.Actor, waitsAt(waits), 30); err != nil {
			return nil, err
		}
		if v.Begun, err = p.Service.Begun(ctx, r.Actor); err != nil {
			return nil, err
		}
	}
	if shared == nil {
		if v.Sent, v.Next, err = p.Service.Sent(ctx, r.Actor, cursorAt(after), 30); err != nil {
			return nil, err
		}
	}
	if after == nil {
		if v.Shared, v.NextShared, err = p.Service.Shared(ctx, r.Actor, cursorAt(shared), 30); err != nil {
			return nil, err
		}
	}
	var people, units []id.ID
	for _, w := range v.Waits {
		people, units = append(people, w.For, w.Author), append(units, w.Unit)
	}
	for _, list := range [][]Dispatch{v.Begun, v.Sent, v.Shared} {
		for _, d := range list {
			people, units = append(people, d.Author, d.Signatory), append(units, d.Unit)
		}
	}
	if v.names, err = unitNames(ctx, p.Service.DB, units); err != nil {
		return nil, err
	}
	v.faces, err = identity.Faces(ctx, p.Service.DB, people)
	return web.Page(minePage(v)), err
}

// cursorAt reads where a list goes on.
func cursorAt(keys web.Cursor) Cursor {
	if keys == nil {
		return Cursor{}
	}
	return Cursor{web.Key{At: keys[0]}.Time(), id.ID(keys[1])}
}
