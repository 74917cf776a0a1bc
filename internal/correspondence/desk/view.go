package desk

import (
	"cmp"
	"context"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
)

// name is that of a level, in the language of the page.
func (l Level) name(ctx context.Context) string {
	if i18n.From(ctx).Lang() == "en" {
		return l.NameEN
	}
	return l.NameFR
}

// number is how a dispatch is quoted: type, unit, year and number.
func (r Row) number(ctx context.Context) string {
	n := i18n.T(ctx, "desk.unnumbered")
	if r.Number != 0 {
		n = strconv.Itoa(r.Year) + "-" + strconv.Itoa(r.Number)
	}
	return r.Type + " " + r.Issuer.Short() + " " + n
}

// views are the tabs of a desk.
func (s screen) views(ctx context.Context) ui.Tabs {
	out := ui.Tabs{Label: i18n.T(ctx, "desk.views")}
	for _, t := range []struct {
		v View
		n int
	}{{ToHandle, s.Counts.Handle}, {ToRead, s.Counts.Read}, {Done, 0}} {
		out.Entries = append(out.Entries, ui.Tab{Label: i18n.T(ctx, "desk.view."+string(t.v)), Href: s.href(t.v, nil), Count: t.n, Current: t.v == s.view})
	}
	return out
}

// ages says how long the oldest waits, and how many are late.
func (s screen) ages(ctx context.Context) []string {
	var out []string
	oldest := map[View]clock.Time{ToHandle: s.Counts.HandleOldest, ToRead: s.Counts.ReadOldest}[s.view]
	if !oldest.IsZero() {
		out = append(out, i18n.T(ctx, "desk.oldest", "ago", i18n.From(ctx).Ago(oldest.Time, s.now.Time)))
	}
	if s.Counts.Late > 0 {
		out = append(out, i18n.T(ctx, "desk.late.count", "count", s.Counts.Late))
	}
	if max(s.Counts.Handle, s.Counts.Read) >= Many {
		out = append(out, i18n.T(ctx, "desk.many", "count", Many))
	}
	return out
}

func (s screen) newer() string {
	if s.first {
		return ""
	}
	return s.href(s.view, nil)
}

func (s screen) older() string {
	if s.Next == nil {
		return ""
	}
	return s.href(s.view, s.Next)
}

// row shows a delivery in a list.
func row(ctx context.Context, r Row, faces map[id.ID]identity.Face, now clock.Time, href string) ui.ItemRow {
	out := ui.ItemRow{
		Kind: "dispatch", KindLabel: i18n.T(ctx, "desk.kind"), Href: href, Title: r.Title, Why: r.number(ctx), At: r.Arrived.Time,
		Community: ui.Ref{Label: r.Issuer.Name, Href: "/units?open=" + r.Issuer.ID.String()}, States: badges(ctx, r, faces, now),
	}
	out.Excerpt = r.Expects
	if r.Sender.ID != 0 {
		out.Excerpt = came(ctx, r)
	}
	if r.Open() && !r.Due.IsZero() {
		out.Due = i18n.T(ctx, "desk.due", "date", i18n.From(ctx).Date(r.Due.Time))
		if r.Late(now) {
			out.Due = i18n.T(ctx, "desk.late.since", "date", i18n.From(ctx).Date(r.Due.Time))
		}
	}
	return out
}

// came says by which way it came, and why.
func came(ctx context.Context, r Row) string {
	args := []any{"unit", r.Sender.Short(), "line", r.Line}
	switch {
	case r.Raiser != 0 && r.Line != "":
		return i18n.T(ctx, "desk.came.raised.line", args...)
	case r.Raiser != 0:
		return i18n.T(ctx, "desk.came.raised", args...)
	case r.Line != "":
		return i18n.T(ctx, "desk.came.passed.line", args...)
	}
	return i18n.T(ctx, "desk.came.passed", args...)
}

// badges say what presses and who has it: in words, which colours repeat.
func badges(ctx context.Context, r Row, faces map[id.ID]identity.Face, now clock.Time) []ui.Badge {
	var out []ui.Badge
	add := func(shown bool, key string, tone ui.Tone, icon string, args ...any) {
		if shown {
			out = append(out, ui.Badge{Label: i18n.T(ctx, key, args...), Tone: tone, Icon: icon})
		}
	}
	add(r.Late(now), "desk.late", ui.Danger, "clock-alert")
	add(r.Precedence() == Immediate, "desk.precedence.immediate", ui.Danger, "zap")
	add(r.Precedence() == Urgent, "desk.precedence.urgent", ui.Warning, "chevrons-up")
	add(r.Protection == access.Restricted, "desk.protection.restricted", ui.Neutral, "lock")
	add(r.Protection == access.Limited, "desk.protection.limited", ui.Neutral, "shield")
	add(r.Raised, "desk.raised", ui.Info, "arrow-up")
	add(!r.Kept.IsZero() && !r.Kept.Before(day(now).Time), "desk.kept", ui.Success, "star")
	add(r.Assignee != 0, "desk.held", ui.Accent, "user-round", "name", faces[r.Assignee].Name)
	add(r.State == Closed, "desk.closed", ui.Neutral, "check")
	add(r.State == Passed, "desk.passed", ui.Neutral, "send")
	return out
}

// rows are those of a desk, each with its gestures.
func (s screen) rows(ctx context.Context) []ui.ItemRow {
	var out []ui.ItemRow
	for _, r := range s.Rows {
		one := row(ctx, r, s.Faces, s.now, oneURL(r.Unit, r.Item)+"?"+url.Values{"back": {s.here}}.Encode())
		if r.State == Closed && r.Outcome != "" {
			one.Excerpt = r.Outcome
		}
		one.Actions = rowGestures(s, r)
		out = append(out, one)
	}
	return out
}

// key says which letter presses an entry, on a keyboard.
func key(letter string) templ.Attributes {
	return templ.Attributes{"data-key": letter, "aria-keyshortcuts": letter}
}

// keyed is key with what is read aloud: the gesture and its dispatch.
func keyed(letter, label, title string) templ.Attributes {
	a := templ.Attributes{"aria-label": label + " : " + title}
	if letter != "" {
		a["data-key"], a["aria-keyshortcuts"] = letter, letter
	}
	return a
}

// formURL opens one form of a delivery.
func (s screen) formURL(r Row, form string) string {
	return oneURL(r.Unit, r.Item) + "?" + url.Values{"form": {form}, "back": {s.here}}.Encode() + "#" + form
}

// act is the address of a gesture that comes back here.
func act(r Delivery, name, back string) string {
	return oneURL(r.Unit, r.Item) + "/" + name + "?" + url.Values{"back": {back}}.Encode()
}

// entries are the gestures of a row that a menu holds.
func (s screen) entries(ctx context.Context, r Row) []ui.MenuEntry {
	do := func(name, icon string) ui.MenuEntry {
		return ui.MenuEntry{Label: i18n.T(ctx, "desk.do."+name), Icon: icon, Action: act(r.Delivery, name, s.here)}
	}
	form := func(name, icon, letter string) ui.MenuEntry {
		e := ui.MenuEntry{Label: i18n.T(ctx, "desk.do."+name), Icon: icon, Href: s.formURL(r, name)}
		if letter != "" {
			e.Attrs = key(letter)
		}
		return e
	}
	out := []ui.MenuEntry{form("assign", "user-round-check", "a")}
	switch {
	case s.Desk.Above.ID == 0:
	case r.Raised:
		out = append(out, do("lower", "arrow-down"))
	default:
		out = append(out, form("raise", "arrow-up", "r"))
	}
	if s.Desk.Level.Keeps > 0 {
		if !r.Kept.IsZero() && !r.Kept.Before(day(s.now).Time) {
			out = append(out, do("drop", "star-off"))
		} else {
			out = append(out, do("keep", "star"))
		}
	}
	out = append(out, form("pass", "send", ""), form("ask", "message-circle-question-mark", ""), form("note", "sticky-note", ""))
	if r.Acknowledged.IsZero() {
		out = append(out, do("acknowledge", "check-check"))
	}
	out = append(out, form("close", "square-check-big", ""))
	return append(out, ui.MenuEntry{Label: i18n.T(ctx, "desk.do.instruct"), Icon: "corner-down-right", Href: instructURL(r.Item), Divided: true})
}

// instructURL writes a dispatch that instructs from this one.
func instructURL(item id.ID) string { return "/dispatches/new?instructs=" + item.String() }

// handlers are to whom a delivery may be given.
func (v oneScreen) handlers(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "desk.assign.nobody")}}
	for _, p := range v.People {
		out = append(out, ui.Option{Value: p.String(), Label: v.Faces[p].Name})
	}
	return out
}

// others are the desks to which it may be passed.
func (v oneScreen) others(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "desk.pass.choose")}}
	for _, d := range v.desks {
		if d.ID != v.Desk.ID {
			out = append(out, ui.Option{Value: d.ID.String(), Label: d.Name})
		}
	}
	return out
}

// value is what was typed in a form, for who sees it again.
func (v oneScreen) value(form, name, first string) string {
	if v.open != form || !v.values.Has(name) {
		return first
	}
	return v.values.Get(name)
}

func (v oneScreen) problem(form, name string) string {
	if v.open != form {
		return ""
	}
	return v.errors.For(name)
}

// facts are what stands over the text of a dispatch.
func (v oneScreen) facts(ctx context.Context) ui.Facts {
	r := v.Row
	p := i18n.From(ctx)
	text := func(key, value string) ui.Term { return ui.Term{Name: i18n.T(ctx, key), Value: value} }
	out := ui.Facts{text("desk.fact.number", r.number(ctx)), text("desk.fact.from", r.Issuer.Name), text("desk.fact.arrived", p.DateTime(r.Arrived.Time))}
	if r.Expects != "" {
		out = append(out, text("desk.fact.expects", r.Expects))
	}
	if !r.Due.IsZero() {
		out = append(out, text("desk.fact.due", p.DateTime(r.Due.Time)))
	}
	if !r.Acknowledged.IsZero() {
		out = append(out, text("desk.fact.acknowledged", p.DateTime(r.Acknowledged.Time)))
	}
	return append(out, text("desk.fact.held", cmp.Or(v.Faces[r.Assignee].Name, i18n.T(ctx, "desk.assign.nobody"))))
}
