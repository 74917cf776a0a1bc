package correspondence

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

const visaColumns = `v.id, v.item_id, v.place, v.person_id, v.state, v.days, v.since, v.due, v.looks, v.given, v.giver_id, v.note, v.version`

// visasOf are those of dispatches that were judged, in their order.
func visasOf(ctx context.Context, on store.Querier, items ...id.ID) ([]Visa, error) {
	return store.All[Visa](ctx, on, store.Q(`SELECT `+visaColumns+` FROM dispatch_visas v WHERE v.item_id IN %s
		ORDER BY v.item_id, v.place, v.id`, store.Values(items)))
}

// putVisas says whose visa is asked for, in which order. Who is still asked
// keeps what they answered.
func putVisas(ctx context.Context, tx *store.Tx, item id.ID, list []Visa) error {
	keep := []id.ID{0}
	for _, v := range list {
		keep = append(keep, v.Person)
	}
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_visas WHERE item_id = %s AND person_id NOT IN %s`, item, store.Values(keep)))
	if err != nil || len(list) == 0 {
		return err
	}
	rows := make([]*store.Query, len(list))
	for i, v := range list {
		rows[i] = store.Q("(%s, %s, %s, %s, %s, %s)", v.ID, item, i+1, v.Person, Coming, v.Days)
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_visas (id, item_id, place, person_id, state, days) VALUES %s
		ON CONFLICT (item_id, person_id) DO UPDATE SET place = excluded.place, days = excluded.days`, store.Join(rows, ", ")))
	return err
}

func keepVisa(ctx context.Context, tx *store.Tx, v Visa) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_visas SET state = %s, since = %s, due = %s, looks = %s, given = %s, giver_id = %s, note = %s, version = %s
		WHERE id = %s AND item_id = %s`, v.State, v.Since, v.Due, v.Looks, v.Given, v.Giver.Nullable(), v.Note, v.Version, v.ID, v.Item))
	return err
}

// askAnother puts somebody else in the place of who was asked.
func askAnother(ctx context.Context, tx *store.Tx, v Visa) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_visas SET person_id = %s WHERE id = %s AND item_id = %s`, v.Person, v.ID, v.Item))
	return err
}

// unask has nobody waited for on a dispatch that is drafted again.
func unask(ctx context.Context, tx *store.Tx, item id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE dispatch_visas SET state = %s, since = NULL, due = NULL, looks = NULL
		WHERE item_id = %s AND state = %s`, Coming, item, Waiting))
	return err
}

// visasToLookAt are those of which the date comes, the oldest first.
func visasToLookAt(ctx context.Context, on store.Querier, now clock.Time, limit int) ([]Visa, error) {
	return store.All[Visa](ctx, on, store.Q(`SELECT `+visaColumns+` FROM dispatch_visas v WHERE v.state = 2 AND v.looks <= %s
		ORDER BY v.looks, v.id LIMIT %s`, now, limit))
}

func putReaders(ctx context.Context, tx *store.Tx, item id.ID, people []id.ID) error {
	if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM dispatch_readers WHERE item_id = %s`, item)); err != nil || len(people) == 0 {
		return err
	}
	rows := make([]*store.Query, len(people))
	for i, p := range people {
		rows[i] = store.Q("(%s, %s)", item, p)
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO dispatch_readers (item_id, person_id) VALUES %s ON CONFLICT DO NOTHING`, store.Join(rows, ", ")))
	return err
}

func readersOf(ctx context.Context, on store.Querier, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT person_id FROM dispatch_readers WHERE item_id = %s ORDER BY person_id`, item))
}

// namePeople says who reads a dispatch from its first draft on: these, and
// nobody else any more.
func namePeople(ctx context.Context, tx *store.Tx, item id.ID, people []id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM named_people WHERE item_id = %s AND person_id NOT IN %s`, item, store.Values(people)))
	if err != nil {
		return err
	}
	rows := make([]*store.Query, len(people))
	for i, p := range people {
		rows[i] = store.Q("(%s, %s)", item, p)
	}
	_, err = store.Exec(ctx, tx, store.Q(`INSERT INTO named_people (item_id, person_id) VALUES %s ON CONFLICT DO NOTHING`, store.Join(rows, ", ")))
	return err
}
