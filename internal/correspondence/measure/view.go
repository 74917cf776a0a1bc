package measure

import (
	"context"
	"time"

	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// periods are the choice of how much is looked at.
func periods(ctx context.Context, address string, current Period) ui.FilterLinks {
	out := ui.FilterLinks{Label: i18n.T(ctx, "measure.periods")}
	for _, p := range []Period{Week, Month, Quarter} {
		out.Entries = append(out.Entries, ui.Tab{Label: i18n.T(ctx, "measure.period."+string(p)), Href: at(address, p), Current: p == current})
	}
	return out
}

// when says from which day to which.
func when(ctx context.Context, from, until time.Time) string {
	p := i18n.From(ctx)
	return i18n.T(ctx, "measure.when", "from", p.Date(from), "until", p.Date(until.Add(-time.Hour)))
}

// behind says that the figures until last midnight are being worked out, and of
// when those are that are shown.
func behind(ctx context.Context, v Overview) ui.Notice {
	out := ui.Notice{
		Title: i18n.T(ctx, "measure.behind"), Text: i18n.T(ctx, "measure.behind.first"),
		Action: ui.Button{Label: i18n.T(ctx, "measure.behind.look"), Icon: "refresh-cw", Href: at(Path, v.Period), Size: ui.Small},
	}
	if v.Known() {
		out.Text = i18n.T(ctx, "measure.behind.shown", "until", i18n.From(ctx).Date(v.Until.Add(-time.Hour)))
	}
	return out
}

func levelName(ctx context.Context, fr, en string) string {
	if i18n.From(ctx).Lang() == "en" {
		return en
	}
	return fr
}

// lasted writes a time as people say it: minutes, then hours, then days.
func lasted(ctx context.Context, d time.Duration) string {
	p := i18n.From(ctx)
	switch {
	case d < 90*time.Minute:
		return i18n.T(ctx, "measure.minutes", "count", int(d.Round(time.Minute).Minutes()))
	case d < 36*time.Hour:
		return i18n.T(ctx, "measure.hours", "count", int(d.Round(time.Hour).Hours()))
	}
	return i18n.T(ctx, "measure.days", "days", p.Decimal(d.Hours()/24, 1))
}

// half is the time that half of the dispatches took, or that there is none to
// show.
func (s Spread) half(ctx context.Context) string { return s.write(ctx, s.Median) }

// most is the time that nine in ten took.
func (s Spread) most(ctx context.Context) string { return s.write(ctx, s.P90) }

func (s Spread) write(ctx context.Context, d time.Duration) string {
	if !s.Shown() {
		return i18n.T(ctx, "measure.few")
	}
	return lasted(ctx, d)
}

// late is the share that was not closed in time.
func (f Figures) late(ctx context.Context) string {
	if !f.LateShown() {
		return i18n.T(ctx, "measure.few")
	}
	return i18n.From(ctx).Percent(float64(f.Late) / float64(f.Dated))
}

// raised is how many went up, and what part that is of what arrived to be
// handled.
func raisedOf(ctx context.Context, raised, handle int) string {
	p := i18n.From(ctx)
	if handle == 0 {
		return p.Number(int64(raised))
	}
	return i18n.T(ctx, "measure.of", "count", raised, "part", p.Percent(float64(raised)/float64(handle)))
}

// figures are what one looks at first, each with what it was before.
func (v unitScreen) figures(ctx context.Context) ui.Figures {
	one := func(key, value, before string) ui.Figure {
		return ui.Figure{Label: i18n.T(ctx, key), Value: value, Note: i18n.T(ctx, "measure.was", "value", before)}
	}
	n, b := v.Now, v.Before
	out := ui.Figures{
		one("measure.row.handle", i18n.From(ctx).Number(int64(n.Handle)), i18n.From(ctx).Number(int64(b.Handle))),
	}
	if n.Acknowledged.Shown() {
		out = append(out, one("measure.figure.acknowledged", n.Acknowledged.half(ctx), b.Acknowledged.half(ctx)))
	}
	if n.Cleared.Shown() {
		out = append(out, one("measure.figure.cleared", n.Cleared.half(ctx), b.Cleared.half(ctx)))
	}
	if n.LateShown() {
		out = append(out, one("measure.figure.late", n.late(ctx), b.late(ctx)))
	}
	return out
}

// line is a row of the comparison.
type line struct{ name, now, before string }

func (v unitScreen) lines(ctx context.Context) []line {
	number := func(n int) string { return i18n.From(ctx).Number(int64(n)) }
	n, b := v.Now, v.Before
	row := func(key, now, before string) line { return line{i18n.T(ctx, "measure.row."+key), now, before} }
	out := []line{row("handle", number(n.Handle), number(b.Handle)), row("read", number(n.Read), number(b.Read)), row("out", number(n.Out), number(b.Out))}
	if v.Timed() {
		out = append(out,
			row("acknowledged.median", n.Acknowledged.half(ctx), b.Acknowledged.half(ctx)), row("acknowledged.p90", n.Acknowledged.most(ctx), b.Acknowledged.most(ctx)),
			row("cleared.median", n.Cleared.half(ctx), b.Cleared.half(ctx)), row("cleared.p90", n.Cleared.most(ctx), b.Cleared.most(ctx)),
			row("late", n.late(ctx), b.late(ctx)))
	}
	if v.Above != 0 {
		out = append(out, row("raised", raisedOf(ctx, n.Raised, n.Handle), raisedOf(ctx, b.Raised, b.Handle)))
	}
	if v.Keeps > 0 {
		out = append(out, row("kept", number(n.Kept), number(b.Kept)))
	}
	return out
}

// bars are the volumes, each beside the largest.
func (v unitScreen) bars(ctx context.Context) []ui.Progress {
	most := 0
	for _, f := range v.Flows {
		most = max(most, f.In)
	}
	out := make([]ui.Progress, len(v.Flows))
	for i, f := range v.Flows {
		out[i] = ui.Progress{
			Label: i18n.T(ctx, "measure.from."+string(v.Period), "date", i18n.From(ctx).Date(f.From.Time)),
			Text:  i18n.T(ctx, "measure.flow", "in", f.In, "out", f.Out), Value: f.In, Max: max(1, most),
		}
	}
	return out
}

// empty tells whether nothing moved in either period.
func (f Figures) empty() bool { return f.Handle+f.Read+f.Out == 0 }

// deskColumns are those of the table of all desks.
func deskColumns(ctx context.Context) []ui.Column {
	out := []ui.Column{{Label: i18n.T(ctx, "measure.column.unit")}}
	for _, key := range []string{"handle", "acknowledged.median", "cleared.median", "cleared.p90", "late", "raised"} {
		out = append(out, ui.Column{Label: i18n.T(ctx, "measure.column.short."+key), Number: true})
	}
	return out
}

// deskCells are the figures of one desk, in the order of deskColumns.
func deskCells(ctx context.Context, d Desk) []string {
	f := d.Now
	return []string{i18n.From(ctx).Number(int64(f.Handle)), f.Acknowledged.half(ctx), f.Cleared.half(ctx), f.Cleared.most(ctx), f.late(ctx), raisedOf(ctx, f.Raised, f.Handle)}
}

// crumbs lead to the desk for its people, to all desks for others.
func (v unitScreen) crumbs(ctx context.Context) []ui.Crumb {
	if v.own {
		return []ui.Crumb{{Label: v.Short(), Href: "/desk/" + v.ID.String()}}
	}
	return []ui.Crumb{{Label: i18n.T(ctx, "measure.all"), Href: at(Path, v.Period)}}
}
