package setting

import (
	"net/url"
	"strconv"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/ui"
	"parvis/internal/web"
)

type typesScreen struct {
	typed
	types []Type
	edits string // the code of the one that the form changes
}

func (p *Pages) types(r *web.Request) (web.Reply, error) {
	return p.showTypes(r, typesScreen{edits: r.Query("code")}, nil)
}

func (p *Pages) showTypes(r *web.Request, v typesScreen, why error) (web.Reply, error) {
	var err error
	if v.types, err = p.Service.Types(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if why != nil {
		v.errors = ui.ErrorsFrom(r.Context(), why)
		return web.PageStatus(fault.KindOf(why).Status(), typesPage(v)), nil
	}
	v.values = url.Values{"place": {strconv.Itoa(len(v.types) + 1)}}
	for _, t := range v.types {
		if t.Code == v.edits {
			v.values = valuesOf(t)
		}
	}
	return web.Page(typesPage(v)), nil
}

func valuesOf(t Type) url.Values {
	return url.Values{"code": {t.Code}, "name_fr": {t.NameFR}, "name_en": {t.NameEN}, "place": {strconv.Itoa(t.Place)}, "template": {t.Template}}
}

func (p *Pages) setType(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	place, _ := strconv.Atoi(form.Line("place", 10)) // zero is refused with the rest
	t := Type{Code: strings.ToUpper(form.Line("code", MaxCode)), NameFR: form.Line("name_fr", MaxName), NameEN: form.Line("name_en", MaxName),
		Template: form.Text("template", MaxTemplate), Place: place}
	version := 0
	if err = form.Err(); err == nil {
		version, err = p.Service.SetType(r.Context(), r.Actor, t)
	}
	switch {
	case invalid(err):
		return p.showTypes(r, typesScreen{typed: typed{values: form.Values()}}, err)
	case err != nil:
		return nil, err
	case version == 1:
		return web.Undoable(TypesPath, "setting.type.added", typeURL(t.Code)+"/retire"), nil
	}
	return web.Undoable(TypesPath, "setting.type.saved", undoURL(typeURL(t.Code), version)), nil
}

func typeURL(code string) string { return TypesPath + "/" + url.PathEscape(code) }

// revertType undoes a change of a type, and offers to do it again.
func (p *Pages) revertType(r *web.Request) (web.Reply, error) {
	code := r.PathValue("code")
	version, err := p.Service.RevertType(r.Context(), r.Actor, code, versionOf(r))
	if said := refusal(TypesPath, err); said != nil {
		return said, nil
	}
	if err != nil {
		return nil, err
	}
	return web.Undoable(TypesPath, "setting.type.reverted", undoURL(typeURL(code), version)), nil
}

// turnType retires a type, or brings it back.
func (p *Pages) turnType(retired bool) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		code := r.PathValue("code")
		err := p.Service.RetireType(r.Context(), r.Actor, code, retired)
		if said := refusal(TypesPath, err); said != nil {
			return said, nil
		}
		if err != nil {
			return nil, err
		}
		if retired {
			return web.Undoable(TypesPath, "setting.type.retired", typeURL(code)+"/restore"), nil
		}
		return web.Undoable(TypesPath, "setting.type.restored", typeURL(code)+"/retire"), nil
	}
}
