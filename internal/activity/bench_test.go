package activity_test

import (
	"context"
	"testing"

	"parvis/internal/activity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func engines(b *testing.B, body func(b *testing.B, db *store.DB)) {
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		b.Run(string(engine), func(b *testing.B) { body(b, storetest.Open(b, engine)) })
	}
}

// BenchmarkAppend is one event in its own transaction, from eight writers.
func BenchmarkAppend(b *testing.B) {
	engines(b, func(b *testing.B, db *store.DB) {
		log := newLog(b, db)
		b.SetParallelism(4)
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				err := db.Write(b.Context(), func(tx *store.Tx) error {
					_, err := log.Append(b.Context(), tx, jade, activity.Event{Verb: "item.published", Item: 3, Community: 4})
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkFollow is one event handled by a follower that writes a row for it.
func BenchmarkFollow(b *testing.B) {
	engines(b, func(b *testing.B, db *store.DB) {
		log := newLog(b, db)
		log.Follow("reader", func(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
			for _, e := range batch {
				if err := note(ctx, tx, e.ID.String()); err != nil {
					return err
				}
			}
			return nil
		})
		for n := 0; n < b.N; n += 1000 {
			add(b, db, log, jade, some(min(1000, b.N-n))...)
		}
		b.ResetTimer()
		if err := log.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkFollowOnly leaves out what the follower writes.
func BenchmarkFollowOnly(b *testing.B) {
	engines(b, func(b *testing.B, db *store.DB) {
		log := newLog(b, db)
		log.Follow("reader", func(context.Context, *store.Tx, []activity.Event) error { return nil })
		for n := 0; n < b.N; n += 1000 {
			add(b, db, log, jade, some(min(1000, b.N-n))...)
		}
		b.ResetTimer()
		if err := log.CatchUp(b.Context()); err != nil {
			b.Fatal(err)
		}
	})
}

func some(n int) []activity.Event {
	events := make([]activity.Event, n)
	for i := range events {
		events[i] = activity.Event{Verb: "item.published", Item: 3, Community: 4}
	}
	return events
}
