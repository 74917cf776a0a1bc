package document

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required but the Ledger:
// without one nothing is told of proposals.
type Parts struct {
	DB       *store.DB
	IDs      *id.Maker
	Clock    clock.Clock
	Activity *activity.Log
	Queue    *jobs.Queue
	Hub      *realtime.Hub
	Content  *content.Service
	Ledger   Ledger
	Log      *slog.Logger
}

// Service holds the documents. It is safe for concurrent use.
type Service struct {
	Parts
	journal *journal
	rooms   *rooms
	woken   <-chan struct{}
}

// NewService makes the Service and declares its jobs. Run does what must go on
// while it serves.
func NewService(p Parts) *Service {
	if p.Ledger == nil {
		p.Ledger = noLedger{}
	}
	s := &Service{Parts: p, journal: newJournal(p.DB, p.Log), woken: p.Activity.Watch()}
	s.rooms = &rooms{db: p.DB, ledger: p.Ledger, hub: p.Hub, clock: p.Clock, out: p.Log, journal: s.journal, settle: s.settleRoom, open: map[id.ID]*room{}, behind: map[*room]bool{}, talked: map[*room]bool{}, wake: make(chan struct{}, 1)}
	p.Hub.Watch(s.rooms.heard)
	p.Queue.Every("document.settle", time.Minute, s.settleForgotten)
	return s
}

// Run writes what editors send until ctx ends, then what is left, and lets
// every browser go.
func (s *Service) Run(ctx context.Context) error {
	var all errgroup.Group
	all.Go(func() error { s.watchRights(ctx); return nil })
	all.Go(func() error { s.rooms.followAll(ctx); return nil })
	all.Go(func() error { s.rooms.restAll(ctx); return nil })
	all.Go(func() error { s.journal.run(ctx); return nil })
	err := all.Wait()
	s.Close()
	return err
}

// Close ends what documents that were opened do by themselves, where Run did
// not.
func (s *Service) Close() { s.rooms.end() }

// rightsSoon is how often the rights of other nodes' making are looked for.
const rightsSoon = time.Second

// watchRights asks again what people may do on the open documents, as soon as
// something happened that may have changed it.
func (s *Service) watchRights(ctx context.Context) {
	look := time.NewTicker(rightsSoon)
	defer look.Stop()
	var at id.ID // the last event that was looked at, 0 when nobody looked
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.woken:
		case <-look.C:
		}
		open := s.rooms.all()
		if len(open) == 0 {
			at = 0
			continue
		}
		what, last, err := s.shakenSince(ctx, at)
		if at = last; err != nil {
			at = 0 // every socket also asks by itself, from time to time
		}
		for _, r := range open {
			r.permit(ctx, what)
			if what.all || what.said[r.item] {
				r.said()
			}
		}
	}
}

// shaken is what lost or won rights perhaps: people, items, communities; and of
// which items something was said.
type shaken struct {
	all  bool
	ids  map[id.ID]bool
	said map[id.ID]bool
}

// shakenSince tells whose rights may have changed after an event, and which
// event was the last.
func (s *Service) shakenSince(ctx context.Context, at id.ID) (what shaken, last id.ID, err error) {
	if at == 0 {
		last, err = s.Activity.Last(ctx, s.DB)
		return shaken{all: true}, last, err
	}
	events, err := s.Activity.Since(ctx, s.DB, at, 200)
	what.ids, what.said = map[id.ID]bool{}, map[id.ID]bool{}
	for _, e := range events {
		at = e.ID
		if saidIn(e.Verb) {
			what.said[e.Item] = true
		}
		if !rightsIn(e.Verb) {
			continue
		}
		// What befalls a member says nothing of the others of the place.
		if noun, _, _ := strings.Cut(string(e.Verb), "."); noun == "community" {
			what.ids[e.Community] = true
		}
		what.all = what.all || e.Item == 0 && e.Person == 0 && e.Community == 0
		what.ids[e.Item], what.ids[e.Person], what.ids[e.Actor] = true, true, true
	}
	delete(what.ids, 0)
	return what, at, err
}

// rightsIn tells whether what happened may change who reads or writes.
func rightsIn(verb activity.Verb) bool {
	noun, what, _ := strings.Cut(string(verb), ".")
	switch noun {
	case "member", "community", "person", "unit", "directory", "signoff", "access":
		return true
	case "item":
		return what != "published" && what != "scheduled"
	}
	return false
}

// saidIn tells whether what happened is something that was said of an item.
func saidIn(verb activity.Verb) bool {
	noun, _, _ := strings.Cut(string(verb), ".")
	return noun == "comment" || noun == "margin"
}

// Tell appends an event about a document.
func (s *Service) Tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it content.Item, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	_, err = s.Activity.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: it.Author, Data: raw})
	return err
}
