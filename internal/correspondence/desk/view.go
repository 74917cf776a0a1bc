package desk

import (
	"cmp"
	"context"
	"net/url"
	"slices"
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
	n := cmp.Or(r.Original, i18n.T(ctx, "desk.unnumbered"))
	if r.Number != 0 {
		n = strconv.Itoa(r.Year) + "-" + strconv.Itoa(r.Number)
	}
	if r.Issuer.Acronym != "" {
		n = r.Issuer.Acronym + " " + n
	}
	return r.Type + " " + n
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
	if s.view == ToRead && slices.ContainsFunc(s.Rows, func(r Row) bool { return r.Merit < 0 }) {
		out = append(out, i18n.T(ctx, "desk.useful.first"))
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
		Kind: "dispatch", KindLabel: i18n.T(ctx, "desk.kind"), Href: href, Title: r.Title, Why: r.number(ctx) + " · " + r.Issuer.Name, At: r.Arrived.Time,
		States: badges(ctx, r, faces, now),
	}
	out.Excerpt, out.Useful = r.Expects, r.Useful
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
	add := func(shown bool, b ui.Badge, key string, args ...any) {
		if shown {
			b.Label = i18n.T(ctx, key, args...)
			out = append(out, b)
		}
	}
	add(r.Late(now), ui.Badge{Tone: ui.Danger, Icon: "clock-alert"}, "desk.late")
	add(r.Precedence() == Immediate, ui.Badge{Tone: ui.Danger, Icon: "zap"}, "desk.precedence.immediate")
	add(r.Precedence() == Urgent, ui.Badge{Tone: ui.Warning, Icon: "chevrons-up"}, "desk.precedence.urgent")
	add(r.Protection == access.Restricted, ui.Badge{Icon: "lock"}, "desk.protection.restricted")
	add(r.Protection == access.Limited, ui.Badge{Icon: "shield"}, "desk.protection.limited")
	add(r.Raised, ui.Badge{Tone: ui.Info, Icon: "arrow-up"}, "desk.raised")
	add(r.selected(now), ui.Badge{Tone: ui.Success, Icon: "star"}, "desk.kept")
	add(r.Assignee != 0, ui.Badge{Tone: ui.Accent, Icon: "user-round"}, "desk.held", "name", faces[r.Assignee].Name)
	add(r.State == Closed, ui.Badge{Icon: "check"}, "desk.closed")
	add(r.State == Passed, ui.Badge{Icon: "send"}, "desk.passed")
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

// fields are where one begins to write in each form of a delivery.
var fields = map[string]string{"assign": "assign-person", "raise": "raise-line", "pass": "pass-unit", "due": "due-date", "close": "close-outcome", "ask": "ask-person",
	"note": "note-source"}

// formURL opens one form of a delivery, at its first field: browsers let no field
// take the focus by itself where an address leads into the page.
func (s screen) formURL(r Row, form string) string {
	return oneURL(r.Unit, r.Item) + "?" + url.Values{"form": {form}, "back": {s.here}}.Encode() + "#" + fields[form]
}

// act is the address of a gesture that comes back here.
func act(r Delivery, name, back string) string {
	return oneURL(r.Unit, r.Item) + "/" + name + "?" + url.Values{"back": {back}}.Encode()
}

// inPlace has a form bring the lists anew, where there are scripts.
func inPlace(action string) templ.Attributes {
	return templ.Attributes{"hx-post": action, "hx-target": "#desk", "hx-swap": "outerHTML"}
}

// entries are the gestures of a row that a menu holds.
func (s screen) entries(ctx context.Context, r Row) []ui.MenuEntry {
	do := func(e ui.MenuEntry, name string) ui.MenuEntry {
		e.Label, e.Action = i18n.T(ctx, "desk.do."+name), act(r.Delivery, name, s.here)
		e.Attrs = inPlace(e.Action)
		return e
	}
	form := func(e ui.MenuEntry, name string) ui.MenuEntry {
		e.Label, e.Href = i18n.T(ctx, "desk.do."+name), s.formURL(r, name)
		return e
	}
	out := []ui.MenuEntry{form(ui.MenuEntry{Icon: "user-round-check", Attrs: key("a")}, "assign")}
	switch {
	case s.Desk.Above.ID == 0:
	case r.Raised:
		out = append(out, do(ui.MenuEntry{Icon: "arrow-down"}, "lower"))
	default:
		out = append(out, form(ui.MenuEntry{Icon: "arrow-up", Attrs: key("r")}, "raise"))
	}
	if s.Desk.Level.Keeps > 0 {
		if r.selected(s.now) {
			out = append(out, do(ui.MenuEntry{Icon: "star-off"}, "drop"))
		} else {
			out = append(out, do(ui.MenuEntry{Icon: "star"}, "keep"))
		}
	}
	out = append(out, form(ui.MenuEntry{Icon: "send"}, "pass"), form(ui.MenuEntry{Icon: "message-circle-question-mark"}, "ask"),
		form(ui.MenuEntry{Icon: "sticky-note"}, "note"))
	if r.Acknowledged.IsZero() {
		out = append(out, do(ui.MenuEntry{Icon: "check-check"}, "acknowledge"))
	}
	out = append(out, form(ui.MenuEntry{Icon: "square-check-big"}, "close"))
	return append(out, ui.MenuEntry{Label: i18n.T(ctx, "desk.do.answer"), Icon: "reply", Href: answerURL(r.Item), Divided: true},
		ui.MenuEntry{Label: i18n.T(ctx, "desk.do.instruct"), Icon: "corner-down-right", Href: instructURL(r.Item)})
}

// answerURL writes a dispatch that answers this one.
func answerURL(item id.ID) string { return "/dispatches/new?answers=" + item.String() }

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
