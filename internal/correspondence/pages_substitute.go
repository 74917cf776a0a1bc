package correspondence

import (
	"context"
	"net/url"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// SubstitutesPath is the page where one says who acts in one's name.
const SubstitutesPath = "/settings/substitutes"

// substitutesScreen is who replaces somebody, and whom they replace.
type substitutesScreen struct {
	tabs   ui.Tabs
	mine   []Substitute
	others []Substitute
	faces  map[id.ID]identity.Face
	now    clock.Time
	values url.Values
	errors ui.Errors
}

func (p *Pages) substitution(rt *web.Router) {
	rt.Get(SubstitutesPath, Replace, p.substitutes)
	rt.Post(SubstitutesPath, Replace, p.appoint)
	rt.Post(SubstitutesPath+"/{substitute}/remove", Replace, p.dismiss)
	rt.Post(SubstitutesPath+"/{substitute}/restore", Replace, p.reappoint)
}

func (p *Pages) substitutes(r *web.Request) (web.Reply, error) {
	return p.showSubstitutes(r, url.Values{}, nil)
}

func (p *Pages) showSubstitutes(r *web.Request, values url.Values, why error) (web.Reply, error) {
	v := substitutesScreen{tabs: p.Settings(r, SubstitutesPath), now: r.Now, values: values}
	var err error
	if v.mine, v.others, err = p.Service.Substitutes(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	var people []id.ID
	for _, one := range v.mine {
		people = append(people, one.By)
	}
	for _, one := range v.others {
		people = append(people, one.Person)
	}
	if v.faces, err = identity.Faces(r.Context(), p.Service.DB, people); err != nil {
		return nil, err
	}
	if why == nil {
		return web.Page(substitutesPage(v)), nil
	}
	v.errors = ui.ErrorsFrom(r.Context(), why)
	return web.PageStatus(fault.KindOf(why).Status(), substitutesPage(v)), nil
}

func (p *Pages) appoint(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formSize)
	if err != nil {
		return nil, err
	}
	since, until := form.Time("since"), form.DayEnd("until")
	list, err := p.people(r.Context(), r.Actor, form, "person", 1)
	if err != nil {
		return nil, err
	}
	if err := form.Err(); err != nil {
		return p.showSubstitutes(r, form.Values(), err)
	}
	var by id.ID
	if len(list) > 0 {
		by = list[0]
	}
	one, err := p.Service.Appoint(r.Context(), r.Actor, by, since, until)
	switch {
	case fault.KindOf(err) == fault.Invalid:
		return p.showSubstitutes(r, form.Values(), err)
	case err != nil:
		return nil, err
	}
	return web.Undoable(SubstitutesPath, "correspondence.substitute.done", substituteURL(one.ID)+"/remove"), nil
}

func (p *Pages) dismiss(r *web.Request) (web.Reply, error) {
	which, err := r.PathID("substitute")
	if err != nil {
		return nil, err
	}
	if err := p.Service.Dismiss(r.Context(), r.Actor, which); err != nil {
		return did(SubstitutesPath, err, SubstitutesPath, "")
	}
	return web.Undoable(SubstitutesPath, "correspondence.substitute.removed", substituteURL(which)+"/restore"), nil
}

func (p *Pages) reappoint(r *web.Request) (web.Reply, error) {
	which, err := r.PathID("substitute")
	if err != nil {
		return nil, err
	}
	return did(SubstitutesPath, p.Service.Reappoint(r.Context(), r.Actor, which), SubstitutesPath, "correspondence.substitute.restored")
}

func substituteURL(which id.ID) string { return SubstitutesPath + "/" + which.String() }

// when says from when until when.
func (s Substitute) when(ctx context.Context) string {
	p := i18n.From(ctx)
	return i18n.T(ctx, "correspondence.substitute.when", "since", p.Date(s.Since.Time), "until", p.Date(s.Until.Time))
}

// now says whether it is under way.
func now(ctx context.Context, s Substitute, v substitutesScreen) string {
	if s.Acts(v.now) {
		return i18n.T(ctx, "correspondence.substitute.now")
	}
	return ""
}
