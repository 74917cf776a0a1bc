package notification

import (
	"context"
	"log/slog"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// Service keeps follows and notices. It is safe for concurrent use once built.
type Service struct {
	db      *store.DB
	clock   clock.Clock
	hub     *realtime.Hub
	log     *slog.Logger
	tellers map[activity.Verb][]Teller
	named   map[Reason]TargetKind // what the ReasonID of some reasons is
	beside  map[string]Beside     // by kind of item
	left    chan struct{}         // followers wait to be told
	memo    *memo
}

// New makes the service with the tellers of items; features add theirs with
// On before the log is followed.
func New(db *store.DB, clk clock.Clock, hub *realtime.Hub, log *slog.Logger) *Service {
	s := &Service{db: db, clock: clk, hub: hub, log: log, tellers: map[activity.Verb][]Teller{}, named: map[Reason]TargetKind{}, beside: map[string]Beside{}, left: make(chan struct{}, 1), memo: newMemo()}
	hub.Watch(s.memo.hear)
	s.onItems()
	return s
}

// Names says what the ReasonID of a reason is, so that its name may be told: a
// community, a tag or a unit.
func (s *Service) Names(r Reason, kind TargetKind) { s.named[r] = kind }

// On adds what a fact says to whom.
func (s *Service) On(verb activity.Verb, t Teller) { s.tellers[verb] = append(s.tellers[verb], t) }

// Beside finds what else one may follow to hear of an item that comes out: its
// place, its author, its tags and the unit of its place are known.
type Beside func(ctx context.Context, tx *store.Tx, item id.ID) ([]Target, error)

// Bring adds what brings the items of a kind to those who follow it.
func (s *Service) Bring(kind string, b Beside) { s.beside[kind] = b }
