package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"parvis/internal/clock"
	desks "parvis/internal/correspondence/measure"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// reckon does here what the job does after midnight, and tells how long it took.
// What it leaves is then made that of the day before: the server finds what it
// would find right after midnight.
func reckon(ctx context.Context, s *site) (time.Duration, error) {
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	queue, err := jobs.New(db, slog.New(slog.DiscardHandler))
	if err != nil {
		return 0, err
	}
	all := desks.NewService(desks.Parts{DB: db, Clock: clock.System{}, Queue: queue})
	write := func(q *store.Query) error {
		return db.Write(ctx, func(tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, q)
			return err
		})
	}
	if err := write(store.Q(`DELETE FROM dispatch_measures`)); err != nil {
		return 0, err
	}
	began := time.Now()
	err = all.Reckon(ctx)
	took := time.Since(began)
	if err != nil {
		return took, err
	}
	return took, write(store.Q(`UPDATE dispatch_measures SET until = %s`, clock.Midnight(clock.System{}.Now(), -1)))
}

// awaitReckoned waits until the server has measured all desks, so that its other
// pages are not measured beside that work.
func awaitReckoned(ctx context.Context, s *site) error {
	db, err := store.Open(ctx, s.address)
	if err != nil {
		return err
	}
	defer db.Close()
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(100 * time.Millisecond) {
		left, err := store.One[int](ctx, db, store.Q(`SELECT COUNT(*) FROM dispatch_measures WHERE until < %s`, clock.Midnight(clock.System{}.Now(), 0)))
		if err != nil || left == 0 {
			return err
		}
	}
	return errors.New("the server measured no desks within five minutes")
}
