package correspondence

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// VisaState is what became of a visa.
type VisaState uint8

// The states of a visa.
const (
	Coming VisaState = iota + 1
	Waiting
	Given
	Refused
	Overridden
)

// Visa is one that is asked for before a dispatch is signed.
type Visa struct {
	ID      id.ID
	Item    id.ID `db:"item_id"`
	Place   int   // in the order, from 1
	Person  id.ID `db:"person_id"`
	State   VisaState
	Days    int        // that they have, once it is waited for
	Since   clock.Time // it is waited for
	Due     clock.Time
	Looks   clock.Time // when its date is looked at next
	Given   clock.Time // when it was answered last, on a version that may have changed since
	Giver   id.ID      `db:"giver_id"` // who answered: that person, a substitute, or who overrode
	Note    string
	Version int // of the dispatch, when it was answered
}

// Late tells whether it is waited for longer than was agreed.
func (v Visa) Late(now clock.Time) bool {
	return v.State == Waiting && !v.Due.IsZero() && v.Due.Before(now.Time)
}

// stands tells whether what was answered holds for a version of the dispatch:
// what was answered on an earlier one is asked again.
func (v Visa) stands(version int) bool {
	return (v.State == Given || v.State == Overridden) && v.Version == version
}

// VisaSeen is a visa as somebody who reads the dispatch sees it.
type VisaSeen struct {
	Visa
	Stale       bool // it was answered on an earlier version
	Overdue     bool // it is waited for longer than was agreed
	Stuck       bool // who is asked may not read it any more, nor anybody who acts for them
	InNameOf    bool // a substitute answered
	MayGive     bool // the reader may give or refuse it
	AsAnother   bool // in the name of its person
	MayOverride bool
	MayMove     bool // the reader may ask somebody else
	MayTakeBack bool // the reader may undo what they did with it
}

// VisasOf is the circuit of a dispatch, in its order, for who took part in it
// and the people of the unit that issues it; others read what it says alone.
func (s *Service) VisasOf(ctx context.Context, actor access.Actor, item id.ID) ([]VisaSeen, error) {
	w := Whole{}
	var err error
	if w.Dispatch, err = dispatchOf(ctx, s.DB, actor, item); err != nil {
		return nil, err
	}
	err = s.lookInside(ctx, actor, &w)
	return w.Visas, err
}

// lookInside adds what only those see who take part in the making.
func (s *Service) lookInside(ctx context.Context, actor access.Actor, w *Whole) error {
	list, err := visasOf(ctx, s.DB, w.Item)
	if err != nil {
		return err
	}
	away, err := replacedBy(ctx, s.DB, actor.Person(), s.Clock.Now())
	if err != nil || !inside(actor, w.Dispatch, list, away) {
		return err
	}
	stuck, err := s.stuck(ctx, s.DB, w.Dispatch, list)
	if err != nil {
		return err
	}
	w.Visas = s.seen(actor, w.Dispatch, list, away, stuck)
	w.Readers, err = readersOf(ctx, s.DB, w.Item)
	return err
}

func (s *Service) seen(actor access.Actor, d Dispatch, list []Visa, away, stuck []id.ID) []VisaSeen {
	c, now, me := course{Dispatch: d, visas: list}, s.Clock.Now(), actor.Person()
	acts := actor.IsAgent()
	signs := acts && (d.Signatory == me || slices.Contains(away, d.Signatory))
	out := make([]VisaSeen, len(list))
	for i, v := range list {
		own := v.Person == me
		waits := d.Step == InVisas && v.State == Waiting
		lost := slices.Contains(stuck, v.ID)
		out[i] = VisaSeen{
			Visa: v, Overdue: v.Late(now), Stuck: lost,
			Stale:       !v.Given.IsZero() && v.Version != d.Version && d.Step != Released,
			InNameOf:    v.Giver != 0 && v.Giver != v.Person && (v.State == Given || v.State == Refused),
			MayGive:     acts && waits && (own || slices.Contains(away, v.Person)),
			MayOverride: waits && (signs || acts && d.Author == me && (v.Late(now) || lost)),
			MayMove:     acts && lost && (signs || d.Author == me),
			MayTakeBack: acts && v.Giver == me && c.takesBack(v),
		}
		out[i].AsAnother = out[i].MayGive && !own
	}
	return out
}

// inside tells whether actor takes part in the making of a dispatch.
func inside(actor access.Actor, d Dispatch, visas []Visa, away []id.ID) bool {
	if slices.Contains(actor.Units(), d.Unit) {
		return true
	}
	part := []id.ID{d.Author, d.Signatory, d.Signer}
	for _, v := range visas {
		part = append(part, v.Person, v.Giver)
	}
	return slices.ContainsFunc(part, func(p id.ID) bool { return p != 0 && (p == actor.Person() || slices.Contains(away, p)) })
}

// course is a dispatch on its way out in a transaction, locked until it ends,
// with its visas.
type course struct {
	Dispatch
	visas []Visa
	had   []id.ID // who could make the gesture that it waited for when this one began
}

// open loads a dispatch for a gesture of who works on it.
func (s *Service) open(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (*course, error) {
	d, err := s.load(ctx, tx, actor, Work, item)
	if err != nil {
		return nil, err
	}
	c := &course{Dispatch: d}
	if c.visas, err = visasOf(ctx, tx, item); err != nil {
		return nil, err
	}
	c.had, err = s.hands(ctx, tx, d)
	return c, err
}

// visa finds one of them.
func (c *course) visa(visa id.ID) (*Visa, error) {
	for i := range c.visas {
		if c.visas[i].ID == visa {
			return &c.visas[i], nil
		}
	}
	return nil, fault.NotFound()
}

// toAsk are those whose visa is still to be asked for.
func (c *course) toAsk() (out []VisaAsked) {
	for _, v := range c.visas {
		if !v.stands(c.Version) {
			out = append(out, VisaAsked{v.Person, v.Days})
		}
	}
	return out
}

// goTo says where the dispatch is from now on.
func (s *Service) goTo(ctx context.Context, tx *store.Tx, c *course, to Step) error {
	c.Step, c.HolderSince, c.Returned, c.Returner = to, s.Clock.Now(), "", 0
	return moveTo(ctx, tx, c.Item, to, c.HolderSince)
}

// proceed takes a dispatch further once nobody is waited for: to those whose
// visa comes, and to its signatory after the last.
func (s *Service) proceed(ctx context.Context, tx *store.Tx, c *course) error {
	var turn []*Visa
	for i := range c.visas {
		v := &c.visas[i]
		switch {
		case v.State == Waiting:
			return nil
		case !v.stands(c.Version) && (!c.InTurn || len(turn) == 0):
			turn = append(turn, v)
		}
	}
	if len(turn) == 0 {
		return s.goTo(ctx, tx, c, ToSign)
	}
	if err := s.goTo(ctx, tx, c, InVisas); err != nil {
		return err
	}
	for _, v := range turn {
		if err := s.ask(ctx, tx, v); err != nil {
			return err
		}
	}
	return nil
}

// ask has a visa waited for from now on. What was answered on an earlier version
// stays beside it until it is answered anew.
func (s *Service) ask(ctx context.Context, tx *store.Tx, v *Visa) error {
	v.State, v.Since = Waiting, s.Clock.Now()
	v.Due = clock.At(v.Since.AddDate(0, 0, v.Days))
	v.Looks = v.Due
	if v.Days > 1 {
		v.Looks = clock.At(v.Due.Add(-24 * time.Hour))
	}
	return keepVisa(ctx, tx, *v)
}

// inNameOf is for whom actor acts, zero for themselves.
func inNameOf(actor access.Actor, person id.ID) id.ID {
	if actor.Person() == person {
		return 0
	}
	return person
}

// line reads one line that somebody typed.
func line(c *fault.Check, field, typed string) string {
	out, ok := text.Line(typed, MaxLine)
	c.Field(field, ok, "fault.field.too_long", "count", MaxLine)
	return out
}
