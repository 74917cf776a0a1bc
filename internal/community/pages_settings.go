package community

import (
	"net/url"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// settingsScreen is the form of settings, as stored or as typed.
type settingsScreen struct {
	screen
	values  url.Values
	errors  ui.Errors
	parents []Line
}

func (p *Pages) settings(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Manage || g.Archive || g.Reopen })
	if err != nil {
		return nil, err
	}
	return p.askSettings(r, 200, settingsScreen{screen: s, values: stored(s.place)})
}

// stored writes the settings of a place as the form would send them.
func stored(p Place) url.Values {
	names := make([]string, len(p.Tags))
	for i, t := range p.Tags {
		names[i] = t.Name
	}
	values := url.Values{
		"name": {p.Name}, "purpose": {p.Purpose}, "charter": {p.Charter}, "welcome": {p.Community.Welcome},
		"tags": {strings.Join(names, ", ")}, "parent": {p.Parent.String()},
	}
	if p.Validation {
		values.Set("validation", "1")
	}
	return values
}

func (p *Pages) askSettings(r *web.Request, status int, v settingsScreen) (web.Reply, error) {
	managed, err := p.Service.Managed(r.Context(), r.Actor)
	if err != nil {
		return nil, err
	}
	for _, l := range managed {
		if l.ID != v.place.ID {
			v.parents = append(v.parents, l)
		}
	}
	return web.PageStatus(status, settingsPage(v)), nil
}

func (p *Pages) saveSettings(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Manage })
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	set := Settings{
		Name: form.Line("name", MaxName), Purpose: form.Line("purpose", MaxPurpose), Charter: form.Text("charter", MaxText),
		Welcome: form.Text("welcome", MaxText), Tags: strings.Split(form.Line("tags", 300), ","), Parent: form.ID("parent"), Validation: form.Flag("validation"),
	}
	if err = form.Err(); err == nil {
		err = p.Service.Edit(r.Context(), r.Actor, s.place.ID, set)
	}
	if fault.KindOf(err) == fault.Invalid {
		return p.askSettings(r, 422, settingsScreen{screen: s, values: form.Values(), errors: ui.ErrorsFrom(r.Context(), err)})
	}
	if err != nil {
		return nil, err
	}
	return web.SeeSaying(path(s.place.ID, "settings"), "community.saved"), nil
}

func (p *Pages) saveOpenness(r *web.Request) (web.Reply, error) {
	s, err := p.allowed(r, func(g Gestures) bool { return g.Widen })
	if err != nil {
		return nil, err
	}
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	// Nothing chosen must never read as the widest choice.
	form.Required("openness")
	to := opennesses[form.Choice("openness", "open", "request", "private")]
	if err := form.Err(); err != nil {
		return nil, err
	}
	if err := p.Service.SetOpenness(r.Context(), r.Actor, s.place.ID, to); err != nil {
		return nil, err
	}
	return web.SeeSaying(path(s.place.ID, "settings"), "community.saved"), nil
}
