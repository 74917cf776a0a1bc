package correspondence

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// Waits is a dispatch that waits for a gesture of somebody: to be mended once it
// came back (Step is Drafted), to be approved (InVisas, and Visa is theirs to
// give), to be signed (ToSign).
type Waits struct {
	Dispatch
	Visa  id.ID
	For   id.ID // in whose name it is, zero for their own
	Since clock.Time
	By    clock.Time // when it is due, of the visa or of the dispatch
	Late  bool
}

// WaitsCursor is where a list of them goes on.
type WaitsCursor struct {
	Due, Since clock.Time
	Item, Visa id.ID
}

// waitsRow is one as it is found.
type waitsRow struct {
	Item   id.ID `db:"item_id"`
	Visa   id.ID
	Person id.ID
	Since  clock.Time
	Due    clock.Time
}

// never comes after all dates, for what is due at none.
var never = clock.At(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))

// Waiting lists what waits for a gesture of actor, their own or in the name of
// those whom they replace: the late first, then what is due first, then what
// waits longest.
func (s *Service) Waiting(ctx context.Context, actor access.Actor, after *WaitsCursor, limit int) ([]Waits, *WaitsCursor, error) {
	now := s.Clock.Now()
	people, err := replacedBy(ctx, s.DB, actor.Person(), now)
	if err != nil {
		return nil, nil, err
	}
	rows, err := waitsOf(ctx, s.DB, actor, append(people, actor.Person()), after, limit+1)
	if err != nil {
		return nil, nil, err
	}
	var next *WaitsCursor
	if len(rows) > limit {
		rows = rows[:limit]
		end := rows[limit-1]
		next = &WaitsCursor{end.Due, end.Since, end.Item, end.Visa}
	}
	items := make([]id.ID, len(rows))
	for i, r := range rows {
		items[i] = r.Item
	}
	found, err := dispatchesOf(ctx, s.DB, actor, items)
	out := make([]Waits, 0, len(rows))
	for _, r := range rows {
		d, readable := found[r.Item]
		if !readable {
			continue // it moved meanwhile
		}
		w := Waits{Dispatch: d, Visa: r.Visa, For: inNameOf(actor, r.Person), Since: r.Since}
		if r.Due.Before(never.Time) {
			w.By, w.Late = r.Due, r.Due.Before(now.Time)
		}
		out = append(out, w)
	}
	return out, next, err
}
