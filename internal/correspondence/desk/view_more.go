package desk

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// keysHelp are the letters of a desk for the help of the keyboard, as JSON:
// pairs of a letter and what it does.
func keysHelp(ctx context.Context) string {
	var pairs [][2]string
	for _, k := range []struct{ letter, key string }{
		{"o", "desk.key.open"}, {"t", "desk.do.take"}, {"a", "desk.do.assign"}, {"r", "desk.do.raise"}, {"d", "desk.do.done"}, {"u", "desk.key.undo"},
	} {
		pairs = append(pairs, [2]string{k.letter, i18n.T(ctx, k.key)})
	}
	out, err := json.Marshal(pairs)
	if err != nil {
		panic(err) // pairs of words
	}
	return string(out)
}

func crumbsOf(d Desk) []ui.Crumb {
	return []ui.Crumb{{Label: d.Short(), Href: deskURL(d.ID)}}
}

// around is the menu of what stands around a desk, or around several.
func (s screen) around(ctx context.Context) ui.Menu { return around(ctx, s.Desk, s.compares) }

func around(ctx context.Context, d Desk, compares bool) ui.Menu {
	out := ui.Menu{Label: i18n.T(ctx, "desk.around"), Icon: "ellipsis", Kind: ui.Quiet, Size: ui.Small, AtStart: true}
	add := func(shown bool, icon, key, href string) {
		if shown {
			out.Entries = append(out.Entries, ui.MenuEntry{Label: i18n.T(ctx, key), Icon: icon, Href: href})
		}
	}
	add(true, "send", "desk.written", "/dispatches")
	add(true, "list", "desk.lists", "/dispatches/lists")
	add(d.Level.Place > 1, "layers", "desk.below", deskURL(d.ID)+"/below")
	add(compares, "chart-column", "desk.measures", "/dispatches/measure")
	add(true, "archive", "desk.archive", "/dispatches/archive")
	return out
}

// hereURL is the page of the delivery.
func (v oneScreen) hereURL() string { return oneURL(v.Desk.ID, v.Row.Item) }

// act is the address of a gesture. What ends the work here goes back to the desk,
// and so does what one came here for; what the unit says to itself stays in
// sight.
func (v oneScreen) act(name string) string {
	back := v.hereURL()
	if v.back != deskURL(v.Desk.ID) {
		back += "?" + url.Values{"back": {v.back}}.Encode()
	}
	switch {
	case name == "close", name == "pass", name == v.open && name != "note":
		back = v.back
	case name == "note", strings.HasPrefix(name, "unsay/"):
		back += "#note"
	}
	return act(v.Row.Delivery, name, back)
}

// inPlace has a form bring the delivery anew, where there are scripts.
func (v oneScreen) inPlace(action string) templ.Attributes {
	return templ.Attributes{"hx-post": action, "hx-target": "#delivery", "hx-swap": "outerHTML"}
}

func (v belowScreen) options(ctx context.Context) []ui.Option {
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "desk.below.all")}}
	for _, d := range v.Desks {
		out = append(out, ui.Option{Value: d.ID.String(), Label: d.Name})
	}
	return out
}

// rows are those of the desks below: each says on which, and who has it is theirs
// alone.
func (v belowScreen) rows(ctx context.Context) []ui.ItemRow {
	var out []ui.ItemRow
	for _, r := range v.Rows {
		r.Assignee, r.Line, r.Kept = 0, "", clock.Time{}
		one := row(ctx, r, nil, v.now, "/i/"+r.Item.String())
		one.Excerpt = i18n.T(ctx, "desk.below.on", "unit", r.Place.Name)
		out = append(out, one)
	}
	return out
}

func (v belowScreen) newer() string {
	if v.first {
		return ""
	}
	return v.href(v.only, nil)
}

func (v belowScreen) older() string {
	if v.Next == nil {
		return ""
	}
	return v.href(v.only, v.Next)
}

// pick leads to a selection of the day: that of another desk says whose it is.
func (s screen) pick(ctx context.Context, d Desk) string {
	if d.ID == s.Desk.ID {
		return i18n.T(ctx, "desk.selection")
	}
	return i18n.T(ctx, "desk.selection.of", "unit", d.Short())
}

// button is a gesture that needs no word.
func (v oneScreen) button(ctx context.Context, name string, b ui.Button) ui.Button {
	b.Label, b.Size = i18n.T(ctx, "desk.do."+name), ui.Small
	if name == "close" {
		b.Label = i18n.T(ctx, "desk.do.done")
	}
	return b
}

// more are the gestures that need no word and are not asked every time.
func (v oneScreen) more(ctx context.Context) []ui.MenuEntry {
	var out []ui.MenuEntry
	do := func(name, icon string) {
		out = append(out, ui.MenuEntry{Label: i18n.T(ctx, "desk.do."+name), Icon: icon, Action: v.act(name), Attrs: v.inPlace(v.act(name))})
	}
	if v.Row.Open() && v.Row.Acknowledged.IsZero() {
		do("acknowledge", "check-check")
	}
	if v.Row.Raised {
		do("lower", "arrow-down")
	}
	switch {
	case v.Desk.Level.Keeps == 0:
	case v.Row.selected(v.Now):
		do("drop", "star-off")
	default:
		do("keep", "star")
	}
	return append(out, ui.MenuEntry{Label: i18n.T(ctx, "desk.do.instruct"), Icon: "corner-down-right", Href: instructURL(v.Row.Item)},
		ui.MenuEntry{Label: i18n.T(ctx, "desk.do.comment"), Icon: "message-circle", Href: content.Href(v.Row.Item)})
}

// badges are those of what presses.
func (v selectionScreen) badges(ctx context.Context, r Row) []ui.Badge {
	return slices.DeleteFunc(badges(ctx, r, nil, v.now), func(b ui.Badge) bool { return b.Tone != ui.Danger && b.Tone != ui.Warning })
}

// discuss leads to what everybody who reads a dispatch says of it.
func (v selectionScreen) discuss(ctx context.Context, r Row) string {
	if r.Comments == 0 {
		return i18n.T(ctx, "desk.do.comment")
	}
	return i18n.T(ctx, "desk.comments", "count", r.Comments)
}

// discussion leads to the page of the dispatch, where all its readers speak.
func (v oneScreen) discussion(ctx context.Context) string {
	if v.Row.Comments == 0 {
		return i18n.T(ctx, "desk.one.discuss")
	}
	return i18n.T(ctx, "desk.one.discussed", "count", v.Row.Comments)
}
