package directory

import (
	"context"
	"net/url"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// functionsScreen is where an administrator gives functions to somebody.
type functionsScreen struct {
	Profile
	values url.Values // what was typed
	found  []Unit     // the units that it may mean, when there are several
	errors ui.Errors
}

func (s functionsScreen) action(gesture string) string {
	return profilePath(s.Handle) + "/functions" + gesture
}

// whose is the person of the address, who is no guest.
func (p *Pages) whose(r *web.Request) (Profile, error) {
	profile, err := p.Service.Profile(r.Context(), r.Actor, r.PathValue("handle"))
	if err != nil {
		return Profile{}, err
	}
	if profile.Kind == identity.Guest {
		return Profile{}, fault.NotFound()
	}
	return profile, nil
}

func (p *Pages) functions(r *web.Request) (web.Reply, error) {
	profile, err := p.whose(r)
	if err != nil {
		return nil, err
	}
	return web.Page(functionsPage(functionsScreen{Profile: profile})), nil
}

func (p *Pages) giveFunction(r *web.Request) (web.Reply, error) {
	profile, err := p.whose(r)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(64 << 10)
	if err != nil {
		return nil, err
	}
	s := functionsScreen{Profile: profile, values: form.Values()}
	given := NewFunction{Title: form.Line("title", MaxTitle), Unit: form.ID("unit"), Head: form.Flag("head")}
	typed := form.Line("service", MaxName)
	form.Required("title")
	if given.Unit == 0 {
		form.Required("service")
	}
	if form.Err() == nil && given.Unit == 0 {
		if s.found, err = p.Service.UnitNamed(r.Context(), r.Actor, typed); err != nil {
			return nil, err
		}
		switch len(s.found) {
		case 0:
			form.Fail("service", "directory.functions.no_unit")
		case 1:
			given.Unit = s.found[0].ID
		default:
			form.Fail("unit", "directory.functions.which")
		}
	}
	if err = form.Err(); err == nil {
		err = p.Service.GiveFunction(r.Context(), r.Actor, profile.ID, given, form.Flag("main"))
	}
	if fault.KindOf(err) == fault.Invalid {
		s.errors = ui.ErrorsFrom(r.Context(), err)
		return web.PageStatus(422, functionsPage(s)), nil
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(s.action(""), "directory.functions.given"), nil
}

func (p *Pages) endFunction(r *web.Request) (web.Reply, error) {
	return p.function(r, p.Service.EndFunction, "directory.functions.ended")
}

func (p *Pages) firstFunction(r *web.Request) (web.Reply, error) {
	return p.function(r, p.Service.PutFunctionFirst, "directory.functions.first")
}

func (p *Pages) function(r *web.Request, do func(context.Context, access.Actor, id.ID, id.ID) error, said string) (web.Reply, error) {
	profile, err := p.whose(r)
	if err != nil {
		return nil, err
	}
	function, err := r.PathID("function")
	if err != nil {
		return nil, err
	}
	if err := do(r.Context(), r.Actor, profile.ID, function); err != nil {
		return nil, err
	}
	return web.SeeSaying(functionsScreen{Profile: profile}.action(""), said), nil
}
