package signoff

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ui"
)

// badge shows where a document stands.
func badge(ctx context.Context, s Standing) ui.Badge {
	m := s.Mark()
	b := ui.Badge{Label: i18n.T(ctx, m.Key, m.Args...)}
	switch {
	case s.Review:
		b.Tone, b.Icon = ui.Info, "signature"
	case s.Frozen:
		b.Tone, b.Icon = ui.Success, "check"
	}
	return b
}

// who names those who are asked for a visa, or gave it.
func who(ctx context.Context, v Visa, faces map[id.ID]identity.Face) string {
	function := functionWord(ctx, v)
	as := asWord(ctx, v.Role, v.Function)
	person := v.Person
	if v.State == Given || v.State == Declined {
		person = v.Giver
	}
	name := faces[person].Name
	switch {
	case function == "":
		return name
	case name == "":
		return function
	}
	return i18n.T(ctx, "signoff.who.for", "name", name, "function", as)
}

// functionWord is the function of which the visa is asked, "" for a person.
func functionWord(ctx context.Context, v Visa) string {
	switch v.Role {
	case HeadOfUnit:
		return i18n.T(ctx, "signoff.who.head", "unit", v.Function)
	case Managers:
		return i18n.T(ctx, "signoff.who.managers")
	}
	return ""
}

// asWord is a function beside the name of who holds it.
func asWord(ctx context.Context, role Role, unit string) string {
	switch role {
	case HeadOfUnit:
		return i18n.T(ctx, "signoff.as.head", "unit", unit)
	case Managers:
		return i18n.T(ctx, "signoff.as.managers")
	}
	return ""
}

// held says who has the document now and until when, "" when nobody has.
func held(ctx context.Context, c Course, now time.Time) string {
	var names []string
	var since, due time.Time
	for _, v := range c.Visas {
		if v.State != Waiting {
			continue
		}
		names = append(names, who(ctx, v.Visa, c.Faces))
		if since.IsZero() || v.Since.Before(since) {
			since = v.Since.Time
		}
		if due.IsZero() || v.Due.Before(due) {
			due = v.Due.Time
		}
	}
	if len(names) == 0 || !c.Review {
		return ""
	}
	p := i18n.From(ctx)
	key := "signoff.held"
	if due.Before(now) {
		key = "signoff.held.late"
	}
	return i18n.T(ctx, key, "names", p.List(names), "since", p.Ago(since, now), "due", p.Date(due))
}

// late tells whether somebody is waited for longer than agreed.
func late(c Course, now time.Time) bool {
	for _, v := range c.Visas {
		if v.State == Waiting && v.Due.Before(now) {
			return c.Review
		}
	}
	return false
}

// mine is the visa that the reader is waited for, the first of them.
func (c Course) mine() (Seen, bool) {
	for _, v := range c.Visas {
		if v.Mine && v.State == Waiting {
			return v, true
		}
	}
	return Seen{}, false
}

// faceOf is what the page of a document says of its review, nil for nothing.
func faceOf(ctx context.Context, c Course, now time.Time) templ.Component {
	switch {
	case c.Review:
		return reviewNote(c, now)
	case c.Frozen:
		return frozenNote(c)
	case c.Round.State == Refused:
		return refusedNote(c)
	case c.Version > 0:
		return renewedNote(c)
	}
	return nil
}

// number is how many visas were given, of how many.
func (c Course) number() (given, all int) {
	for _, v := range c.Visas {
		if v.State == Handed {
			continue
		}
		all++
		if v.State == Given && !v.Stale {
			given++
		}
	}
	return given, all
}

// stateOf shows what became of a visa.
func stateOf(ctx context.Context, v Seen, now time.Time) ui.Badge {
	key := map[Answer]string{Coming: "coming", Waiting: "waiting", Given: "given", Declined: "refused", Handed: "handed"}[v.State]
	b := ui.Badge{}
	switch {
	case v.State == Waiting && v.Again:
		key = "again"
		b.Tone = ui.Warning
	case v.State == Given && v.Stale:
		key, b.Tone = "stale", ui.Warning
	case v.State == Given:
		b.Tone, b.Icon = ui.Success, "check"
	case v.State == Declined:
		b.Tone, b.Icon = ui.Danger, "x"
	case v.State == Waiting:
		b.Tone = ui.Info
	}
	if v.State == Waiting && v.Due.Before(now) {
		key, b.Tone = "late", ui.Danger
	}
	b.Label = i18n.T(ctx, "signoff.visa."+key)
	return b
}

// dates says when a visa was asked for, is due, was given.
func dates(ctx context.Context, v Visa) string {
	p := i18n.From(ctx)
	switch v.State {
	case Waiting:
		return i18n.T(ctx, "signoff.visa.dates", "since", p.Date(v.Since.Time), "due", p.Date(v.Due.Time))
	case Given, Declined, Handed:
		return p.DateTime(v.Given.Time)
	}
	return ""
}

// others names the people behind a function, "" when they are named already.
func others(ctx context.Context, v Seen, faces map[id.ID]identity.Face) string {
	if v.Role == Somebody || len(v.Holders) == 0 {
		return ""
	}
	var names []string
	for _, h := range v.Holders {
		names = append(names, faces[h].Name)
	}
	return i18n.From(ctx).List(names)
}

// handedTo is who answers in the place of somebody who handed it on.
func handedTo(ctx context.Context, v Seen, c Course) string {
	for _, w := range c.Visas {
		if v.Next == w.ID {
			return i18n.T(ctx, "signoff.visa.handed_to", "name", who(ctx, w.Visa, c.Faces))
		}
	}
	return ""
}

// roundLine says in one line what became of a review.
func roundLine(ctx context.Context, r Round) string {
	key := map[State]string{Open: "open", Approved: "approved", Refused: "refused", Withdrawn: "withdrawn"}[r.State]
	date := r.Created
	if !r.Ended.IsZero() {
		date = r.Ended
	}
	return i18n.T(ctx, "signoff.round."+key, "date", i18n.From(ctx).Date(date.Time))
}

// signer is how a name stands under a version.
func signer(ctx context.Context, s Signature) string {
	switch {
	case s.Unit != "":
		return i18n.T(ctx, "signoff.who.for", "name", s.Name, "function", asWord(ctx, HeadOfUnit, s.Unit))
	case s.Managers:
		return i18n.T(ctx, "signoff.who.for", "name", s.Name, "function", asWord(ctx, Managers, ""))
	case s.Function != "":
		return s.Name + ", " + s.Function
	}
	return s.Name
}

// options are the functions that may be asked.
func (a asking) options(ctx context.Context) []ui.Option {
	chosen := " " + strings.Join(a.values["functions"], " ") + " "
	var out []ui.Option
	for _, o := range a.offices {
		value := toHead + o.ID.String()
		out = append(out, ui.Option{Value: value, Label: i18n.T(ctx, "signoff.who.head", "unit", o.Name), Chosen: strings.Contains(chosen, " "+value+" ")})
	}
	return append(out, ui.Option{Value: toManagers, Label: i18n.T(ctx, "signoff.who.managers"), Chosen: strings.Contains(chosen, " "+toManagers+" ")})
}

func orders(ctx context.Context) []ui.Option {
	return []ui.Option{
		{Value: "turn", Label: i18n.T(ctx, "signoff.order.turn"), Help: i18n.T(ctx, "signoff.order.turn.help")},
		{Value: "together", Label: i18n.T(ctx, "signoff.order.together"), Help: i18n.T(ctx, "signoff.order.together.help")},
	}
}

// typed is what was typed in one form of the page, "" in the others.
func (v screen) typed(form, field string) string {
	if v.form != form {
		return ""
	}
	return v.values.Get(field)
}

func (v screen) wrong(form, field string) string {
	if v.form != form {
		return ""
	}
	return v.errors.For(field)
}

func mineTitle(ctx context.Context, v Seen) string {
	if v.Again {
		return i18n.T(ctx, "signoff.mine.again", "due", i18n.From(ctx).Date(v.Due.Time))
	}
	return i18n.T(ctx, "signoff.mine", "due", i18n.From(ctx).Date(v.Due.Time))
}

func progressLine(ctx context.Context, c Course) string {
	given, all := c.number()
	return i18n.T(ctx, "signoff.progress", "count", given, "all", all)
}

func noteTone(c Course, now time.Time) ui.Tone {
	if late(c, now) {
		return ui.Warning
	}
	return ui.Info
}

func giveWord(v Seen) string {
	if v.Again || v.State == Given {
		return "signoff.give.again"
	}
	return "signoff.give"
}

// passWord is what handing a visa on is called: one's own, or that of another.
func passWord(v Seen) string {
	if v.Mine {
		return "signoff.pass"
	}
	return "signoff.replace"
}

func passTitle(v Seen) string {
	if v.Mine {
		return "signoff.pass.title"
	}
	return "signoff.replace.title"
}

// mayTakeBack tells whether the reader may undo what they did with a visa; what
// happened since may still refuse it.
func mayTakeBack(v screen, one Seen) bool {
	if one.Giver == 0 || one.Giver != v.request.Actor.Person() {
		return false
	}
	switch one.State {
	case Given, Handed:
		return v.Review
	case Declined:
		return v.Round.State == Refused && !v.Frozen && v.Round.Ender == one.Giver
	}
	return false
}

func orDays(v screen) string {
	if v.form == "extend" {
		return v.values.Get("days")
	}
	return strconv.Itoa(UsualDays)
}
