package activity_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

var (
	noon  = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	quiet = slog.New(slog.NewTextHandler(io.Discard, nil))
	jade  = access.Signed(access.Facts{Person: 7})
)

func newLog(t testing.TB, db *store.DB) *activity.Log {
	t.Helper()
	return activity.NewLog(db, maker(t), clock.NewFake(noon), quiet)
}

func maker(t testing.TB) *id.Maker {
	t.Helper()
	ids, err := id.NewMaker(1)
	if err != nil {
		t.Fatal(err)
	}
	return ids
}

func add(t testing.TB, db *store.DB, log *activity.Log, actor access.Actor, events ...activity.Event) []activity.Event {
	t.Helper()
	err := db.Write(t.Context(), func(tx *store.Tx) error {
		for i := range events {
			e, err := log.Append(t.Context(), tx, actor, events[i])
			if err != nil {
				return err
			}
			events[i] = e
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func ids(events []activity.Event) []id.ID {
	out := make([]id.ID, len(events))
	for i, e := range events {
		out[i] = e.ID
	}
	return out
}

func TestAppendCompletesTheEvent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		var seen []activity.Event
		log.Follow("reader", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			seen = append(seen, batch...)
			return nil
		})
		past := clock.At(noon.AddDate(-1, 0, 0))
		written := slices.Concat(
			add(t, db, log, jade, activity.Event{Verb: "item.published", Actor: 99, Item: 3, Community: 4, Person: 5, Comment: 6, Data: []byte(`{"title":"Été"}`)}),
			add(t, db, log, access.SystemActor("demonstration"),
				activity.Event{ID: id.At(past.Time, 1), Created: past, Verb: "comment.added", Actor: 8},
				activity.Event{Verb: "item.released"}),
		)
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := []activity.Event{
			{Verb: "item.published", ActorKind: access.Person, Actor: 7, Item: 3, Community: 4, Person: 5, Comment: 6, Data: []byte(`{"title":"Été"}`), Created: clock.At(noon)},
			{ID: id.At(past.Time, 1), Verb: "comment.added", ActorKind: access.Person, Actor: 8, Data: []byte("{}"), Created: past},
			{Verb: "item.released", ActorKind: access.System, Data: []byte("{}"), Created: clock.At(noon)},
		}
		want[0].ID, want[2].ID = written[0].ID, written[2].ID
		if db.Engine() == store.Postgres { // one transaction is read in the order of ids
			want[1], want[2] = want[2], want[1]
			slices.SortFunc(want[1:], func(a, b activity.Event) int { return int(a.ID - b.ID) })
		}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Error(diff)
		}
		if written[0].ID == 0 || written[0].Actor != 7 {
			t.Errorf("returned %+v", written[0])
		}
	})
}

func TestAppendRefuses(t *testing.T) {
	db := storetest.Open(t, store.SQLite)
	log := newLog(t, db)
	for name, e := range map[string]activity.Event{
		"no verb":     {Item: 1},
		"data broken": {Verb: "item.published", Data: []byte(`{"title":`)},
	} {
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := log.Append(t.Context(), tx, jade, e)
			return err
		})
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWhatIsRolledBackIsNotFollowed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		var seen []activity.Event
		log.Follow("reader", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			seen = append(seen, batch...)
			return nil
		})
		changed := errors.New("changed my mind")
		err := db.Write(t.Context(), func(tx *store.Tx) error {
			if _, err := log.Append(t.Context(), tx, jade, activity.Event{Verb: "item.published"}); err != nil {
				return err
			}
			return changed
		})
		if !errors.Is(err, changed) {
			t.Fatal(err)
		}
		kept := add(t, db, log, jade, activity.Event{Verb: "item.closed"})
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ids(kept), ids(seen)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestHistoryOfAnItem(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		of := func(item id.ID) activity.Event { return activity.Event{Verb: "item.edited", Item: item} }
		all := add(t, db, log, jade, of(1), of(2), of(1), of(1))
		read := func(before id.ID, limit int) []id.ID {
			t.Helper()
			events, err := log.ByItem(t.Context(), db, 1, before, limit)
			if err != nil {
				t.Fatal(err)
			}
			return ids(events)
		}
		if diff := cmp.Diff([]id.ID{all[3].ID, all[2].ID}, read(0, 2)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]id.ID{all[0].ID}, read(all[2].ID, 2)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestSince(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		log.Follow("settle", func(context.Context, *store.Tx, []activity.Event) error { return nil })
		all := add(t, db, log, jade, activity.Event{Verb: "a"}, activity.Event{Verb: "b"}, activity.Event{Verb: "c"})
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		for after, want := range map[id.ID][]id.ID{0: ids(all[:2]), all[0].ID: ids(all[1:]), all[2].ID: {}} {
			got, err := log.Since(t.Context(), db, after, 2)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, ids(got)); diff != "" {
				t.Errorf("since %s: %s", after, diff)
			}
		}
		if _, err := log.Since(t.Context(), db, 12345, 2); !errors.Is(err, store.ErrNone) {
			t.Errorf("since an unknown event: %v", err)
		}
	})
}
