package community

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

// kindLine says in a few words what sort of place it is.
func kindLine(ctx context.Context, p Place) string {
	parts := []string{i18n.T(ctx, "community.openness."+opennessName(p.Openness))}
	if p.Kind == Hierarchical {
		parts = append(parts, i18n.T(ctx, "community.kind.hierarchical"))
	}
	return strings.Join(parts, " · ")
}

// person shows a member; guests get no link to pages that they may not open.
func person(name, handle, photo, title, unit string, guest, link bool) ui.Person {
	p := ui.Person{Name: name, Handle: handle, Guest: guest, Line: strings.Join(slices.DeleteFunc([]string{title, unit}, func(s string) bool { return s == "" }), ", ")}
	if photo != "" {
		p.Photo = "/p/" + handle + "/photo"
	}
	if link {
		p.Href = "/p/" + handle
	}
	return p
}

func (m Member) shown(link bool) ui.Person {
	return person(m.Name, m.Handle, m.Photo, m.Title, m.Unit, m.Guest, link)
}

func roleLabel(ctx context.Context, role access.Role) string {
	switch role {
	case access.ManagerRole:
		return i18n.T(ctx, "community.role.manager")
	case access.GuestRole:
		return i18n.T(ctx, "community.role.guest")
	}
	return ""
}

// tabs are the views of a community that its viewer may open.
func (s screen) tabs(ctx context.Context, current string) ui.Tabs {
	p := s.place
	t := ui.Tabs{Label: i18n.T(ctx, "community.tabs", "name", p.Name)}
	add := func(on bool, page, label string, count int) {
		if on {
			t.Entries = append(t.Entries, ui.Tab{Label: label, Href: path(p.ID, page), Count: count, Current: page == current})
		}
	}
	add(true, "", i18n.T(ctx, "community.tab.publications"), 0)
	for _, other := range s.others {
		add(true, other.Page, i18n.T(ctx, other.Label), 0)
	}
	add(p.May.SeeMembers, "members", i18n.T(ctx, "community.tab.members"), p.Members)
	add(true, "about", i18n.T(ctx, "community.tab.about"), 0)
	add(p.Children > 0 || current == "within", "within", i18n.T(ctx, "community.tab.within"), p.Children)
	add(p.May.Decide && (p.Waiting > 0 || current == "requests"), "requests", i18n.T(ctx, "community.tab.requests"), p.Waiting)
	add(p.May.Manage || p.May.Archive || p.May.Reopen, "settings", i18n.T(ctx, "community.tab.settings"), 0)
	return t
}

// more are the gestures that do not ask for attention.
func (s screen) more(ctx context.Context) ui.Menu {
	p := s.place
	m := ui.Menu{Label: i18n.T(ctx, "community.more"), Icon: "ellipsis", IconOnly: true}
	if p.May.Invite {
		m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.invite"), Icon: "user-plus", Href: path(p.ID, "invite")})
	}
	if p.May.Host {
		m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.invite.guest"), Icon: "user-round-plus", Href: hosting(p.ID)})
	}
	if p.May.Manage {
		m.Entries = append(m.Entries,
			ui.MenuEntry{Label: i18n.T(ctx, "community.open_within"), Icon: "users-round", Href: "/communities/new?parent=" + p.ID.String()},
			ui.MenuEntry{Label: i18n.T(ctx, "community.bin"), Icon: "trash-2", Href: path(p.ID, "bin")})
		if p.Validation {
			m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.pending"), Icon: "list-checks", Href: path(p.ID, "pending")})
		}
	}
	if p.May.Leave {
		m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.leave"), Icon: "log-out", Href: path(p.ID, "leave"), Divided: len(m.Entries) > 0})
	}
	return m
}

// hosting is where somebody from outside is invited to a community.
func hosting(community id.ID) string { return "/invite?who=guest&community=" + community.String() }

// gestures on one member, for those who govern.
func (s screen) memberMenu(ctx context.Context, m Member) ui.Menu {
	menu := ui.Menu{Label: i18n.T(ctx, "community.member.more", "name", m.Name), Icon: "ellipsis", IconOnly: true, Size: ui.Small}
	if !s.place.May.Govern {
		return menu
	}
	page := path(s.place.ID, "members/"+m.ID.String())
	switch m.Role {
	case access.MemberRole:
		menu.Entries = append(menu.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.member.make_manager"), Icon: "shield-check", Action: page + "/role", Name: "role", Value: "manager"})
	case access.ManagerRole:
		menu.Entries = append(menu.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.member.make_member"), Icon: "user-round", Action: page + "/role", Name: "role", Value: "member"})
	}
	if m.ID != s.self {
		menu.Entries = append(menu.Entries, ui.MenuEntry{Label: i18n.T(ctx, "community.member.exclude"), Icon: "user-round-x", Href: page + "/exclude", Danger: true, Divided: true})
	}
	return menu
}

// narrowLinks are the views of the publications, each a link.
func (v publicationsScreen) narrowLinks(ctx context.Context) ui.FilterLinks {
	links := ui.FilterLinks{Label: i18n.T(ctx, "community.narrow")}
	add := func(label string, to view) {
		links.Entries = append(links.Entries, ui.Tab{Label: label, Href: to.href(v.place.ID), Current: v.view == to})
	}
	add(i18n.T(ctx, "community.narrow.all"), view{})
	for _, k := range v.kinds {
		add(i18n.T(ctx, k.Key), view{kind: k.Value})
	}
	add(i18n.T(ctx, "community.narrow.waiting"), view{name: "waiting"})
	add(i18n.T(ctx, "community.narrow.pinned"), view{name: "pinned"})
	for _, t := range v.place.Tags {
		add("#"+t.Name, view{tag: t})
	}
	add(i18n.T(ctx, "community.narrow.archived"), view{name: "archived"})
	return links
}

func lineStates(ctx context.Context, l Line) []ui.Badge {
	var out []ui.Badge
	switch {
	case l.Standing == Invited:
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.standing.invited"), Tone: ui.Accent})
	case l.Standing == Asked:
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.standing.asked"), Tone: ui.Info})
	case l.Standing == In && l.Role == access.ManagerRole:
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.role.manager"), Tone: ui.Accent})
	case l.Standing == In && l.Role == access.GuestRole:
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.role.guest"), Tone: ui.Info})
	case l.Standing == In:
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.standing.in"), Tone: ui.Success})
	}
	if l.Openness != access.Open {
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.openness."+opennessName(l.Openness))})
	}
	if l.State == Archived {
		out = append(out, ui.Badge{Label: i18n.T(ctx, "community.state.archived"), Tone: ui.Warning})
	}
	return out
}

// choose marks one option of a filter.
func choose(value string, options ...ui.Option) []ui.Option {
	for i := range options {
		options[i].Chosen = options[i].Value == value
	}
	return options
}

func (s directoryScreen) sortOptions(ctx context.Context) []ui.Option {
	return choose(s.query.Get("sort"),
		ui.Option{Value: "", Label: i18n.T(ctx, "community.sort.activity")},
		ui.Option{Value: "name", Label: i18n.T(ctx, "community.sort.name")},
		ui.Option{Value: "size", Label: i18n.T(ctx, "community.sort.size")})
}

func (s directoryScreen) opennessOptions(ctx context.Context) []ui.Option {
	return choose(s.query.Get("openness"),
		ui.Option{Value: "", Label: i18n.T(ctx, "community.openness.any")},
		ui.Option{Value: "open", Label: i18n.T(ctx, "community.openness.open")},
		ui.Option{Value: "request", Label: i18n.T(ctx, "community.openness.request")},
		ui.Option{Value: "private", Label: i18n.T(ctx, "community.openness.private")})
}

func (s directoryScreen) kindOptions(ctx context.Context) []ui.Option {
	return choose(s.query.Get("kind"),
		ui.Option{Value: "", Label: i18n.T(ctx, "community.kind.any")},
		ui.Option{Value: "transverse", Label: i18n.T(ctx, "community.kind.transverse")},
		ui.Option{Value: "hierarchical", Label: i18n.T(ctx, "community.kind.hierarchical")})
}

func (s directoryScreen) stateOptions(ctx context.Context) []ui.Option {
	return choose(s.query.Get("state"),
		ui.Option{Value: "", Label: i18n.T(ctx, "community.state.active")},
		ui.Option{Value: "archived", Label: i18n.T(ctx, "community.state.archived")})
}

func (s directoryScreen) use(ctx context.Context) string {
	if s.agent {
		return i18n.T(ctx, "community.directory.use")
	}
	return i18n.T(ctx, "community.directory.guest_use")
}

func (s directoryScreen) clear() string {
	if len(s.query) == 0 {
		return ""
	}
	return "/communities"
}

// mineLinks are the two views of the directory.
func (s directoryScreen) mineLinks(ctx context.Context) ui.FilterLinks {
	others := url.Values{}
	for k, v := range s.query {
		if k != "mine" {
			others[k] = v
		}
	}
	all := "/communities"
	if len(others) > 0 {
		all += "?" + others.Encode()
	}
	return ui.FilterLinks{Label: i18n.T(ctx, "community.directory.view"), Entries: []ui.Tab{
		{Label: i18n.T(ctx, "community.directory.all"), Href: all, Current: !s.filter.Mine},
		{Label: i18n.T(ctx, "community.directory.mine"), Href: address("/communities", others, "mine", "1"), Current: s.filter.Mine},
	}}
}

func (o opening) templates(ctx context.Context) []ui.Option {
	var out []ui.Option
	chosen := o.values.Get("template")
	for _, t := range Templates() {
		if t.Kind == Hierarchical && len(o.units) == 0 {
			continue // nobody here to open one for
		}
		if chosen == "" {
			chosen = t.Code
		}
		out = append(out, ui.Option{
			Value: t.Code, Icon: t.Icon, Chosen: chosen == t.Code,
			Label: i18n.T(ctx, "community.template."+t.Code+".name"), Help: i18n.T(ctx, "community.template."+t.Code+".hint"),
		})
	}
	return out
}

func (o opening) unitOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "community.open.no_unit")}}
	for _, u := range o.units {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name, Chosen: u.ID.String() == o.values.Get("unit")})
	}
	return out
}

func parentOptions(ctx context.Context, parents []Line, current Ref, chosen string) []ui.Option {
	out := []ui.Option{{Label: i18n.T(ctx, "community.open.no_parent")}}
	known := current.ID == 0
	for _, l := range parents {
		known = known || l.ID == current.ID
		out = append(out, ui.Option{Value: l.ID.String(), Label: l.Name, Chosen: l.ID.String() == chosen})
	}
	if !known {
		// Where it stands now stays possible, even under a place of others.
		out = append(out, ui.Option{Value: current.ID.String(), Label: current.Name, Chosen: current.ID.String() == chosen})
	}
	return out
}

// crumbs is the way to a community: the directory, then the one above it.
func crumbs(ctx context.Context, p Place) []ui.Crumb {
	way := []ui.Crumb{{Label: i18n.T(ctx, "community.directory.title"), Href: "/communities"}}
	if p.Under.ID != 0 {
		way = append(way, ui.Crumb{Label: p.Under.Name, Href: path(p.Under.ID, "")})
	}
	return way
}

// inside is the way to a page within a community.
func inside(ctx context.Context, p Place) []ui.Crumb {
	return append(crumbs(ctx, p), ui.Crumb{Label: p.Name, Href: path(p.ID, "")})
}

func facts(ctx context.Context, s screen) []ui.Term {
	p := s.place
	out := []ui.Term{
		{Name: i18n.T(ctx, "community.fact.members"), Value: i18n.From(ctx).Number(int64(p.Members))},
		{Name: i18n.T(ctx, "community.fact.items"), Value: i18n.From(ctx).Number(int64(p.Items))},
		{Name: i18n.T(ctx, "community.fact.openness"), Value: i18n.T(ctx, "community.openness."+opennessName(p.Openness)+".hint")},
	}
	if p.Follows.ID != 0 {
		term := ui.Term{Name: i18n.T(ctx, "community.fact.unit"), Value: p.Follows.Name}
		if s.agent {
			term.Body = link("/u/"+p.Follows.ID.String(), p.Follows.Name)
		}
		out = append(out, term)
	}
	return append(out, ui.Term{Name: i18n.T(ctx, "community.fact.created"), Body: ui.Day(p.Created.Time)})
}

func tagLinks(tags []Tag) []ui.Tag {
	out := make([]ui.Tag, len(tags))
	for i, t := range tags {
		out[i] = ui.Tag{Name: t.Name, Href: "/t/" + t.Slug}
	}
	return out
}

// newer goes back to the start of the list, whose keys only go down.
func (v publicationsScreen) newer() string {
	if v.first {
		return ""
	}
	return v.view.href(v.place.ID)
}

func (v membersScreen) clear() string {
	if v.text == "" && v.role == "" {
		return ""
	}
	return path(v.place.ID, "members")
}

func (v membersScreen) roleOptions(ctx context.Context) []ui.Option {
	return choose(v.role,
		ui.Option{Value: "", Label: i18n.T(ctx, "community.members.role.any")},
		ui.Option{Value: "manager", Label: i18n.T(ctx, "community.members.role.manager")},
		ui.Option{Value: "member", Label: i18n.T(ctx, "community.members.role.member")},
		ui.Option{Value: "guest", Label: i18n.T(ctx, "community.members.role.guest")})
}

// wayIn is the sentence that says how one who reads nothing here may.
func (s screen) wayIn() string {
	switch s.place.Standing {
	case Invited:
		return "community.closed.invited"
	case Asked:
		return "community.banner.asked.text"
	case Excluded:
		return "community.excluded"
	}
	return "community.closed.next"
}

// lastManager tells whether the viewer is the only one in charge.
func (s screen) lastManager() bool {
	return s.place.Role == access.ManagerRole && s.place.Managers == 1
}

func (v settingsScreen) opennessOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, o := range []access.Openness{access.Open, access.OnRequest, access.Private} {
		name := opennessName(o)
		out = append(out, ui.Option{
			Value: name, Label: i18n.T(ctx, "community.openness."+name), Help: i18n.T(ctx, "community.openness."+name+".hint"), Chosen: v.place.Openness == o,
		})
	}
	return out
}
