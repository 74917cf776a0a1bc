package notification

import (
	"log/slog"
	"time"

	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/jobs"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// Service keeps follows and notices. It is safe for concurrent use once built.
type Service struct {
	db      *store.DB
	clock   clock.Clock
	hub     *realtime.Hub
	queue   *jobs.Queue
	log     *slog.Logger
	tellers map[activity.Verb][]Teller
}

// New makes the service with the tellers of items; features add theirs with
// On before the log is followed.
func New(db *store.DB, clk clock.Clock, hub *realtime.Hub, queue *jobs.Queue, log *slog.Logger) *Service {
	s := &Service{db: db, clock: clk, hub: hub, queue: queue, log: log, tellers: map[activity.Verb][]Teller{}}
	s.onItems()
	jobs.Handle(queue, s.spread)
	queue.Every("notification.spread", time.Minute, s.resume)
	return s
}

// On adds what a fact says to whom.
func (s *Service) On(verb activity.Verb, t Teller) { s.tellers[verb] = append(s.tellers[verb], t) }
