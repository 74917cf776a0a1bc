package activity_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/activity"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestWhatIsSkippedIsNotFollowed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		log := newLog(t, db)
		var seen []id.ID
		log.Follow("reader", func(_ context.Context, _ *store.Tx, batch []activity.Event) error {
			seen = append(seen, ids(batch)...)
			return nil
		})
		skip := func() {
			t.Helper()
			if err := db.Write(t.Context(), func(tx *store.Tx) error { return log.Skip(t.Context(), tx) }); err != nil {
				t.Fatal(err)
			}
		}
		skip() // an empty log has nothing to skip
		add(t, db, log, jade, activity.Event{Verb: "a"})
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		want := seen
		add(t, db, log, jade, activity.Event{Verb: "past"}, activity.Event{Verb: "past"})
		skip()
		want = append(want, ids(add(t, db, log, jade, activity.Event{Verb: "b"}))...)
		if err := log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, seen); diff != "" || len(seen) != 2 {
			t.Errorf("followed %d events (-want +got):\n%s", len(seen), diff)
		}
	})
}
