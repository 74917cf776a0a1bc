package administration

import (
	"errors"
	"net/url"
	"slices"
	"strconv"

	"parvis/internal/activity"
	"parvis/internal/id"
	"parvis/internal/web"
)

// byMachine is the value of the filter for what was done from the machine
// itself, where others are ids.
const byMachine = "machine"

func (p *Pages) acts(r *web.Request) (web.Reply, error) {
	v := actsView{Tabs: p.tabs(r, "/admin/acts"), Query: url.Values{}}
	var f activity.ActFilter
	for _, name := range []string{"who", "verb", "about"} {
		if value := r.Query(name); value != "" {
			v.Query.Set(name, value)
		}
	}
	f.Verb, f.Subject, f.System = r.Query("verb"), r.Query("about"), r.Query("who") == byMachine
	if who, err := id.Parse(r.Query("who")); err == nil {
		f.Actor = who
	}
	if before, err := strconv.ParseInt(r.Query("before"), 10, 64); err == nil && before > 0 {
		f.Before = before
	}
	var err error
	if v.List, err = p.Service.Log(r.Context(), r.Actor, f); err != nil {
		return nil, err
	}
	if v.Actors, err = p.Service.Actors(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if v.Verbs, err = p.Service.Acts.Verbs(r.Context()); err != nil {
		return nil, err
	}
	slices.SortFunc(v.Verbs, byWords(r.Context()))
	if n := len(v.List); n == ActsPage && v.List[n-1].Seq > 1 {
		v.Older = actsPath(v.Query, "before", strconv.FormatInt(v.List[n-1].Seq, 10))
	}
	if f.Before > 0 {
		v.Newest = actsPath(v.Query, "", "")
	}
	return p.checked(r, v, f == activity.ActFilter{})
}

func actsPath(query url.Values, name, value string) string {
	q := url.Values{}
	for k, v := range query {
		q[k] = v
	}
	if name != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return "/admin/acts"
	}
	return "/admin/acts?" + q.Encode()
}

// checkedAtOnce is up to how many acts the page checks the chain unasked.
const checkedAtOnce = 1000

// checked adds what verifying the chain says. It reads the whole log: at once
// while that is short, else on demand.
func (p *Pages) checked(r *web.Request, v actsView, plain bool) (web.Reply, error) {
	if r.Query("verify") == "" && (!plain || len(v.List) > 0 && v.List[0].Seq > checkedAtOnce) {
		return web.Page(actsPage(v)), nil
	}
	var err error
	v.Count, err = p.Service.Verify(r.Context(), r.Actor)
	var broken *activity.Broken
	switch {
	case errors.As(err, &broken):
		v.Broken = broken.Error()
	case err != nil:
		return nil, err
	}
	v.Checked = true
	return web.Page(actsPage(v)), nil
}
