package documenttest

import (
	"context"
	"log/slog"
	"sync"
	"testing"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/proposal"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// World is a contenttest.World where documents are written: their log and their
// rooms run until the test ends. What is told of is told by Notices, once the
// test says of what.
type World struct {
	*contenttest.World
	Documents *document.Service
	Notices   *notification.Service
}

// New makes a World with these kinds, documents and contenttest.Plain when none
// is given.
func New(t testing.TB, db *store.DB, kinds ...content.Kind) *World {
	t.Helper()
	if len(kinds) == 0 {
		kinds = append(document.Kinds(), contenttest.Plain)
	}
	quiet := slog.New(slog.DiscardHandler)
	hub := realtime.NewHub(db, quiet)
	w := &World{World: contenttest.New(t, db, kinds...)}
	w.Notices = notification.New(db, w.Clock, hub, quiet)
	w.Log.Follow("notices", w.Notices.Handle)
	w.Documents = document.NewService(document.Parts{
		DB: db, IDs: w.IDs, Clock: w.Clock, Activity: w.Log, Queue: w.Queue, Hub: hub, Content: w.Content, Log: quiet,
		Ledger: &proposal.Ledger{DB: db, Activity: w.Log},
	})
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = w.Documents.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	return w
}
