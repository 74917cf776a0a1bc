package administration

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// clear sets somebody's clearance. The way back is the same gesture, its answers
// in its address.
func (p *Pages) clear(r *web.Request) (web.Reply, error) {
	who, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	typed := form.Values()
	if !typed.Has("clearance") {
		typed = r.URL.Query()
	}
	c, err := clearing(typed)
	moved := false
	if err == nil {
		moved, err = p.Service.SetClearance(r.Context(), r.Actor, who, c)
	}
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) {
			return p.personPage(r, personView{Errors: e, Typed: typed.Get("clearance")})
		})
	}
	here := "/admin/people/" + who.String()
	if !moved {
		return web.SeeSaying(here, "administration.clearance.same"), nil
	}
	a, err := p.Service.Account(r.Context(), r.Actor, who)
	if err != nil {
		return nil, err
	}
	return web.Undoable(here, "administration.done.clearance."+clearances()[c.To], clearingPath(who, Clearing{Was: c.To, To: c.Was}), "name", a.Name), nil
}

func clearing(typed url.Values) (Clearing, error) {
	var check fault.Check
	read := func(field string) access.Protection {
		level, ok := ClearanceNamed(typed.Get(field))
		check.Field("clearance", ok, "fault.field.choice")
		return level
	}
	c := Clearing{Was: read("was"), To: read("clearance")}
	return c, check.Err()
}

func clearingPath(who id.ID, c Clearing) string {
	q := url.Values{"was": {clearances()[c.Was]}, "clearance": {clearances()[c.To]}}
	return "/admin/people/" + who.String() + "/clearance?" + q.Encode()
}
