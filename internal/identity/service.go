package identity

import (
	"context"
	"log/slog"
	"time"

	"github.com/alexedwards/argon2id"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Config is what a Service is built from. DB, IDs and Clock are required.
type Config struct {
	DB    *store.DB
	IDs   *id.Maker
	Clock clock.Clock
	Log   *slog.Logger // nil keeps silent

	Hashing  *argon2id.Params // nil gives Hashing; tests give FastHashing
	Idle     time.Duration    // a session unseen for so long ends; 0 gives 7 days
	Lifetime time.Duration    // a session ends after so long whatever happens; 0 gives 30 days
}

// Service knows the people of a site. It is safe for concurrent use.
type Service struct {
	Config
	limits *limits
	turns  chan struct{} // a place for each password being hashed
}

// New makes the Service.
func New(c Config) *Service {
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Idle == 0 {
		c.Idle = 7 * 24 * time.Hour
	}
	if c.Lifetime == 0 {
		c.Lifetime = 30 * 24 * time.Hour
	}
	if c.Hashing == nil {
		c.Hashing = Hashing()
	}
	return &Service{Config: c, limits: newLimits(), turns: make(chan struct{}, turnsAtOnce())}
}

// ActorOf gives the rights that a person has now, for jobs, tests and the
// demonstration. The fault is NotFound for an unknown person and
// Unauthenticated for one who may not act: suspended, expired or still
// invited.
func (s *Service) ActorOf(ctx context.Context, person id.ID) (access.Actor, error) {
	p, err := Find(ctx, s.DB, person)
	if err != nil {
		return access.Actor{}, err
	}
	if !p.Live(s.Clock.Now()) {
		return access.Actor{}, unauthenticated()
	}
	facts, err := factsOf(ctx, s.DB, p)
	if err != nil {
		return access.Actor{}, err
	}
	return access.Signed(facts), nil
}

// Actors gives the rights that several people have now, in two queries.
// Whoever may not act is absent.
func (s *Service) Actors(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID]access.Actor, error) {
	found, err := findAll(ctx, on, people)
	if err != nil {
		return nil, err
	}
	now := s.Clock.Now()
	live := make([]Person, 0, len(found))
	for _, p := range found {
		if p.Live(now) {
			live = append(live, p)
		}
	}
	facts, err := loadFacts(ctx, on, live)
	if err != nil {
		return nil, err
	}
	out := make(map[id.ID]access.Actor, len(live))
	for person, f := range facts {
		out[person] = access.Signed(f)
	}
	return out, nil
}

// Find reads one person whatever their state; the fault is NotFound.
func Find(ctx context.Context, on store.Querier, person id.ID) (Person, error) {
	found, err := findAll(ctx, on, []id.ID{person})
	if err != nil {
		return Person{}, err
	}
	if len(found) == 0 {
		return Person{}, fault.NotFound()
	}
	return found[0], nil
}

func factsOf(ctx context.Context, on store.Querier, p Person) (access.Facts, error) {
	facts, err := loadFacts(ctx, on, []Person{p})
	return facts[p.ID], err
}

func unauthenticated() error {
	return fault.New(fault.Unauthenticated, fault.Unauthenticated.Key())
}
