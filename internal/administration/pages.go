package administration

import (
	"bytes"
	"io"
	"net/url"
	"strconv"
	"time"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// formMost bounds the forms of this feature, in bytes: a charter fits.
const formMost = 256 << 10

// Pages are the screens of the feature.
type Pages struct {
	Service  *Service
	Markdown *text.Renderer
}

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/theme.css", Wear, p.theme)

	rt.Get("/admin", Govern, p.site)
	rt.Post("/admin/site", Govern, p.setSite)

	rt.Get("/admin/people", Govern, p.people)
	rt.Get("/admin/people/{person}", Govern, p.person)
	for gesture, do := range map[string]func(*web.Request, id.ID) error{
		"suspend":    func(r *web.Request, who id.ID) error { return p.Service.Suspend(r.Context(), r.Actor, who) },
		"reactivate": func(r *web.Request, who id.ID) error { return p.Service.Reactivate(r.Context(), r.Actor, who) },
		"give-admin": func(r *web.Request, who id.ID) error { return p.Service.GiveAdmin(r.Context(), r.Actor, who) },
		"take-admin": func(r *web.Request, who id.ID) error { return p.Service.TakeAdmin(r.Context(), r.Actor, who) },
		"sign-out":   func(r *web.Request, who id.ID) error { return p.Service.SignOut(r.Context(), r.Actor, who) },
		"remind":     func(r *web.Request, who id.ID) error { return p.Service.Remind(r.Context(), r.Actor, who) },
	} {
		rt.Post("/admin/people/{person}/"+gesture, Govern, p.gesture(gesture, do))
	}
	rt.Post("/admin/people/{person}/clearance", Govern, p.clear)
	rt.Post("/admin/people/{person}/extend", Govern, p.extend)
	rt.Post("/admin/people/{person}/link", Govern, p.link)

	rt.Get("/admin/charter", Govern, p.charter)
	rt.Post("/admin/charter", Govern, p.publishCharter)
	rt.Get("/admin/charter/{version}", Govern, p.charterVersion)

	rt.Get("/admin/tags", Govern, p.tags)
	rt.Post("/admin/tags/{tag}/rename", Govern, p.renameTag)
	rt.Post("/admin/tags/{tag}/merge", Govern, p.mergeTag)
	rt.Post("/admin/tags/drop-unused", Govern, p.dropTags)

	p.synonymRoutes(rt)

	rt.Get("/admin/communities", Govern, p.places)
	rt.Get("/admin/communities/{community}", Govern, p.place)
	rt.Post("/admin/communities/{community}/archive", Govern, p.archive)
	rt.Post("/admin/communities/{community}/reopen", Govern, p.reopen)
	rt.Post("/admin/communities/{community}/appoint", Govern, p.appoint)

	rt.Get("/admin/units", Govern, p.units)
	rt.Post("/admin/units", Govern, p.importUnits)

	rt.Get("/admin/jobs", Govern, p.jobs)
	rt.Post("/admin/jobs/{job}/retry", Govern, p.retryJob)
	rt.Post("/admin/jobs/{job}/discard", Govern, p.discardJob)

	rt.Get("/admin/quarantine", Govern, p.quarantine)
	rt.Post("/admin/quarantine/{content}/release", Govern, p.settleFile(p.Service.ReleaseFile, "administration.quarantine.released"))
	rt.Post("/admin/quarantine/{content}/destroy", Govern, p.settleFile(p.Service.DestroyFile, "administration.quarantine.destroyed"))

	rt.Get("/admin/acts", Govern, p.acts)
}

// tabs are the pages of administration.
func (p *Pages) tabs(r *web.Request, current string) ui.Tabs {
	list := []Tab{
		{"administration.site.tab", "/admin"}, {"administration.people.tab", "/admin/people"},
		{"administration.communities.tab", "/admin/communities"}, {"administration.units.tab", "/admin/units"},
	}
	list = append(list, p.Service.Tabs...)
	list = append(list, Tab{"administration.charter.tab", "/admin/charter"}, Tab{"administration.tags.tab", "/admin/tags"}, Tab{"administration.synonyms.tab", synonymsPath},
		Tab{"administration.jobs.tab", "/admin/jobs"}, Tab{"administration.acts.tab", "/admin/acts"})
	out := ui.Tabs{Label: r.T("administration.title")}
	for _, t := range list {
		out.Entries = append(out.Entries, ui.Tab{Label: r.T(t.Key), Href: t.Href, Current: t.Href == current})
	}
	return out
}

// again shows a form as it was typed with what is wrong; what a form cannot
// mend goes to the site's own page.
func again(r *web.Request, err error, page func(ui.Errors) (web.Reply, error)) (web.Reply, error) {
	f, ok := fault.As(err)
	if ok && (f.Kind == fault.Invalid || f.Kind == fault.Conflict || f.Kind == fault.Unavailable) {
		return page(ui.ErrorsFrom(r.Context(), err))
	}
	return nil, err
}

// status is that of a page which may tell of errors.
func status(e ui.Errors) int {
	if e.Message != "" {
		return fault.Invalid.Status()
	}
	return 200
}

// theme is the style sheet of the site's own colours.
func (p *Pages) theme(r *web.Request) (web.Reply, error) {
	site := p.Service.Current(r.Context())
	css := ui.SiteStyles(site.Light, site.Dark)
	return web.File(web.Download{
		Content: nopCloser{bytes.NewReader([]byte(css))}, Name: "theme.css", Media: "text/css; charset=utf-8", Inline: true, Lifetime: 24 * time.Hour,
	}), nil
}

type nopCloser struct{ io.ReadSeeker }

func (nopCloser) Close() error { return nil }

func (p *Pages) site(r *web.Request) (web.Reply, error) {
	return p.sitePage(r, p.Service.Current(r.Context()), ui.Errors{})
}

func (p *Pages) sitePage(r *web.Request, site Site, e ui.Errors) (web.Reply, error) {
	return web.PageStatus(status(e), sitePage(siteView{Tabs: p.tabs(r, "/admin"), Site: site, Errors: e})), nil
}

func (p *Pages) setSite(r *web.Request) (web.Reply, error) {
	form, err := r.Form(formMost)
	if err != nil {
		return nil, err
	}
	site := Site{
		Name: form.Line("name", NameMax), Baseline: form.Line("baseline", BaselineMax),
		Light: form.Line("light", 7), Dark: form.Line("dark", 7),
	}
	form.Required("name")
	if raw := form.Line("library", 10); raw != "" {
		if site.Library, err = strconv.Atoi(raw); err != nil {
			form.Fail("library", "administration.site.library.bad", "count", LibraryMax)
		}
	}
	if err = form.Err(); err == nil {
		err = p.Service.SetSite(r.Context(), r.Actor, site)
	}
	if err != nil {
		v := form.Values()
		typed := Site{Name: v.Get("name"), Baseline: v.Get("baseline"), Light: v.Get("light"), Dark: v.Get("dark"), Library: site.Library}
		return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.sitePage(r, typed, e) })
	}
	return web.SeeSaying("/admin", "administration.site.saved"), nil
}

// kindsOf and statesOf are the values of the filters, in the order shown.
func kindsOf() map[string]identity.Kind {
	return map[string]identity.Kind{"agent": identity.Agent, "guest": identity.Guest, "program": identity.Program}
}

func statesOf() map[string]identity.State {
	return map[string]identity.State{"invited": identity.Invited, "active": identity.Active, "suspended": identity.Suspended}
}

func (p *Pages) people(r *web.Request) (web.Reply, error) {
	f := Filter{Words: r.Query("q"), Kind: kindsOf()[r.Query("kind")], State: statesOf()[r.Query("state")], Admin: r.Query("admin") != ""}
	f.Clearance, f.After = clearances().Value(r.Query("clearance")), after(r)
	list, next, err := p.Service.Accounts(r.Context(), r.Actor, f)
	if err != nil {
		return nil, err
	}
	return web.Page(peoplePage(peopleView{
		Tabs: p.tabs(r, "/admin/people"), List: list, Query: r.URL.Query(), Next: older("/admin/people", r.URL.Query(), next), Now: r.Now,
	})), nil
}

// after reads where a page of a list by name begins.
func after(r *web.Request) Key {
	last, err := id.Parse(r.Query("id"))
	if err != nil {
		return Key{}
	}
	return Key{Name: r.Query("after"), ID: last}
}

// older is the address of the next page of a list by name, empty on the last.
func older(path string, query url.Values, next Key) string {
	if next.ID == 0 {
		return ""
	}
	query.Set("after", next.Name)
	query.Set("id", next.ID.String())
	return path + "?" + query.Encode()
}

func (p *Pages) person(r *web.Request) (web.Reply, error) { return p.personPage(r, personView{}) }

// personPage shows an account, with what v says of the last gesture.
func (p *Pages) personPage(r *web.Request, v personView) (web.Reply, error) {
	who, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	if v.Account, err = p.Service.Account(r.Context(), r.Actor, who); err != nil {
		return nil, err
	}
	v.Tabs, v.Now, v.Myself = p.tabs(r, "/admin/people"), r.Now, who == r.Actor.Person()
	return web.PageStatus(status(v.Errors), personPage(v)), nil
}

// gesture does something to an account and says so on its page.
func (p *Pages) gesture(name string, do func(*web.Request, id.ID) error) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		who, err := r.PathID("person")
		if err != nil {
			return nil, err
		}
		if err := do(r, who); err != nil {
			return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.personPage(r, personView{Errors: e}) })
		}
		return web.SeeSaying("/admin/people/"+who.String(), "administration.done."+name), nil
	}
}

func (p *Pages) extend(r *web.Request) (web.Reply, error) {
	return p.gesture("extend", func(r *web.Request, who id.ID) error {
		form, err := r.Form(formMost)
		if err != nil {
			return err
		}
		until := form.Time("expires")
		form.Required("expires")
		if err := form.Err(); err != nil {
			return err
		}
		return p.Service.Extend(r.Context(), r.Actor, who, until)
	})(r)
}

func (p *Pages) link(r *web.Request) (web.Reply, error) {
	who, err := r.PathID("person")
	if err != nil {
		return nil, err
	}
	link, err := p.Service.Link(r.Context(), r.Actor, who)
	if err != nil {
		return again(r, err, func(e ui.Errors) (web.Reply, error) { return p.personPage(r, personView{Errors: e}) })
	}
	return p.personPage(r, personView{Link: link})
}

// face is how the screens of this feature show somebody.
func face(f identity.Face) ui.Person {
	return ui.Person{Name: f.Name, Handle: f.Handle, Href: "/p/" + f.Handle, Guest: f.Guest}
}
