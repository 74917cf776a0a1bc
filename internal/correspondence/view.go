package correspondence

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// name is that of a type, in the language of the page.
func (t Type) name(ctx context.Context) string {
	if i18n.From(ctx).Lang() == "en" {
		return t.NameEN
	}
	return t.NameFR
}

// say is a qualification in words: its type, then what it asks.
func (c composing) say(ctx context.Context, q Qualification) string {
	name := q.Type
	for _, t := range c.Types {
		if t.Code == q.Type {
			name = t.name(ctx)
		}
	}
	return i18n.T(ctx, "correspondence.qualified", "type", name, "precedence", i18n.T(ctx, PrecedenceKey(q.Precedence)),
		"protection", i18n.T(ctx, ProtectionKey(q.Protection)), "distribution", i18n.T(ctx, "correspondence.distribution."+distributionWord(q.Distribution)))
}

// qualifiers are the qualifications that are proposed, then to say it oneself.
func (c composing) qualifiers(ctx context.Context) []ui.Option {
	var out []ui.Option
	chosen := false
	for _, p := range c.Proposed {
		here := p.word() == c.value("as")
		chosen = chosen || here
		out = append(out, ui.Option{Value: p.word(), Label: c.say(ctx, p.Qualification), Help: i18n.T(ctx, "correspondence.qualify.like", "title", p.Like), Chosen: here})
	}
	return append(out, ui.Option{Value: "self", Label: i18n.T(ctx, "correspondence.qualify.self"), Chosen: !chosen})
}

func unsaid(ctx context.Context) ui.Option {
	return ui.Option{Value: "", Label: i18n.T(ctx, "correspondence.unsaid")}
}

func (c composing) typeOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{unsaid(ctx)}
	for _, t := range c.Types {
		out = append(out, ui.Option{Value: t.Code, Label: t.Code + " – " + t.name(ctx)})
	}
	return out
}

func precedenceOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{unsaid(ctx)}
	for p := Routine; p <= Immediate; p++ {
		out = append(out, ui.Option{Value: strconv.Itoa(int(p)), Label: i18n.T(ctx, PrecedenceKey(p))})
	}
	return out
}

func protectionOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{unsaid(ctx)}
	for p := access.Public; p <= access.Restricted; p++ {
		out = append(out, ui.Option{Value: strconv.Itoa(int(p)), Label: i18n.T(ctx, ProtectionKey(p))})
	}
	return out
}

func distributionOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{unsaid(ctx)}
	for _, word := range [...]string{"services", "directors", "named"} {
		out = append(out, ui.Option{Value: word, Label: i18n.T(ctx, "correspondence.distribution."+word)})
	}
	return out
}

// signs tells whether its writer may sign it for one of their units.
func (c composing) signs() bool {
	return slices.ContainsFunc(c.Heads, func(h Head) bool { return slices.Contains(c.Signs, h.Person) })
}

func (c composing) unitOptions() []ui.Option {
	var out []ui.Option
	for _, u := range c.Units {
		out = append(out, ui.Option{Value: u.ID.String(), Label: u.Name})
	}
	return out
}

// headOptions are those who may sign for one of the units, each once.
func (c composing) headOptions(ctx context.Context) []ui.Option {
	out := []ui.Option{unsaid(ctx)}
	met := map[id.ID]bool{}
	for _, h := range c.Heads {
		if !met[h.Person] {
			met[h.Person] = true
			option := ui.Option{Value: h.Person.String(), Label: i18n.T(ctx, "correspondence.head", "name", h.Name, "unit", h.Of)}
			if slices.Contains(c.Signs, h.Person) {
				option.Is = "own"
			}
			out = append(out, option)
		}
	}
	return out
}

// templates are the types that give a text to begin with.
func (c composing) templates() []Type {
	var out []Type
	for _, t := range c.Types {
		if t.Template != "" && c.Item == 0 && c.value("source") == "" {
			out = append(out, t)
		}
	}
	return out
}

// row is a dispatch in a list of its writers.
func (v mineScreen) row(ctx context.Context, d Dispatch) ui.ItemRow {
	out := ui.ItemRow{Kind: Kind, KindLabel: i18n.T(ctx, "ui.kind.dispatch"), Title: d.Title, Href: content.Href(d.Item), Why: v.names[d.Unit], At: d.HolderSince.Time}
	out.States = append(out.States, Pressing(ctx, d.Precedence)...)
	switch {
	case d.Step == Released:
		out.Why = cmp.Or(d.quoted(ctx, v.names), out.Why)
	case d.Step == ToSign && d.Signatory == v.self:
		out.States = append(out.States, ui.Badge{Tone: ui.Accent, Icon: "signature", Label: i18n.T(ctx, "correspondence.state.yours")})
	case d.Step == ToSign:
		out.States = append(out.States, ui.Badge{Icon: "user-round", Label: i18n.T(ctx, "correspondence.state.with", "name", v.faces[d.Signatory].Name)})
	case d.Step == InVisas && slices.Contains(d.Holders(), v.self):
		out.States = append(out.States, ui.Badge{Tone: ui.Accent, Icon: "signature", Label: i18n.T(ctx, "correspondence.state.visa_yours")})
	case d.Step == InVisas && !d.askedBy.IsZero() && d.askedBy.Before(v.now.Time):
		out.States = append(out.States, ui.Badge{Tone: ui.Danger, Icon: "clock", Label: i18n.T(ctx, "correspondence.state.visa_late")})
	case d.Step == InVisas:
		out.States = append(out.States, ui.Badge{Icon: "users-round", Label: i18n.T(ctx, "correspondence.state.visas")})
	case d.Step == Drafted && d.Returned != "":
		out.States = append(out.States, ui.Badge{Tone: ui.Warning, Icon: "undo-2", Label: i18n.T(ctx, "correspondence.state.returned")})
	case d.Step == Drafted:
		out.States = append(out.States, ui.Badge{Icon: "pencil", Label: i18n.T(ctx, "correspondence.state.draft")})
	}
	if !d.Due.IsZero() && d.Step != Released {
		out.Due = i18n.T(ctx, "correspondence.due", "date", i18n.From(ctx).Date(d.Due.Time))
	}
	return out
}

// title and use are those of a guest, who writes nothing, or of an agent.
func (v mineScreen) title(ctx context.Context) string {
	if v.guest {
		return i18n.T(ctx, "correspondence.shared")
	}
	return i18n.T(ctx, "correspondence.mine")
}

func (v mineScreen) use(ctx context.Context) string {
	if v.guest {
		return i18n.T(ctx, "correspondence.shared.use")
	}
	return i18n.T(ctx, "correspondence.mine.use")
}

func (v mineScreen) older() string { return onward("after", v.Next) }

func (v mineScreen) olderShared() string { return onward("shared", v.NextShared) }

// onward is the address where a list goes on.
func onward(list string, c *Cursor) string {
	if c == nil {
		return ""
	}
	return "/dispatches?" + list + "=" + web.Cursor{c.Since.UnixMilli(), int64(c.Item)}.String()
}

func (v mineScreen) newer() string {
	if v.first {
		return ""
	}
	return "/dispatches"
}

// shownUnits is how many names of units a box lists.
const shownUnits = 12

// shownFolded is how many a longer list says before it is opened.
const shownFolded = 4

func (c composing) title() string {
	if c.Item != 0 {
		return "correspondence.edit"
	}
	return "correspondence.new"
}

func (c composing) joined() []ui.Option {
	var out []ui.Option
	for _, f := range c.Joined {
		out = append(out, ui.Option{Value: f.ID.String(), Label: f.Name})
	}
	return out
}

// refers names a reference for who writes it.
func (c composing) refers(ctx context.Context, ref named) string {
	return Related(ctx, ref.Relation, ref.Title, "")
}

// summary says who reads it beside the units that are named.
func (r Reach) summary(ctx context.Context) string {
	switch {
	case r.Distribution == access.ForServices:
		return i18n.T(ctx, "correspondence.reach.services", "count", r.Others)
	case r.Distribution == access.ForDirectors:
		return i18n.T(ctx, "correspondence.reach.directors", "count", r.Others)
	}
	return i18n.T(ctx, "correspondence.reach.named", "count", r.People-r.Barred)
}

// waits is a dispatch that waits for a gesture of the reader, or of somebody whom
// they replace.
func (v mineScreen) waits(ctx context.Context, w Waits) ui.ItemRow {
	out := v.row(ctx, w.Dispatch)
	out.At, out.Due = w.Since.Time, ""
	if w.Late {
		out.States = append([]ui.Badge{{Tone: ui.Danger, Icon: "clock", Label: i18n.T(ctx, "correspondence.visa.state.late")}}, out.States...)
	}
	if !w.By.IsZero() {
		out.Due = i18n.T(ctx, "correspondence.due", "date", i18n.From(ctx).Date(w.By.Time))
	}
	if w.For != 0 {
		out.Why = i18n.T(ctx, "correspondence.waits.for", "name", v.faces[w.For].Name)
	}
	return out
}

func (v mineScreen) moreWaits() string {
	if v.More == nil {
		return ""
	}
	return "/dispatches?waits=" + v.More.keys().String()
}
