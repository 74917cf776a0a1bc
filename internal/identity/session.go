package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// touchEvery is how precisely the last use of a session or of a token is
// known: a write at each request would cost more than the request.
const touchEvery = 5 * time.Minute

// Session is one device on which a person is signed in.
type Session struct {
	ID      id.ID
	Device  string // the browser's own description
	Address string // where the sign-in came from
	Created clock.Time
	Seen    clock.Time // to five minutes
	Expires clock.Time
}

// secret makes 256 random bits as text that fits cookies, URLs and headers.
func secret() string {
	raw := make([]byte, 32)
	rand.Read(raw) // never fails: the runtime would rather stop
	return base64.RawURLEncoding.EncodeToString(raw)
}

// digest is what is kept of a secret: whoever reads the database cannot use
// it. The secret is long and random, so a plain hash is enough.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// wellFormed spares the database what cannot be one of our secrets.
func wellFormed(secret string) bool {
	raw, err := base64.RawURLEncoding.DecodeString(secret)
	return err == nil && len(raw) == 32
}

// OpenSession signs a person in on a device and returns the value of the
// cookie, which is not kept. Each call makes a new secret, so a value planted
// in a browser beforehand never becomes a session.
func (s *Service) OpenSession(ctx context.Context, tx *store.Tx, person id.ID, device, address string) (cookie string, err error) {
	cookie = secret()
	now := s.Clock.Now()
	return cookie, insertSession(ctx, tx, digest(cookie), person, Session{
		ID: s.IDs.New(), Device: cut(device, 300), Address: cut(address, 60),
		Created: now, Seen: now, Expires: clock.At(now.Add(s.Lifetime)),
	})
}

// cut keeps the first runes of what a browser says of itself, without what is
// not text.
func cut(text string, most int) string {
	kept := make([]rune, 0, most)
	for _, r := range text {
		if len(kept) == most {
			break
		}
		if r >= ' ' && r != 0x7f && r != '\uFFFD' {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// BySession tells who holds a cookie. The fault is Unauthenticated when the
// session is unknown or over, or when its owner may no longer act.
func (s *Service) BySession(ctx context.Context, cookie string) (Viewer, error) {
	if !wellFormed(cookie) {
		return Viewer{}, unauthenticated()
	}
	hash := digest(cookie)
	row, err := sessionByHash(ctx, s.DB, hash)
	if errors.Is(err, store.ErrNone) {
		return Viewer{}, unauthenticated()
	}
	if err != nil {
		return Viewer{}, err
	}
	now := s.Clock.Now()
	if !row.Live(now) || !now.Before(row.Ends.Time) || now.Sub(row.Seen.Time) >= s.Idle {
		return Viewer{}, unauthenticated()
	}
	facts, err := factsOf(ctx, s.DB, row.Person)
	if err != nil {
		return Viewer{}, err
	}
	if now.Sub(row.Seen.Time) >= touchEvery {
		s.touch(ctx, "sessions", hash, now)
	}
	return Viewer{
		Actor: access.Signed(facts), Person: row.Person, Session: row.Session, CharterDue: row.Person.Charter < row.CurrentCharter,
	}, nil
}

// touch notes the last use. Its failure must not refuse a person who only
// reads: it goes to the log.
func (s *Service) touch(ctx context.Context, table, hash string, now clock.Time) {
	err := s.DB.Write(ctx, func(tx *store.Tx) error { return touchRow(ctx, tx, table, hash, now) })
	if err != nil {
		s.Log.WarnContext(ctx, "last use not noted", "table", table, "error", err)
	}
}

// Sessions lists where a person is signed in, the latest used first.
func (s *Service) Sessions(ctx context.Context, person id.ID) ([]Session, error) {
	now := s.Clock.Now()
	return liveSessions(ctx, s.DB, person, now, clock.At(now.Add(-s.Idle)))
}

// CloseSession ends one session of a person and tells whether it existed.
func (s *Service) CloseSession(ctx context.Context, tx *store.Tx, person, session id.ID) (bool, error) {
	return deleteSession(ctx, tx, person, session)
}

// CloseSessions ends every session of a person but one; none is spared when
// but is zero. It returns how many ended.
func (s *Service) CloseSessions(ctx context.Context, tx *store.Tx, person, but id.ID) (int64, error) {
	return deleteSessions(ctx, tx, person, but)
}
