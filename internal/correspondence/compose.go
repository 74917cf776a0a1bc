package correspondence

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Type is what a dispatch is about, as an administrator configures it.
type Type struct {
	Code     string
	NameFR   string `db:"name_fr"`
	NameEN   string `db:"name_en"`
	Template string // Markdown, what one begins with
}

// Unit is one that writes or receives.
type Unit struct {
	ID       id.ID
	Code     string
	Name     string
	NameFold string `db:"name_fold"`
	Acronym  string
}

// List is units to which one writes often.
type List struct {
	ID   id.ID
	Name string
	Unit id.ID `db:"unit_id"` // whose; zero for all
}

// Head is somebody who may sign for a unit.
type Head struct {
	Unit      id.ID `db:"unit_id"` // for which they may sign
	Person    id.ID `db:"person_id"`
	Name      string
	Clearance access.Protection
	Of        string `db:"of_name"` // the unit that they head
	Depth     int
}

// Cursor is where a list of dispatches goes on.
type Cursor struct {
	Since clock.Time
	Item  id.ID
}

// Desk is all among which the drafter of a dispatch chooses.
type Desk struct {
	Units []Unit // that may issue it
	Types []Type
	Heads []Head // who may sign for one of these units
}

// Desk reads among what actor chooses when they write.
func (s *Service) Desk(ctx context.Context, actor access.Actor) (d Desk, err error) {
	if d.Units, err = unitsWithDesk(ctx, s.DB, actor.Units()); err != nil {
		return d, err
	}
	if d.Types, err = typesOf(ctx, s.DB); err != nil {
		return d, err
	}
	d.Heads, err = headsAbove(ctx, s.DB, idsOf(d.Units))
	return d, err
}

func idsOf(units []Unit) []id.ID {
	out := make([]id.ID, len(units))
	for i, u := range units {
		out[i] = u.ID
	}
	return out
}

// Reach is who a dispatch would come to, said before it is sent.
type Reach struct {
	Acts, Informed []string // names of units
	Chain          []string // those above these, to which their desks may raise it
	People         int      // of these units and of the one that issues it
	Barred         int      // of them, those whose clearance is too low to read it
	Distribution   access.Audience
	Protection     access.Protection
	Others         int    // who reads it by the distribution, the people of these units among them
	Mark           string // one of these readers: another when it would come to others
	Wrong          error
}

// Reach tells it of what is being written, as far as it can be understood.
func (s *Service) Reach(ctx context.Context, actor access.Actor, w Writing) (Reach, error) {
	q := Qualification{Distribution: access.ForNamed}
	if w.Qualified != nil {
		q = *w.Qualified
	}
	if q.Protection == access.Restricted {
		q.Distribution = access.ForNamed
	}
	r := Reach{Distribution: q.Distribution, Protection: q.Protection}
	to, err := s.check(ctx, s.DB, actor, &Writing{Unit: w.Unit, To: w.To}, actor.Person(), nil)
	if err != nil {
		r.Wrong = err
	}
	r.Mark = markOf(w.Unit, to, q)
	units := []id.ID{w.Unit}
	for _, a := range to {
		units = append(units, a.Unit)
	}
	names, err := unitNames(ctx, s.DB, units)
	if err != nil {
		return r, err
	}
	for _, a := range to {
		if a.Acts {
			r.Acts = append(r.Acts, names[a.Unit])
		} else {
			r.Informed = append(r.Informed, names[a.Unit])
		}
	}
	above, err := chainOf(ctx, s.DB, units[1:])
	if err != nil {
		return r, err
	}
	known, err := unitNames(ctx, s.DB, above)
	if err != nil {
		return r, err
	}
	for _, u := range above {
		if !slices.Contains(units, u) {
			units, r.Chain = append(units, u), append(r.Chain, known[u])
		}
	}
	people, cleared, err := countIn(ctx, s.DB, units, q.Protection)
	if err != nil {
		return r, err
	}
	r.People, r.Barred = people, people-cleared
	if q.Distribution != access.ForNamed {
		r.Others, err = countFor(ctx, s.DB, q.Distribution, q.Protection)
	}
	return r, err
}

// markOf is one of whom a dispatch would come to, whatever the order in which
// they were typed.
func markOf(from id.ID, to []Addressee, q Qualification) string {
	lines := make([]string, len(to))
	for i, a := range to {
		lines[i] = fmt.Sprint(a.Unit, a.Acts)
	}
	slices.Sort(lines)
	sum := sha256.Sum256(fmt.Append(nil, from, lines, q.Protection, q.Distribution))
	return hex.EncodeToString(sum[:8])
}

// Proposed is a qualification that similar dispatches had.
type Proposed struct {
	Qualification
	Like string // the subject of the one that is most like it
}

// Propose gives the qualifications of these dispatches, as actor reads them, or
// of the last ones of the unit: the most frequent first.
func (s *Service) Propose(ctx context.Context, actor access.Actor, unit id.ID, near []id.ID, limit int) ([]Proposed, error) {
	found, err := qualified(ctx, s.DB, actor, near)
	if err != nil {
		return nil, err
	}
	if len(found) < limit {
		last, err := lastOf(ctx, s.DB, actor, []id.ID{unit}, Cursor{}, 20)
		if err != nil {
			return nil, err
		}
		found = append(found, last...)
	}
	var out []Proposed
	times := map[Qualification]int{}
	for _, d := range found {
		q := Qualification{d.Type, d.Precedence, d.Protection, d.Audience}
		if q.Protection > actor.Clearance() {
			continue
		}
		if times[q]++; times[q] == 1 {
			out = append(out, Proposed{q, d.Title})
		}
	}
	slices.SortStableFunc(out, func(a, b Proposed) int { return times[b.Qualification] - times[a.Qualification] })
	return out[:min(len(out), limit)], nil
}

// Lacks says all that a dispatch lacks to be sent on; nil when it lacks nothing.
func (s *Service) Lacks(ctx context.Context, actor access.Actor, item id.ID) error {
	d, err := dispatchOf(ctx, s.DB, actor, item)
	if err != nil {
		return err
	}
	visas, err := visasOf(ctx, s.DB, item)
	if err != nil {
		return err
	}
	c := course{Dispatch: d, visas: visas}
	_, err = s.ready(ctx, s.DB, d, c.toAsk())
	return err
}

// Begun are the dispatches that are not out and on which actor works, a hundred
// at most.
func (s *Service) Begun(ctx context.Context, actor access.Actor) ([]Dispatch, error) {
	return begunBy(ctx, s.DB, actor, 100)
}

// Shared are the dispatches that those who drafted them let actor read, the last
// first: a guest finds them nowhere else.
func (s *Service) Shared(ctx context.Context, actor access.Actor, after Cursor, limit int) (list []Dispatch, next *Cursor, err error) {
	list, err = sharedWith(ctx, s.DB, actor, after, limit+1)
	return cut(list, limit), nextOf(list, limit), err
}

// Sent are what the units of actor released, the last first.
func (s *Service) Sent(ctx context.Context, actor access.Actor, after Cursor, limit int) (list []Dispatch, next *Cursor, err error) {
	list, err = lastOf(ctx, s.DB, actor, actor.Units(), after, limit+1)
	return cut(list, limit), nextOf(list, limit), err
}

func cut(list []Dispatch, limit int) []Dispatch { return list[:min(len(list), limit)] }

// nextOf is where a list goes on that was read one further than it shows.
func nextOf(list []Dispatch, limit int) *Cursor {
	if len(list) <= limit {
		return nil
	}
	return &Cursor{list[limit-1].HolderSince, list[limit-1].Item}
}
