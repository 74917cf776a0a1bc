package identity

import (
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"parvis/internal/clock"
)

// Gesture is something that is counted so that nobody does it too often. The
// counts are kept in memory, by each node for itself.
type Gesture struct {
	name  string
	every time.Duration // how fast the allowance comes back
	burst int           // how many at once
}

// The gestures that are counted. The doors are wide by address, because a
// whole ministry may stand behind one, and only refusals are charged.
var (
	enterByAddress = Gesture{"enter.address", 2 * time.Second, 60}
	enterByLogin   = Gesture{"enter.login", 10 * time.Second, 12}
	// ForgottenByAddress and ForgottenByEmail bound the mails that somebody
	// can have sent to others.
	ForgottenByAddress = Gesture{"forgotten.address", time.Minute, 20}
	ForgottenByEmail   = Gesture{"forgotten.email", 20 * time.Minute, 3}
	// Inviting bounds what one person invites.
	Inviting = Gesture{"inviting", 5 * time.Minute, 50}
	// Following a link, by address: guessing one is hopeless, trying is noise.
	OpeningLink = Gesture{"link.address", 2 * time.Second, 60}
)

type limits struct {
	cache *lru.Cache[string, *rate.Limiter]
}

// newLimits remembers the latest twenty thousand keys; one that is pushed out
// by a flood starts afresh, while the lock of an account stays in the
// database.
func newLimits() *limits {
	cache, err := lru.New[string, *rate.Limiter](20_000)
	if err != nil {
		panic(err) // the size is a constant above zero
	}
	return &limits{cache: cache}
}

// take charges one gesture; give reverses it. wait is zero when allowed.
func (l *limits) take(g Gesture, key string, now clock.Time) (give func(), wait time.Duration) {
	name := g.name + " " + key
	limiter := rate.NewLimiter(rate.Every(g.every), g.burst)
	if found, had, _ := l.cache.PeekOrAdd(name, limiter); had {
		limiter = found
		l.cache.Get(name) // the latest used are kept
	}
	r := limiter.ReserveN(now.Time, 1)
	if wait := r.DelayFrom(now.Time); wait > 0 {
		r.CancelAt(now.Time)
		return func() {}, wait
	}
	return func() { r.CancelAt(now.Time) }, 0
}

// Allow charges one gesture to a key (an address, an e-mail, a person); the
// fault is TooMany.
func (s *Service) Allow(g Gesture, key string) error {
	_, wait := s.limits.take(g, key, s.Clock.Now())
	if wait > 0 {
		return tooMany("identity.too_many", wait)
	}
	return nil
}

// door charges a sign-in to its address and to its login; give reverses both.
func (s *Service) door(address, login string) (give func(), err error) {
	now := s.Clock.Now()
	giveAddress, wait := s.limits.take(enterByAddress, address, now)
	if wait > 0 {
		return nil, tooMany("identity.too_many", wait)
	}
	giveLogin, wait := s.limits.take(enterByLogin, login, now)
	if wait > 0 {
		return nil, tooMany("identity.sign_in.locked", wait)
	}
	return func() { giveAddress(); giveLogin() }, nil
}
