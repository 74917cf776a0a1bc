package desk

import (
	"net/url"
	"strconv"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// LayoutPath is the page where administrators lay out levels and desks.
const LayoutPath = "/admin/desks"

func (p *Pages) layoutRoutes(rt *web.Router) {
	rt.Get(LayoutPath, Configure, p.layout)
	rt.Post(LayoutPath, Configure, p.setDesk)
	rt.Post(LayoutPath+"/levels", Configure, p.setLevel)
	rt.Post(LayoutPath+"/levels/{place}/drop", Configure, p.dropLevel)
	rt.Post(LayoutPath+"/{unit}/drop", Configure, p.dropDesk)
}

// layoutScreen is the layout, with what was typed in one of its forms.
type layoutScreen struct {
	Layout
	form   string // the one that was refused
	values url.Values
	errors ui.Errors
}

func (p *Pages) layout(r *web.Request) (web.Reply, error) {
	v := layoutScreen{values: url.Values{}}
	// A desk that is being changed fills the form with what it is.
	if unit := r.QueryID("unit"); unit != 0 {
		d, err := deskOf(r.Context(), p.Service.DB, unit)
		if err == nil {
			v.form, v.values = "desk", url.Values{"unit": {d.Name}, "level": {strconv.Itoa(d.Level.Place)}, "above": {ids(d.Above.ID)}}
		}
	}
	return p.showLayout(r, v, nil)
}

func (p *Pages) showLayout(r *web.Request, v layoutScreen, why error) (web.Reply, error) {
	var err error
	if v.Layout, err = p.Service.Layout(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if why == nil {
		return web.Page(layoutPage(v)), nil
	}
	v.errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), layoutPage(v)), nil
}

// laid answers a change of the layout.
func (p *Pages) laid(r *web.Request, form string, typed *web.Form, undo string, err error) (web.Reply, error) {
	f, refused := fault.As(err)
	switch {
	case refused && f.Kind == fault.Invalid:
		return p.showLayout(r, layoutScreen{form: form, values: typed.Values()}, err)
	case refused && f.Kind == fault.Conflict:
		return web.SeeSaying(LayoutPath, f.Key, f.Args...), nil
	case err != nil:
		return nil, err
	}
	return web.Undoable(LayoutPath, "desk.layout.saved", undo), nil
}

func (p *Pages) setLevel(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	recall(r, form, "place", "name_fr", "name_en", "keeps")
	l := Level{Place: whole(form, "place"), NameFR: form.Line("name_fr", MaxName), NameEN: form.Line("name_en", MaxName), Keeps: whole(form, "keeps")}
	if err = form.Err(); err == nil {
		err = p.Service.SetLevel(r.Context(), r.Actor, l)
	}
	return p.laid(r, "level", form, "", err)
}

// recall fills a form with what undoing says in its address.
func recall(r *web.Request, form *web.Form, names ...string) {
	for name, said := range r.Queries(names...) {
		if !form.Has(name) {
			form.Values()[name] = said
		}
	}
}

// whole reads a number; what is none is refused as one that is too small.
func whole(form *web.Form, name string) int {
	n, err := strconv.Atoi(form.Line(name, 10))
	if err != nil {
		return -1
	}
	return n
}

func (p *Pages) setDesk(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	recall(r, form, "level", "above")
	if of := r.QueryID("of"); of != 0 { // its desk comes back
		err := p.Service.SetDesk(r.Context(), r.Actor, of, whole(form, "level"), form.ID("above"))
		return p.laid(r, "desk", form, "", err)
	}
	typed, above := form.Line("unit", 300), form.ID("above")
	if err = form.Err(); err == nil {
		var found []id.ID
		if found, err = unitsNamed(r.Context(), p.Service.DB, typed); err != nil {
			return nil, err
		}
		switch len(found) {
		case 0:
			err = invalid("unit", "desk.unit.unknown")
		case 1:
			err = p.Service.SetDesk(r.Context(), r.Actor, found[0], whole(form, "level"), above)
		default:
			err = invalid("unit", "desk.unit.several")
		}
	}
	return p.laid(r, "desk", form, "", err)
}

func (p *Pages) dropLevel(r *web.Request) (web.Reply, error) {
	place, err := strconv.Atoi(r.PathValue("place"))
	if err != nil {
		return nil, fault.NotFound()
	}
	was, err := p.Service.DropLevel(r.Context(), r.Actor, place)
	undo := url.Values{"place": {strconv.Itoa(was.Place)}, "name_fr": {was.NameFR}, "name_en": {was.NameEN}, "keeps": {strconv.Itoa(was.Keeps)}}
	return p.laid(r, "", nil, LayoutPath+"/levels?"+undo.Encode(), err)
}

func (p *Pages) dropDesk(r *web.Request) (web.Reply, error) {
	unit, err := r.PathID("unit")
	if err != nil {
		return nil, err
	}
	was, err := p.Service.DropDesk(r.Context(), r.Actor, unit)
	undo := url.Values{"of": {unit.String()}, "level": {strconv.Itoa(was.Level.Place)}, "above": {ids(was.Above.ID)}}
	return p.laid(r, "", nil, LayoutPath+"?"+undo.Encode(), err)
}
