package administration

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/ui"
)

type actsView struct {
	Tabs    ui.Tabs
	List    []Logged
	Query   url.Values // the filters in use
	Verbs   []string   // those of the log, in the order of their words
	Actors  []identity.Face
	Older   string
	Newest  string // address of the first page, empty on it
	Checked bool
	Count   int    // in the whole chain
	Broken  string // what is wrong with it
}

// byWords compares verbs by what they are called on screen.
func byWords(ctx context.Context) func(a, b string) int {
	return func(a, b string) int { return strings.Compare(actText(ctx, a), actText(ctx, b)) }
}

func (v actsView) verbs(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: t(ctx, "administration.filter.all")}}
	for _, verb := range v.Verbs {
		out = append(out, ui.Option{Value: verb, Label: actText(ctx, verb), Chosen: verb == v.Query.Get("verb")})
	}
	return out
}

func (v actsView) actors(ctx context.Context) []ui.Option {
	out := []ui.Option{{Label: t(ctx, "administration.acts.anybody")}}
	for _, who := range v.Actors {
		option := ui.Option{Value: who.ID.String(), Label: who.Name}
		if who.ID == 0 {
			option = ui.Option{Value: byMachine, Label: t(ctx, "administration.acts.operator")}
		}
		option.Chosen = option.Value == v.Query.Get("who")
		out = append(out, option)
	}
	return out
}

// clear is the address without filters, empty when there is none.
func (v actsView) clear() string {
	if len(v.Query) == 0 {
		return ""
	}
	return "/admin/acts"
}

// actText says an act in words; an act of a feature that has none here keeps
// its name.
func actText(ctx context.Context, verb string) string {
	key := "administration.act." + verb
	if !i18n.From(ctx).Has(key) {
		return verb
	}
	return t(ctx, key)
}

// account is how the register shows somebody: it leads to what can be done
// with their account.
func account(f identity.Face) ui.Person {
	return ui.Person{Name: f.Name, Handle: f.Handle, Href: "/admin/people/" + f.ID.String(), Guest: f.Guest}
}

// aboutText and aboutHref say what an act is about, when it is no person.
func aboutText(ctx context.Context, a Logged) string {
	kind, rest, _ := strings.Cut(a.Subject, " ")
	switch kind {
	case "community":
		if a.Place.ID != 0 {
			return a.Place.Name
		}
	case "charter":
		return t(ctx, "administration.charter.version", "version", rest)
	case "tag":
		if name := told(a).Name; name != "" {
			return name
		}
	case "job":
		return jobText(ctx, told(a).Kind)
	case "file":
		return told(a).Name
	case "dispatch":
		return t(ctx, "administration.subject.dispatch", "id", rest)
	}
	if key := "administration.subject." + kind; i18n.From(ctx).Has(key) {
		return t(ctx, key)
	}
	return a.Subject
}

func aboutHref(a Logged) string {
	kind, rest, _ := strings.Cut(a.Subject, " ")
	switch kind {
	case "community":
		if a.Place.ID != 0 {
			return "/admin/communities/" + rest
		}
	case "charter":
		return "/admin/charter/" + rest
	case "site":
		return "/admin"
	case "tags":
		return "/admin/tags"
	case "file":
		return "/admin/quarantine"
	case "directory":
		return "/admin/units"
	}
	return ""
}

// said is what acts tell beside their subject; each verb fills its own part.
type said struct {
	Name     string
	Was      string
	Kind     string
	Admin    bool
	Scopes   []access.Scope
	Until    clock.Time
	Count    int64
	People   int64
	From, To json.RawMessage
	Detail   struct {
		Message string
		Role    access.Role
	}
}

func told(a Logged) said {
	var s said
	// An act whose data is of another form says nothing here.
	_ = json.Unmarshal(a.Data, &s)
	return s
}

// details are what else an act says, in words.
func details(ctx context.Context, a Logged) []string {
	s := told(a)
	switch activity.Verb(a.Verb) {
	case SiteChanged:
		return siteDetails(ctx, s)
	case "person.created":
		if s.Admin {
			return []string{t(ctx, "administration.people.admin")}
		}
	case Extended:
		return []string{t(ctx, "administration.acts.until", "date", i18n.From(ctx).Date(s.Until.Time))}
	case Cleared:
		return clearedDetails(ctx, a, s)
	case "token.created":
		var scopes []string
		for _, scope := range s.Scopes {
			scopes = append(scopes, t(ctx, "administration.scope."+string(scope)))
		}
		return []string{t(ctx, "administration.acts.token", "name", s.Name, "scopes", i18n.From(ctx).List(scopes))}
	case TagRenamed, TagsMerged:
		if s.Was != "" {
			return []string{t(ctx, "administration.acts.was", "name", s.Was)}
		}
	case TagsDropped:
		return []string{t(ctx, "administration.tags.dropped", "count", s.Count)}
	case "member.excluded":
		if s.Detail.Message != "" {
			return []string{t(ctx, "administration.acts.said", "text", s.Detail.Message)}
		}
	case "member.role_changed":
		if s.Detail.Role == access.ManagerRole {
			return []string{t(ctx, "administration.acts.manager")}
		}
		return []string{t(ctx, "administration.acts.member")}
	case "directory.functions_imported":
		return []string{t(ctx, "administration.acts.people", "count", s.People)}
	case "directory.units_imported":
		return unitDetails(ctx, a.Data)
	case "person.functions_changed":
		return functionDetails(a.Data)
	}
	return nil
}

// jobText says what a job does; one of a feature that has no words here keeps
// its name.
func jobText(ctx context.Context, kind string) string {
	key := "administration.job." + kind
	if !i18n.From(ctx).Has(key) {
		return kind
	}
	return t(ctx, key)
}

func siteDetails(ctx context.Context, s said) []string {
	var from, to Site
	if json.Unmarshal(s.From, &from) != nil || json.Unmarshal(s.To, &to) != nil {
		return nil
	}
	var out []string
	for _, c := range []struct{ key, from, to string }{
		{"administration.site.name", from.Name, to.Name}, {"administration.site.baseline", from.Baseline, to.Baseline},
		{"administration.site.light", from.Light, to.Light}, {"administration.site.dark", from.Dark, to.Dark},
	} {
		if c.from != c.to {
			out = append(out, t(ctx, "administration.acts.change", "what", t(ctx, c.key), "from", or(c.from), "to", or(c.to)))
		}
	}
	return out
}

// or shows what is empty.
func or(text string) string {
	if text == "" {
		return "—"
	}
	return text
}

// clearedDetails tell from what to what, and that somebody cleared themselves.
func clearedDetails(ctx context.Context, a Logged, s said) []string {
	var from, to string
	if json.Unmarshal(s.From, &from) != nil || json.Unmarshal(s.To, &to) != nil {
		return nil
	}
	was, _ := ClearanceNamed(from)
	is, _ := ClearanceNamed(to)
	out := []string{t(ctx, "administration.acts.cleared", "from", clearanceText(ctx, was), "to", clearanceText(ctx, is))}
	if a.By.ID != 0 && a.By.ID == a.About.ID {
		out = append(out, t(ctx, "administration.acts.cleared.yourself"))
	}
	return out
}

func unitDetails(ctx context.Context, data json.RawMessage) []string {
	var counts map[string]int
	if json.Unmarshal(data, &counts) != nil {
		return nil
	}
	var out []string
	for _, sort := range []string{"added", "moved", "changed", "returned", "retired"} {
		if counts[sort] > 0 {
			out = append(out, t(ctx, "administration.acts.sort", "sort", sortText(ctx, sort), "number", i18n.From(ctx).Number(int64(counts[sort]))))
		}
	}
	return out
}

func functionDetails(data json.RawMessage) []string {
	var functions []struct{ Title string }
	if json.Unmarshal(data, &functions) != nil {
		return nil
	}
	var out []string
	for _, f := range functions {
		out = append(out, f.Title)
	}
	return out
}
