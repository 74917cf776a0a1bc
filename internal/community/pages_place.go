package community

import (
	"net/url"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// publicationsScreen is the first tab of a community.
type publicationsScreen struct {
	screen
	welcome     *Welcome
	welcomeHTML string
	pinned      []ui.ItemRow
	rows        []ui.ItemRow
	narrowed    bool
	view        view
	kinds       []Narrow
	readable    bool // the viewer reads what is published here
	first       bool // not further down the list
	next        string
}

func (p *Pages) publications(r *web.Request) (web.Reply, error) {
	if place, err := r.PathID("community"); err == nil && p.Elsewhere[place] != "" {
		return web.See(p.Elsewhere[place]), nil
	}
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	after, err := web.ParseKey(r.Query("after"))
	if err != nil {
		return nil, err
	}
	v := publicationsScreen{screen: s, kinds: p.Kinds, first: after == web.Key{}}
	v.view = v.viewOf(r)
	v.narrowed = v.view != view{}
	if v.readable = s.place.Reads(r.Actor); v.readable {
		if err := p.list(r, &v, content.Cursor(after)); err != nil {
			return nil, err
		}
	}
	if v.welcome, err = p.Service.Greet(r.Context(), r.Actor, s.place); err != nil {
		return nil, err
	}
	if v.welcome != nil {
		v.welcomeHTML = p.Markdown.HTML(v.welcome.Text, noRefs, "")
	}
	return web.Page(publicationsPage(v)), nil
}

// list reads what is pinned, on the first page of an unnarrowed list, and a
// page of the rest.
func (p *Pages) list(r *web.Request, v *publicationsScreen, from content.Cursor) error {
	only := content.Filter{Kind: v.view.kind, Tag: v.view.tag.ID, Archived: v.view.name == "archived", Waiting: v.view.name == "waiting"}
	switch {
	case v.view.name == "pinned":
		only.Pins = content.PinsOnly
	case !v.narrowed:
		only.Pins = content.PinsApart
	}
	page, err := p.Items.ByCommunity(r.Context(), r.Actor, v.place.ID, only, from, 20)
	if err != nil {
		return err
	}
	show := func(rows []content.Row) []ui.ItemRow {
		out := make([]ui.ItemRow, len(rows))
		for i, row := range rows {
			out[i] = p.Row(r.Context(), row, v.agent)
			if row.Place.ID == v.place.ID {
				out[i].Community = ui.Ref{} // the page says where we are
			}
		}
		return out
	}
	v.rows = show(page.Rows)
	if page.Next.At != 0 {
		v.next = address(path(v.place.ID, ""), v.view.query(), "after", web.Key(page.Next).String())
	}
	if v.first && !v.narrowed {
		pinned, err := p.Items.Pinned(r.Context(), r.Actor, v.place.ID)
		if err != nil {
			return err
		}
		v.pinned = show(pinned)
	}
	return nil
}

// view is what the list of publications is narrowed to; the zero value is all.
type view struct {
	kind string
	tag  Tag    // one of those that the place proposes
	name string // "pinned", "waiting" or "archived"
}

// viewOf reads the view from the address; unknown values narrow nothing.
func (v publicationsScreen) viewOf(r *web.Request) view {
	var out view
	for _, k := range v.kinds {
		if k.Value == r.Query("kind") {
			out.kind = k.Value
		}
	}
	for _, t := range v.place.Tags {
		if t.Slug == r.Query("tag") {
			out.tag = t
		}
	}
	if name := r.Query("view"); name == "pinned" || name == "waiting" || name == "archived" {
		out.name = name
	}
	return out
}

func (v view) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"kind": v.kind, "tag": v.tag.Slug, "view": v.name} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// href is the address of a view of a place.
func (v view) href(place id.ID) string {
	if query := v.query().Encode(); query != "" {
		return path(place, "") + "?" + query
	}
	return path(place, "")
}

// Reads tells whether actor may read what is published in the place.
func (p Place) Reads(actor access.Actor) bool {
	return p.Standing == In || p.Openness == access.Open && actor.IsAgent()
}

type aboutScreen struct {
	screen
	charter, welcome string // HTML
}

func (p *Pages) about(r *web.Request) (web.Reply, error) {
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	return web.Page(aboutPage(aboutScreen{
		screen: s, charter: p.Markdown.HTML(s.place.Charter, noRefs, ""), welcome: p.Markdown.HTML(s.place.Community.Welcome, noRefs, ""),
	})), nil
}

type withinScreen struct {
	screen
	lines []Line
	next  string
}

func (p *Pages) within(r *web.Request) (web.Reply, error) {
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	f, _, err := filterOf(r)
	if err != nil {
		return nil, err
	}
	lines, next, err := p.Service.Browse(r.Context(), r.Actor, Filter{Parent: s.place.ID, State: Active, Sort: ByActivity, After: f.After})
	if err != nil {
		return nil, err
	}
	v := withinScreen{screen: s, lines: lines}
	if next.ID != 0 {
		v.next = address(path(s.place.ID, "within"), url.Values{}, "after", web.Key{At: next.Key, ID: next.ID}.String())
	}
	return web.Page(withinPage(v)), nil
}

type membersScreen struct {
	screen
	members    []Member
	text, role string
	next       string
}

// roles are those by which the list of members is narrowed.
var roles = map[string]access.Role{"manager": access.ManagerRole, "member": access.MemberRole, "guest": access.GuestRole}

func (p *Pages) members(r *web.Request) (web.Reply, error) {
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	after, err := web.ParseCursor(r.Query("after"), 1)
	if err != nil {
		return nil, err
	}
	f := MemberFilter{Text: r.Query("q"), Role: roles[r.Query("role")], Limit: 40}
	if after != nil {
		f.After = id.ID(after[0])
	}
	v := membersScreen{screen: s, text: f.Text}
	query := url.Values{}
	if f.Text != "" {
		query.Set("q", f.Text)
	}
	if f.Role != 0 {
		v.role = r.Query("role")
		query.Set("role", v.role)
	}
	var last id.ID
	if v.members, last, err = p.Service.Members(r.Context(), r.Actor, s.place.ID, f); err != nil {
		return nil, err
	}
	if last != 0 {
		v.next = address(path(s.place.ID, "members"), query, "after", web.Cursor{int64(last)}.String())
	}
	return web.Page(membersPage(v)), nil
}

type requestsScreen struct {
	screen
	requests []Request
}

func (p *Pages) requests(r *web.Request) (web.Reply, error) {
	s, err := p.enter(r)
	if err != nil {
		return nil, err
	}
	v := requestsScreen{screen: s}
	if v.requests, err = p.Service.Requests(r.Context(), r.Actor, s.place.ID, 0); err != nil {
		return nil, err
	}
	return web.Page(requestsPage(v)), nil
}
