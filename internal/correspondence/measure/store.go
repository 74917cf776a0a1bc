package measure

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// system counts what was released, whoever asks: restricted dispatches are left
// out.
var system = access.SystemActor("how many dispatches a unit released")

// What queries speak of.
var (
	unitOf, issuer, sender = store.Q(`d.unit_id`), store.Q(`p.unit_id`), store.Q(`d.from_id`)
	earlier, now           = store.Q(`0`), store.Q(`1`)
)

// chainOf is a unit and those above it, as desks raise.
func chainOf(ctx context.Context, on store.Querier, unit id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`WITH RECURSIVE up (id) AS (SELECT d.unit_id FROM dispatch_desks d WHERE d.unit_id = %s
		UNION SELECT d.above_id FROM dispatch_desks d JOIN up ON d.unit_id = up.id WHERE d.above_id IS NOT NULL) SELECT id FROM up`, unit))
}

// underOf are these units and those below them.
func underOf(ctx context.Context, on store.Querier, units []id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`WITH RECURSIVE down (id) AS (SELECT d.unit_id FROM dispatch_desks d WHERE d.unit_id IN %s
		UNION SELECT d.unit_id FROM dispatch_desks d JOIN down ON d.above_id = down.id) SELECT id FROM down`, store.Values(units)))
}

// placesOf are the desks of these units, of all for nil: the highest level first,
// by name.
func placesOf(ctx context.Context, on store.Querier, units []id.ID) ([]Place, error) {
	return store.All[Place](ctx, on, store.Q(`SELECT u.id, u.name, u.acronym, l.place AS level, l.name_fr AS level_fr, l.name_en AS level_en, l.keeps,
		COALESCE(d.above_id, 0) AS above, (SELECT COUNT(DISTINCT f.person_id) FROM functions f WHERE f.unit_id = u.id) AS people
		FROM dispatch_desks d JOIN units u ON u.id = d.unit_id JOIN dispatch_levels l ON l.place = d.level
		WHERE %s ORDER BY l.place DESC, u.name_fold, u.id`, among(unitOf, units)))
}

// among is the condition that a column is one of these units; all for nil.
func among(column *store.Query, units []id.ID) *store.Query {
	switch len(units) {
	case 0:
		return store.Q("TRUE")
	case 1:
		return store.Q(`%s = %s`, column, units[0])
	}
	return store.Q(`%s IN %s`, column, store.Values(units))
}

// Each row below is of one unit, in the period (part 1) or the one before.

type counted struct {
	Unit         id.ID
	Part         int
	Handle, Read int
	Dated, Late  int
}

// counts are what arrived, and how much of what was due by the end of the period
// was not closed in time.
func counts(ctx context.Context, on store.Querier, units []id.ID, s span) ([]counted, error) {
	return store.All[counted](ctx, on, store.Q(`%s UNION ALL %s`, countsIn(units, s.before, s.from, earlier), countsIn(units, s.from, s.until, now)))
}

func countsIn(units []id.ID, from, until clock.Time, part *store.Query) *store.Query {
	late := store.Q(`d.due < %s`, until)
	return store.Q(`SELECT d.unit_id AS unit, %s AS part, COUNT(*) AS handle, 0 AS read, COUNT(CASE WHEN %s THEN 1 END) AS dated,
		COUNT(CASE WHEN %s AND (d.closed IS NULL OR d.closed > d.due) THEN 1 END) AS late FROM deliveries d
		WHERE %s AND d.acts = TRUE AND d.protection < 2 AND d.arrived >= %s AND d.arrived < %s GROUP BY d.unit_id
		UNION ALL SELECT d.unit_id, %s, 0, COUNT(*), 0, 0 FROM deliveries d
		WHERE %s AND d.acts = FALSE AND d.protection < 2 AND d.arrived >= %s AND d.arrived < %s GROUP BY d.unit_id`,
		part, late, late, among(unitOf, units), from, until, part, among(unitOf, units), from, until)
}

type timed struct {
	Unit        id.ID
	Part, N     int
	Median, P90 int64 // milliseconds
}

func (t timed) spread() Spread {
	return Spread{N: t.N, Median: time.Duration(t.Median) * time.Millisecond, P90: time.Duration(t.P90) * time.Millisecond}
}

// times are how long it took from the arrival of what must be handled to a
// moment, among those for which it came by the end of the period. What was brought
// from archives came and was over at once: it took no time of anybody.
func times(ctx context.Context, on store.Querier, units []id.ID, s span, moment *store.Query) ([]timed, error) {
	return store.All[timed](ctx, on, store.Q(`%s UNION ALL %s`, timesIn(units, s.before, s.from, earlier, moment), timesIn(units, s.from, s.until, now, moment)))
}

func timesIn(units []id.ID, from, until clock.Time, part, moment *store.Query) *store.Query {
	return store.Q(`SELECT r.unit_id AS unit, %s AS part, r.n, MAX(CASE WHEN r.nth = (r.n + 1) / 2 THEN r.took END) AS median,
		MAX(CASE WHEN r.nth = (9 * r.n + 9) / 10 THEN r.took END) AS p90
		FROM (SELECT w.unit_id, w.took, ROW_NUMBER() OVER (PARTITION BY w.unit_id ORDER BY w.took) AS nth, COUNT(*) OVER (PARTITION BY w.unit_id) AS n
			FROM (SELECT d.unit_id, %s - d.arrived AS took FROM deliveries d
				WHERE %s AND d.acts = TRUE AND d.protection < 2 AND d.arrived >= %s AND d.arrived < %s AND %s < %s AND %s > d.arrived) w) r
		GROUP BY r.unit_id, r.n`, part, moment, among(unitOf, units), from, until, moment, until, moment)
}

type tally struct {
	Unit    id.ID
	Part, N int
}

// tallies count what left each unit: released, raised, kept.
func tallies(ctx context.Context, on store.Querier, s span, one func(from, until clock.Time) *store.Query) ([]tally, error) {
	return store.All[tally](ctx, on, store.Q(`SELECT b.unit, 0 AS part, b.n FROM (%s) b UNION ALL SELECT a.unit, 1 AS part, a.n FROM (%s) a`,
		one(s.before, s.from), one(s.from, s.until)))
}

func released(units []id.ID) func(from, until clock.Time) *store.Query {
	return func(from, until clock.Time) *store.Query {
		return store.Q(`SELECT p.unit_id AS unit, COUNT(*) AS n FROM dispatches p JOIN %s x ON x.id = p.item_id
			WHERE %s AND p.step = 4 AND p.holder_since >= %s AND p.holder_since < %s AND x.protection < %d GROUP BY p.unit_id`,
			access.From(system, access.ReadItem), among(issuer, units), from, until, access.Restricted)
	}
}

func raised(units []id.ID) func(from, until clock.Time) *store.Query {
	return func(from, until clock.Time) *store.Query {
		return store.Q(`SELECT d.from_id AS unit, COUNT(*) AS n FROM deliveries d
			WHERE %s AND d.raiser_id IS NOT NULL AND d.protection < 2 AND d.arrived >= %s AND d.arrived < %s GROUP BY d.from_id`,
			among(sender, units), from, until)
	}
}

func selected(units []id.ID) func(from, until clock.Time) *store.Query {
	return func(from, until clock.Time) *store.Query {
		return store.Q(`SELECT d.unit_id AS unit, COUNT(*) AS n FROM deliveries d
			WHERE %s AND d.kept >= %s AND d.kept < %s AND d.protection < 2 GROUP BY d.unit_id`, among(unitOf, units), from, until)
	}
}

// figuresOf are those of these units, of all for nil: before, then now.
func figuresOf(ctx context.Context, on store.Querier, units []id.ID, s span) (map[id.ID][2]Figures, error) {
	out := map[id.ID][2]Figures{}
	set := func(unit id.ID, part int, change func(*Figures)) {
		both := out[unit]
		change(&both[part])
		out[unit] = both
	}
	all, err := counts(ctx, on, units, s)
	if err != nil {
		return nil, err
	}
	for _, c := range all {
		set(c.Unit, c.Part, func(f *Figures) {
			f.Handle, f.Read, f.Dated, f.Late = f.Handle+c.Handle, f.Read+c.Read, f.Dated+c.Dated, f.Late+c.Late
		})
	}
	for _, of := range []struct {
		moment *store.Query
		put    func(*Figures, Spread)
	}{
		{store.Q(`d.acknowledged`), func(f *Figures, s Spread) { f.Acknowledged = s }},
		{store.Q(`d.closed`), func(f *Figures, s Spread) { f.Cleared = s }},
	} {
		list, err := times(ctx, on, units, s, of.moment)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			set(t.Unit, t.Part, func(f *Figures) { of.put(f, t.spread()) })
		}
	}
	for _, of := range []struct {
		query func(from, until clock.Time) *store.Query
		put   func(*Figures, int)
	}{
		{released(units), func(f *Figures, n int) { f.Out = n }},
		{raised(units), func(f *Figures, n int) { f.Raised = n }},
		{selected(units), func(f *Figures, n int) { f.Kept = n }},
	} {
		list, err := tallies(ctx, on, s, of.query)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			set(t.Unit, t.Part, func(f *Figures) { of.put(f, t.N) })
		}
	}
	return out, nil
}

type flowed struct {
	Bar, N int
	Out    bool
}

// flowsOf are what came to a unit and left it, bar by bar.
func flowsOf(ctx context.Context, on store.Querier, unit id.ID, s span) ([]Flow, error) {
	flows := make([]Flow, len(s.days))
	for i, from := range s.days {
		flows[i].From = from
	}
	in := func(acts bool) *store.Query {
		return store.Q(`SELECT %s AS bar, FALSE AS out, COUNT(*) AS n FROM deliveries d
			WHERE d.unit_id = %s AND d.acts = %s AND d.protection < 2 AND d.arrived >= %s AND d.arrived < %s GROUP BY 1`,
			barOf(store.Q(`d.arrived`), s.days), unit, acts, s.from, s.until)
	}
	out := store.Q(`SELECT %s AS bar, TRUE AS out, COUNT(*) AS n FROM dispatches p JOIN %s x ON x.id = p.item_id
		WHERE p.unit_id = %s AND p.step = 4 AND p.holder_since >= %s AND p.holder_since < %s AND x.protection < %d GROUP BY 1`,
		barOf(store.Q(`p.holder_since`), s.days), access.From(system, access.ReadItem), unit, s.from, s.until, access.Restricted)
	list, err := store.All[flowed](ctx, on, store.Q(`%s UNION ALL %s UNION ALL %s`, in(true), in(false), out))
	for _, f := range list {
		if f.Out {
			flows[f.Bar].Out += f.N
		} else {
			flows[f.Bar].In += f.N
		}
	}
	return flows, err
}

// barOf is the bar in which a moment falls: the last that began before it. Days
// are not all of one length.
func barOf(column *store.Query, days []clock.Time) *store.Query {
	cases := make([]*store.Query, 0, len(days))
	for i, next := range days[1:] {
		cases = append(cases, store.Q(`WHEN %s < %s THEN CAST(%s AS INTEGER)`, column, next, i))
	}
	return store.Q(`CASE %s ELSE CAST(%s AS INTEGER) END`, store.Join(cases, " "), len(days)-1)
}
