package administration

import (
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/text"
	"parvis/internal/ui"
)

type siteView struct {
	Tabs   ui.Tabs
	Site   Site
	Errors ui.Errors
}

// library is the room of libraries as its field shows it.
func (v siteView) library() string {
	if v.Site.Library == 0 {
		return ""
	}
	return strconv.Itoa(v.Site.Library)
}

type peopleView struct {
	Tabs  ui.Tabs
	List  []Account
	Query url.Values
	Next  string
	Now   clock.Time
}

type personView struct {
	Tabs    ui.Tabs
	Account Account
	Errors  ui.Errors
	Link    string // just made, to hand over
	Typed   string // the clearance that was chosen and refused
	Now     clock.Time
	Myself  bool
}

// clear is the address without filters, empty when there is none.
func (v peopleView) clear() string {
	for _, name := range []string{"q", "kind", "state", "admin", "clearance"} {
		if v.Query.Get(name) != "" {
			return "/admin/people"
		}
	}
	return ""
}

// clearOf is the address of a list without its words, empty when there are none.
func clearOf(path, words string) string {
	if words == "" {
		return ""
	}
	return path
}

func (v personView) suspended() bool { return v.Account.State == identity.Suspended }
func (v personView) invited() bool   { return v.Account.State == identity.Invited }
func (v personView) guest() bool     { return v.Account.Kind == identity.Guest }

func (v personView) action(gesture string) string {
	return "/admin/people/" + v.Account.ID.String() + "/" + gesture
}

type charterView struct {
	Tabs    ui.Tabs
	List    []identity.Charter
	Source  string
	Based   int
	Preview string // rendered and safe
	Errors  ui.Errors
}

// versions are the texts that the charter had, the present one first.
func (v charterView) versions(ctx context.Context) ui.Links {
	links := make(ui.Links, len(v.List))
	for i, c := range v.List {
		links[i] = ui.Link{
			Label: i18n.T(ctx, "administration.charter.version", "version", c.Version), Href: "/admin/charter/" + strconv.Itoa(c.Version),
			Note: i18n.From(ctx).Date(c.Created.Time),
		}
	}
	return links
}

type versionView struct {
	Tabs    ui.Tabs
	Charter identity.Charter
	HTML    string      // rendered and safe
	Changes []text.Span // since the version before
}

type tagsView struct {
	Tabs    ui.Tabs
	Next    string
	List    []content.Tag
	Words   string
	Here    string // the part of the list that is read, as the end of an address
	Refused refusedTag
}

// refusedTag is what was typed for a tag and could not be done; the zero value
// is nothing.
type refusedTag struct {
	Tag        id.ID
	Name, Into string
	Errors     ui.Errors
}

// rename is the field that renames a tag, with what was typed in it.
func (v tagsView) rename(ctx context.Context, g content.Tag) ui.Input {
	in := ui.Input{Name: "name", Label: i18n.T(ctx, "administration.tags.rename.one", "name", g.Name), Hidden: true, Value: g.Name, Required: true, Width: ui.MiddleLine}
	return v.again(in, g, v.Refused.Name)
}

// merge is the field that names the tag with which another merges.
func (v tagsView) merge(ctx context.Context, g content.Tag) ui.Input {
	in := ui.Input{Name: "into", Label: i18n.T(ctx, "administration.tags.merge.one", "name", g.Name), Hidden: true, Required: true, Width: ui.MiddleLine, Attrs: templ.Attributes{"list": "tags", "autocomplete": "off"}}
	return v.again(in, g, v.Refused.Into)
}

// again gives a field back what was typed in it, and says what was wrong. The
// summary leads to it by its name, the other fields have the id of their tag.
func (v tagsView) again(in ui.Input, g content.Tag, typed string) ui.Input {
	if g.ID != v.Refused.Tag || typed == "" && v.Refused.Errors.For(in.Name) == "" {
		in.ID = in.Name + "-" + g.ID.String()
		return in
	}
	in.Value, in.Error = typed, v.Refused.Errors.For(in.Name)
	if in.Error == "" {
		in.Error = v.Refused.Errors.Message
	}
	return in
}

type placesView struct {
	Tabs  ui.Tabs
	List  []Place
	Words string
	Next  string
}

type placeView struct {
	Tabs     ui.Tabs
	Place    Place
	Managers []identity.Face
	Typed    string
	Errors   ui.Errors
}

func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

func kindText(ctx context.Context, k identity.Kind) string {
	for name, kind := range kindsOf() {
		if kind == k {
			return t(ctx, "administration.kind."+name)
		}
	}
	return ""
}

// stateBadge says where an account stands; a stay that is over comes first.
func stateBadge(ctx context.Context, p identity.Person, now clock.Time) ui.Badge {
	switch {
	case p.State == identity.Suspended:
		return ui.Badge{Label: t(ctx, "administration.state.suspended"), Tone: ui.Danger}
	case !p.Expires.IsZero() && !now.Before(p.Expires.Time):
		return ui.Badge{Label: t(ctx, "administration.state.over"), Tone: ui.Warning}
	case p.State == identity.Invited:
		return ui.Badge{Label: t(ctx, "administration.state.invited"), Tone: ui.Info}
	}
	return ui.Badge{Label: t(ctx, "administration.state.active"), Tone: ui.Success}
}

func clearanceText(ctx context.Context, p access.Protection) string {
	return t(ctx, "administration.clearance."+clearances()[p])
}

// clearanceOptions are the levels, with what each lets somebody read.
func clearanceOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for p := access.Public; p <= access.Restricted; p++ {
		out = append(out, ui.Option{Value: clearances()[p], Label: clearanceText(ctx, p), Help: t(ctx, "administration.clearance."+clearances()[p]+".help")})
	}
	return out
}

// chosenClearance is the level that the form shows.
func (v personView) chosenClearance() string {
	if v.Typed != "" {
		return v.Typed
	}
	return clearances()[v.Account.Clearance]
}

func filterOptions(ctx context.Context, prefix, chosen string, names ...string) []ui.Option {
	out := []ui.Option{{Label: t(ctx, "administration.filter.all")}}
	for _, n := range names {
		out = append(out, ui.Option{Value: n, Label: filterText(ctx, prefix, n), Chosen: n == chosen})
	}
	return out
}

func filterText(ctx context.Context, prefix, name string) string {
	switch prefix {
	case "kind":
		return t(ctx, "administration.kind."+name)
	case "clearance":
		return t(ctx, "administration.clearance.least."+name)
	}
	return t(ctx, "administration.state."+name)
}

func opennessText(ctx context.Context, o access.Openness) string {
	switch o {
	case access.OnRequest:
		return t(ctx, "administration.openness.request")
	case access.Private:
		return t(ctx, "administration.openness.private")
	}
	return t(ctx, "administration.openness.open")
}

func facts(ctx context.Context, v personView) ui.Facts {
	a := v.Account
	out := ui.Facts{
		{Name: t(ctx, "administration.people.handle"), Value: "@" + a.Handle},
		{Name: t(ctx, "administration.people.email"), Value: a.Email},
		{Name: t(ctx, "administration.people.kind"), Value: kindText(ctx, a.Kind)},
		{Name: t(ctx, "administration.people.created"), Value: i18n.From(ctx).Date(a.Created.Time)},
		{Name: t(ctx, "administration.clearance"), Value: clearanceText(ctx, a.Clearance)},
	}
	if a.Kind == identity.Guest {
		out = append(out, ui.Term{Name: t(ctx, "administration.people.sponsor"), Value: a.SponsorName},
			ui.Term{Name: t(ctx, "administration.people.expires"), Value: i18n.From(ctx).Date(a.Expires.Time)})
	}
	return out
}

type unitsView struct {
	Tabs   ui.Tabs
	What   string  // units or functions
	Report *Import // nil before the first file
	Errors ui.Errors
}

func whatOf(v unitsView) string {
	if v.What == "functions" {
		return v.What
	}
	return "units"
}

func reportTitle(ctx context.Context, v unitsView) string {
	switch {
	case len(v.Report.Problems) > 0 || v.Errors.Message != "":
		return t(ctx, "administration.units.refused")
	case v.Report.DryRun:
		return t(ctx, "administration.units.would")
	}
	return t(ctx, "administration.units.done")
}

func sortText(ctx context.Context, sort string) string {
	return t(ctx, "administration.units.sort."+sort)
}

func figures(ctx context.Context, v unitsView) ui.Figures {
	var out ui.Figures
	for _, c := range v.Report.Counts {
		out = append(out, ui.Figure{Value: i18n.From(ctx).Number(int64(c.N)), Label: sortText(ctx, c.Sort)})
	}
	return out
}
