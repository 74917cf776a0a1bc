package directory

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

func (e Entry) shown() ui.Person {
	p := ui.Person{Name: e.Name, Handle: e.Handle, Href: profilePath(e.Handle), Guest: e.Guest,
		Line: strings.Join(slices.DeleteFunc([]string{e.Title, e.Unit}, func(s string) bool { return s == "" }), ", ")}
	if e.Photo != "" {
		p.Photo = p.Href + "/photo"
	}
	return p
}

func (p Profile) shown() ui.Person {
	return Entry{Name: p.Name, Handle: p.Handle, Photo: p.Photo, Guest: false}.shown()
}

func headNote(ctx context.Context, head bool) string {
	if head {
		return i18n.T(ctx, "directory.head")
	}
	return ""
}

// places are communities as ways to them.
func places(ctx context.Context, list []Place) ui.Links {
	links := make(ui.Links, len(list))
	for i, c := range list {
		links[i] = ui.Link{Label: c.Name, Href: "/c/" + c.ID.String(), Note: i18n.T(ctx, "directory.members", "count", c.Members)}
	}
	return links
}

// below are units as ways to them.
func below(list []Unit) ui.Links {
	links := make(ui.Links, len(list))
	for i, u := range list {
		links[i] = ui.Link{Label: u.Name, Href: unitPath(u.ID), Note: u.Acronym}
	}
	return links
}

// above is the way to a unit, from the root down.
func (o Office) crumbs(ctx context.Context) []ui.Crumb {
	way := []ui.Crumb{{Label: i18n.T(ctx, "directory.units.title"), Href: "/units"}}
	for _, u := range o.Above {
		way = append(way, ui.Crumb{Label: u.Short(), Href: unitPath(u.ID)})
	}
	return way
}

// choices are the units that somebody may mean.
func (s functionsScreen) choices() []ui.Option {
	var out []ui.Option
	for _, u := range s.found {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name, Help: u.Acronym})
	}
	return out
}

// unitsOf are the units of a function, from the root down.
func (p Profile) unitsOf(f Function) []Unit {
	var way []Unit
	for _, i := range idsOf(f.Path) {
		if u, known := p.Units[i]; known {
			way = append(way, u)
		}
	}
	return way
}

// toggle is where a unit of the tree folds or unfolds.
func (s unitsScreen) toggle(u Unit) string {
	if s.open[u.ID] {
		if u.Parent == 0 {
			return "/units"
		}
		return "/units?open=" + u.Parent.String() + "#" + anchor(u.ID)
	}
	return "/units?open=" + u.ID.String() + "#" + anchor(u.ID)
}

func anchor(u id.ID) string { return "u-" + u.String() }

// depth is a class: the content security policy refuses widths in the page.
func depth(u Unit) string {
	return "depth-" + string(rune('0'+min(u.Depth, 8)))
}

func (s peopleScreen) clear() string {
	if len(s.query) == 0 {
		return ""
	}
	return "/people"
}

func (o officeScreen) scopes(ctx context.Context) ui.FilterLinks {
	return ui.FilterLinks{Label: i18n.T(ctx, "directory.unit.scope"), Entries: []ui.Tab{
		{Label: i18n.T(ctx, "directory.unit.only"), Href: unitPath(o.ID), Current: !o.below},
		{Label: i18n.T(ctx, "directory.unit.below"), Href: unitPath(o.ID) + "?below=1", Current: o.below},
	}}
}

func commonTitle(ctx context.Context, mine bool) string {
	if mine {
		return i18n.T(ctx, "directory.profile.mine")
	}
	return i18n.T(ctx, "directory.profile.common")
}

func profileCrumbs(ctx context.Context, s profileScreen) []ui.Crumb {
	if !s.agent {
		return nil // no directory to go back to
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "directory.people.title"), Href: "/people"}}
}

// aside is what stands beside a unit; nil leaves the page its whole width.
func (o officeScreen) aside() templ.Component {
	if len(o.Below)+len(o.Places) == 0 {
		return nil
	}
	return officeAside(o)
}

func (o officeScreen) nobody(ctx context.Context) string {
	if len(o.Below) == 0 || o.below {
		return i18n.T(ctx, "directory.unit.nobody.wait")
	}
	return i18n.T(ctx, "directory.unit.nobody.next")
}

// aside is what stands beside a person; nil leaves the page its whole width.
func (s profileScreen) aside() templ.Component {
	if len(s.Common)+len(s.sections) == 0 {
		return nil
	}
	return profileAside(s)
}
