package community

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Publications reads the items of a community; content does.
type Publications interface {
	ByCommunity(ctx context.Context, actor access.Actor, community id.ID, f content.Filter, after content.Cursor, limit int) (content.Page, error)
	Pinned(ctx context.Context, actor access.Actor, community id.ID) ([]content.Row, error)
}

// Pages are the screens of communities.
type Pages struct {
	Service  *Service
	Items    Publications
	Markdown *text.Renderer
	Maker    *id.Maker

	// Row shows an item of a list; the feature that makes items knows how.
	Row func(ctx context.Context, row content.Row, link bool) ui.ItemRow
	// Follow is the button that follows a community.
	Follow func(r *web.Request, community id.ID, name string) (templ.Component, error)
	// Kinds are the kinds of items that the list may be narrowed to, with
	// their names as message keys.
	Kinds []Narrow
	// Tabs are the views of a community that other features show.
	Tabs []Tab
	// Elsewhere are the addresses of what the communities hold that nobody
	// enters: names of communities lead there.
	Elsewhere map[id.ID]string
}

// Tab is a view of a community that another feature shows inside Frame.
type Tab struct {
	Page  string // its address, below that of the community
	Label string // a message key
	// Shown tells who sees the tab; nil is whoever reads what is published there.
	Shown func(access.Actor, Place) bool
}

// Frame shows what another feature has in a community, under the head and the
// tabs of that community.
func (p *Pages) Frame(r *web.Request, tab string, body templ.Component) (templ.Component, error) {
	s, err := p.enter(r)
	return framed(s, tab, body), err
}

// Narrow is one value of a filter: its name in addresses and its sentence.
type Narrow struct{ Value, Key string }

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/communities", Browse, p.directory)
	rt.Get("/communities/new", Start, p.asked)
	rt.Post("/communities/new", Start, p.open)

	rt.Get("/c/{community}", access.ReadCommunity, p.publications)
	rt.Get("/c/{community}/about", access.ReadCommunity, p.about)
	rt.Get("/c/{community}/within", access.ReadCommunity, p.within)
	rt.Get("/c/{community}/members", SeeMembers, p.members)
	rt.Get("/c/{community}/requests", Decide, p.requests)
	rt.Post("/c/{community}/requests/{person}/accept", Decide, p.accept)
	rt.Post("/c/{community}/requests/{person}/refuse", Decide, p.refuse)
	rt.Get("/c/{community}/settings", access.ReadCommunity, p.settings)
	rt.Post("/c/{community}/settings", Manage, p.saveSettings)
	rt.Post("/c/{community}/openness", Widen, p.saveOpenness)
	rt.Post("/c/{community}/archive", Shelve, p.archive)
	rt.Post("/c/{community}/reopen", Shelve, p.reopen)

	rt.Post("/c/{community}/join", Join, p.join)
	rt.Get("/c/{community}/ask", Ask, p.askForm)
	rt.Post("/c/{community}/ask", Ask, p.ask)
	rt.Post("/c/{community}/ask/withdraw", Ask, p.withdraw)
	rt.Post("/c/{community}/invitation/accept", Answer, p.acceptInvitation)
	rt.Post("/c/{community}/invitation/decline", Answer, p.decline)
	rt.Get("/c/{community}/leave", Leave, p.leaveForm)
	rt.Post("/c/{community}/leave", Leave, p.leave)
	rt.Post("/c/{community}/welcome/dismiss", access.ReadCommunity, p.dismiss)

	rt.Get("/c/{community}/invite", Invite, p.inviteForm)
	rt.Post("/c/{community}/invite", Invite, p.invite)
	rt.Get("/c/{community}/members/{person}/exclude", Govern, p.excludeForm)
	rt.Post("/c/{community}/members/{person}/exclude", Govern, p.exclude)
	rt.Post("/c/{community}/members/{person}/role", Govern, p.role)
}

// bodySize bounds the forms of this feature, in bytes.
const bodySize = 256 << 10

// path is the address of a community, or of one of its pages.
func path(community id.ID, page string) string {
	if page == "" {
		return "/c/" + community.String()
	}
	return "/c/" + community.String() + "/" + page
}

// screen is what every page of a community shows around its own part.
type screen struct {
	place    Place
	managers []Member
	follow   templ.Component
	agent    bool // the viewer may open profiles
	self     id.ID
	others   []Tab // of other features
}

// enter loads the community of the address for its viewer.
func (p *Pages) enter(r *web.Request) (screen, error) {
	community, err := r.PathID("community")
	if err != nil {
		return screen{}, err
	}
	s := screen{agent: r.Actor.IsAgent(), self: r.Actor.Person()}
	if s.place, err = p.Service.Visit(r.Context(), r.Actor, community); err != nil {
		return s, err
	}
	for _, t := range p.Tabs {
		if t.Shown == nil && s.place.Reads(r.Actor) || t.Shown != nil && t.Shown(r.Actor, s.place) {
			s.others = append(s.others, t)
		}
	}
	if s.managers, err = p.Service.Managers(r.Context(), r.Actor, community); err != nil {
		return s, err
	}
	if s.place.Standing == In || s.place.Reads(r.Actor) {
		s.follow, err = p.Follow(r, community, s.place.Name)
	}
	return s, err
}

// allowed enters and demands a gesture, for pages that only prepare it.
func (p *Pages) allowed(r *web.Request, may func(Gestures) bool) (screen, error) {
	s, err := p.enter(r)
	if err == nil && !may(s.place.May) {
		err = fault.Forbidden()
	}
	return s, err
}

// directoryScreen is the directory with what narrows it.
type directoryScreen struct {
	lines  []Line
	query  url.Values // what narrows the list, without the place in it
	next   string     // address of the next page, "" on the last
	agent  bool
	filter Filter
}

func (p *Pages) directory(r *web.Request) (web.Reply, error) {
	f, query, err := filterOf(r)
	if err != nil {
		return nil, err
	}
	lines, next, err := p.Service.Browse(r.Context(), r.Actor, f)
	if err != nil {
		return nil, err
	}
	s := directoryScreen{lines: lines, query: query, agent: r.Actor.IsAgent(), filter: f}
	if next.ID != 0 {
		s.next = address("/communities", query, "after", web.Key{At: next.Key, ID: next.ID}.String())
	}
	if r.IsFragment() {
		return web.Fragment(directoryList(s)), nil
	}
	return web.Page(directoryPage(s)), nil
}

// address writes a query with one more value.
func address(path string, query url.Values, name, value string) string {
	more := url.Values{}
	for k, v := range query {
		more[k] = v
	}
	more.Set(name, value)
	return path + "?" + more.Encode()
}

// filterOf reads the filters of the address; unknown values narrow nothing.
func filterOf(r *web.Request) (Filter, url.Values, error) {
	f := Filter{State: Active, Sort: ByActivity}
	query := url.Values{}
	keep := func(name string, known bool) string {
		v := r.Query(name)
		if v != "" && known {
			query.Set(name, v)
		}
		return v
	}
	f.Text = keep("q", true)
	f.Tag = keep("tag", true)
	f.Kind = map[string]Kind{"transverse": Transverse, "hierarchical": Hierarchical}[r.Query("kind")]
	keep("kind", f.Kind != 0)
	if o, known := opennesses[r.Query("openness")]; known {
		f.Openness = []access.Openness{o}
		keep("openness", true)
	}
	f.Mine = r.Query("mine") == "1"
	keep("mine", f.Mine)
	if r.Query("state") == "archived" {
		f.State = Archived
		keep("state", true)
	}
	if by := Sort(r.Query("sort")); by == ByName || by == BySize {
		f.Sort = by
		keep("sort", true)
	}
	if u, err := id.Parse(r.Query("unit")); err == nil {
		f.Unit = u
		keep("unit", true)
	}
	after, err := web.ParseKey(r.Query("after"))
	f.After = Cursor{Key: after.At, ID: after.ID}
	return f, query, err
}

// opennesses are the degrees by their names in addresses and forms.
var opennesses = map[string]access.Openness{"open": access.Open, "request": access.OnRequest, "private": access.Private}

func opennessName(o access.Openness) string {
	return []string{"open", "request", "private"}[min(int(o), 2)]
}

// opening is the form that opens a community, as typed.
type opening struct {
	id      string
	values  url.Values
	errors  ui.Errors
	parents []Line
	units   []Ref
}

func (p *Pages) asked(r *web.Request) (web.Reply, error) {
	values := url.Values{"name": {r.Query("name")}, "parent": {r.Query("parent")}, "unit": {r.Query("unit")}, "template": {r.Query("template")}}
	return p.askOpening(r, 200, p.Maker.New().String(), values, nil)
}

func (p *Pages) askOpening(r *web.Request, status int, form string, values url.Values, cause error) (web.Reply, error) {
	o := opening{id: form, values: values, errors: ui.ErrorsFrom(r.Context(), cause)}
	var err error
	if o.units, err = p.Service.StartableUnits(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	if o.parents, err = p.Service.Managed(r.Context(), r.Actor); err != nil {
		return nil, err
	}
	return web.PageStatus(status, openingPage(o)), nil
}

func (p *Pages) open(r *web.Request) (web.Reply, error) {
	form, err := r.Form(bodySize)
	if err != nil {
		return nil, err
	}
	o := Opening{
		ID: form.ID("id"), Name: form.Line("name", MaxName), Purpose: form.Line("purpose", MaxPurpose),
		Template: form.Line("template", 20), Unit: form.ID("unit"), Parent: form.ID("parent"),
	}
	if t, known := templateOf(o.Template); known && t.Kind != Hierarchical {
		o.Unit = 0 // the list of units is there for the other templates
	}
	if err = form.Err(); err == nil {
		_, err = p.Service.Open(r.Context(), r.Actor, o)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		return web.SeeSaying(path(o.ID, ""), "community.opened"), nil
	case kind == fault.Conflict:
		return web.SeeSaying(path(o.ID, ""), "community.already_open"), nil
	case kind == fault.Invalid:
		return p.askOpening(r, 422, form.Values().Get("id"), form.Values(), err)
	}
	return nil, err
}
