package desk

import (
	"context"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// at is one gesture as a form sends it.
type at struct {
	ctx        context.Context
	actor      access.Actor
	unit, item id.ID
	form       *web.Form
}

// undo is how a gesture is undone: another one, with what it needs.
type undo struct {
	name   string
	values url.Values
}

// doing does a gesture. An undo without a name says that there is none.
type doing func(a at) (undo, error)

// gestures are those on a delivery, by the end of their address.
func (p *Pages) gestures() map[string]doing {
	s := p.Service
	plain := func(do func(context.Context, access.Actor, id.ID, id.ID) error, back string) doing {
		return func(a at) (undo, error) { return undo{name: back}, do(a.ctx, a.actor, a.unit, a.item) }
	}
	return map[string]doing{
		"acknowledge":   plain(s.Acknowledge, "unacknowledge"),
		"unacknowledge": plain(s.Unacknowledge, ""),
		"reopen":        plain(s.Reopen, ""),
		"take-back":     plain(s.TakeBack, ""),
		"lower":         plain(s.Lower, ""),
		"keep":          plain(s.Keep, "drop"),
		"drop":          plain(s.Drop, "keep"),
		"take": func(a at) (undo, error) {
			was, err := s.Take(a.ctx, a.actor, a.unit, a.item)
			return undo{"assign", url.Values{"person": {ids(was)}}}, err
		},
		"assign": func(a at) (undo, error) {
			person := a.form.ID("person")
			if err := a.form.Err(); err != nil {
				return undo{}, err
			}
			was, err := s.Assign(a.ctx, a.actor, a.unit, a.item, person)
			return undo{"assign", url.Values{"person": {ids(was)}}}, err
		},
		"due": func(a at) (undo, error) {
			due, set := a.form.DayEnd("due"), s.SetDue
			if a.form.Has("was") { // it is undone: to the minute that it was
				due, set = a.form.Time("was"), s.Redate
			}
			if err := a.form.Err(); err != nil {
				return undo{}, err
			}
			was, err := set(a.ctx, a.actor, a.unit, a.item, due)
			return undo{"due", url.Values{"was": {web.InputTime(was)}}}, err
		},
		"close": func(a at) (undo, error) {
			return undo{name: "reopen"}, s.Close(a.ctx, a.actor, a.unit, a.item, a.form.Values().Get("outcome"))
		},
		"pass": func(a at) (undo, error) {
			to := a.form.ID("unit")
			if err := a.form.Err(); err != nil {
				return undo{}, err
			}
			return undo{name: "take-back"}, s.Pass(a.ctx, a.actor, a.unit, a.item, to, a.form.Values().Get("line"))
		},
		"raise": func(a at) (undo, error) {
			return undo{name: "lower"}, s.Raise(a.ctx, a.actor, a.unit, a.item, a.form.Values().Get("line"))
		},
		"note": func(a at) (undo, error) {
			note, err := s.Say(a.ctx, a.actor, a.unit, a.item, a.form.Values().Get("source"))
			return undo{name: "unsay/" + note.String()}, err
		},
		"ask": func(a at) (undo, error) {
			person, err := p.named(a)
			if err != nil {
				return undo{}, err
			}
			note, err := s.Ask(a.ctx, a.actor, a.unit, a.item, person, a.form.Values().Get("source"))
			return undo{name: "unsay/" + note.String()}, err
		},
	}
}

// named finds whom a form names, for who may work on the delivery: others learn
// nothing of names.
func (p *Pages) named(a at) (id.ID, error) {
	if _, _, err := p.Service.Content.Glance(a.ctx, a.actor, Work, a.item); err != nil {
		return 0, err
	}
	handles := text.Handles(a.form.Line("person", 100), 1)
	if len(handles) == 0 {
		return 0, invalid("person", "fault.field.required")
	}
	found, err := identity.ByHandle(a.ctx, p.Service.DB, a.actor, handles)
	if err != nil {
		return 0, err
	}
	who, known := found[handles[0]]
	if !known {
		return 0, invalid("person", "desk.ask.unknown", "name", handles[0])
	}
	return who.ID, nil
}

// gesture answers one: back on the desk with a way to undo it, or on the page of
// the delivery with what was wrong and what was typed.
func (p *Pages) gesture(name string, do doing) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		a := at{ctx: r.Context(), actor: r.Actor}
		var err error
		if a.unit, err = r.PathID("unit"); err != nil {
			return nil, err
		}
		if a.item, err = r.PathID("item"); err != nil {
			return nil, err
		}
		if a.form, err = r.Form(formSize); err != nil {
			return nil, err
		}
		// What undoes another gesture says the rest in its address.
		recall(r, a.form, "back", "person", "was")
		way, err := do(a)
		return p.outcome(r, a, name, p.backTo(a.unit, a.form.Values().Get("back")), way, err)
	}
}

func (p *Pages) outcome(r *web.Request, a at, name, back string, way undo, err error) (web.Reply, error) {
	f, refused := fault.As(err)
	switch {
	case refused && f.Kind == fault.Invalid:
		return p.showOne(r, oneScreen{open: name, back: back, values: a.form.Values()}, err)
	case refused && f.Kind == fault.Conflict:
		return p.goBack(r, a, back, web.Flash{Key: f.Key, Args: f.Args})
	case err != nil:
		return nil, err
	}
	said := web.Flash{Key: "desk.did." + name}
	if name == "assign" && a.form.ID("person") == 0 {
		said.Key = "desk.did.unassign"
	}
	if way.name != "" {
		if way.values == nil {
			way.values = url.Values{}
		}
		way.values.Set("back", back)
		said.Undo = oneURL(a.unit, a.item) + "/" + way.name + "?" + way.values.Encode()
	}
	return p.goBack(r, a, back, said)
}

// goBack shows what a gesture left: the lists alone, or the delivery alone, when
// a script that shows them asked for it.
func (p *Pages) goBack(r *web.Request, a at, back string, said web.Flash) (web.Reply, error) {
	to, err := url.Parse(back)
	told := ui.Flash{Message: i18n.T(r.Context(), said.Key, said.Args...), Undo: said.Undo}
	switch {
	case err != nil || !r.IsFragment():
		return web.Undoable(back, said.Key, said.Undo, said.Args...), nil
	case to.Path == oneURL(a.unit, a.item) && shows(r, "delivery"):
		v := oneScreen{back: to.Query().Get("back"), values: url.Values{}}
		if err := p.fill(r, &v); err != nil {
			return nil, err
		}
		return web.Fragment(deliveryAgain(v, told)), nil
	case to.Path != deskURL(a.unit) || !shows(r, "desk"):
		return web.Undoable(back, said.Key, said.Undo, said.Args...), nil
	}
	after, err := parseCursor(to.Query().Get("after"))
	if err != nil {
		return nil, err
	}
	s, err := p.listed(r, a.unit, viewOf(to.Query().Get("view")), after)
	if err != nil {
		return nil, err
	}
	return web.Fragment(deskAgain(s, told)), nil
}

// shows tells whether the part of the page that a script asks for is that one.
func shows(r *web.Request, part string) bool { return r.Header.Get("HX-Target") == "div#"+part }

func (p *Pages) unsay(r *web.Request) (web.Reply, error) {
	note, err := r.PathID("note")
	if err != nil {
		return nil, err
	}
	return p.gesture("unsay", func(a at) (undo, error) {
		return undo{}, p.Service.Unsay(a.ctx, a.actor, a.unit, a.item, note)
	})(r)
}

// ids is an id in a form, "" for none.
func ids(i id.ID) string {
	if i == 0 {
		return ""
	}
	return i.String()
}

// askedScreen is what somebody is asked by a unit.
type askedScreen struct {
	Contribution
	by     identity.Face
	values url.Values
	errors ui.Errors
}

func (p *Pages) asked(r *web.Request) (web.Reply, error) { return p.showAsked(r, url.Values{}, nil) }

func (p *Pages) showAsked(r *web.Request, values url.Values, why error) (web.Reply, error) {
	note, err := r.PathID("note")
	if err != nil {
		return nil, err
	}
	v := askedScreen{values: values}
	if v.Contribution, err = p.Service.Contribution(r.Context(), r.Actor, note); err != nil {
		return nil, err
	}
	faces, err := identity.Faces(r.Context(), p.Service.DB, []id.ID{v.Author})
	if err != nil {
		return nil, err
	}
	v.by = faces[v.Author]
	if why == nil {
		return web.Page(askedPage(v)), nil
	}
	v.errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), askedPage(v)), nil
}

func (p *Pages) give(r *web.Request) (web.Reply, error) {
	note, err := r.PathID("note")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	err = p.Service.Give(r.Context(), r.Actor, note, form.Values().Get("source"))
	f, refused := fault.As(err)
	switch {
	case refused && f.Kind == fault.Invalid:
		return p.showAsked(r, form.Values(), err)
	case refused && f.Kind == fault.Conflict:
		return web.SeeSaying("/contributions/"+note.String(), f.Key), nil
	case err != nil:
		return nil, err
	}
	return web.SeeSaying("/contributions/"+note.String(), "desk.did.give"), nil
}
