package identity

import (
	"context"
	"errors"
	"strings"
	"time"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// How refused sign-ins slow down: the fifth locks what was typed for a
// minute, each further one twice as long, up to a quarter of an hour, so that
// nobody can be kept out for long by others. A day of quiet forgets.
const (
	freeFailures = 5
	firstLock    = time.Minute
	longestLock  = 15 * time.Minute
	forgetAfter  = 24 * time.Hour
)

// SignIn is somebody at the door.
type SignIn struct {
	Login    string // e-mail address or handle, as typed
	Password string
	Device   string // what the browser says of itself
	Address  string // where the request comes from
}

// Enter checks a login and a password and opens a session; cookie is its
// secret. The faults are Invalid (always the same sentence, as slowly, whether
// or not the account exists), TooMany, and KindForbidden for the owner of an
// account that is suspended or over, who alone can see it.
func (s *Service) Enter(ctx context.Context, in SignIn) (p Person, cookie string, err error) {
	login := normalLogin(in.Login)
	give, err := s.door(in.Address, login)
	if err != nil {
		return Person{}, "", err
	}
	p, err = findByLogin(ctx, s.DB, login)
	known := err == nil
	if err != nil && !errors.Is(err, store.ErrNone) {
		return Person{}, "", err
	}
	ok, err := s.prove(ctx, login, p, known, in.Password)
	if err != nil {
		return Person{}, "", err
	}
	if !ok {
		return Person{}, "", fault.New(fault.Invalid, "identity.sign_in.refused")
	}
	// The password is theirs: from here on they may be told about the account.
	switch {
	case p.Kind == Program:
		return Person{}, "", fault.New(fault.KindForbidden, "identity.sign_in.program")
	case p.State == Suspended:
		return Person{}, "", fault.New(fault.KindForbidden, "identity.sign_in.suspended")
	case !p.Live(s.Clock.Now()):
		return Person{}, "", fault.New(fault.KindForbidden, "identity.sign_in.over")
	}
	give()
	err = s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if err := forgetAttempts(ctx, tx, attemptKeys(login)); err != nil {
			return err
		}
		cookie, err = s.OpenSession(ctx, tx, p.ID, in.Device, in.Address)
		return err
	})
	return p, cookie, err
}

// normalLogin is a login as accounts are looked up.
func normalLogin(typed string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(cut(typed, 254))), "@")
}

// attemptKeys are what refusals are counted by: a digest, because people
// sometimes type their password where the login goes.
func attemptKeys(logins ...string) []string {
	var out []string
	for _, l := range logins {
		if l = normalLogin(l); l != "" {
			out = append(out, digest("login:"+l))
		}
	}
	return out
}

// notLocked refuses while a login waits out its lock, whether or not it is
// anybody's.
func (s *Service) notLocked(ctx context.Context, login string) error {
	for _, key := range attemptKeys(login) {
		a, err := attempt(ctx, s.DB, key)
		if errors.Is(err, store.ErrNone) {
			continue
		}
		if err != nil {
			return err
		}
		if left := a.Locked.Sub(s.Clock.Now().Time); !a.Locked.IsZero() && left > 0 {
			return tooMany("identity.sign_in.locked", left)
		}
	}
	return nil
}

// refused counts one more failure and locks when there were too many.
func (s *Service) refused(ctx context.Context, login string) error {
	now := s.Clock.Now()
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		for _, key := range attemptKeys(login) {
			failures, err := countAttempt(ctx, tx, key, now, clock.At(now.Add(-forgetAfter)))
			if err != nil {
				return err
			}
			if failures >= freeFailures {
				if err := lockAttempts(ctx, tx, key, clock.At(now.Add(lockFor(failures)))); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func lockFor(failures int) time.Duration {
	lock := firstLock << min(failures-freeFailures, 10)
	return min(lock, longestLock)
}

// tooMany says in how many minutes to come back.
func tooMany(key string, wait time.Duration) error {
	return fault.New(fault.TooMany, key, "count", int(wait/time.Minute)+1)
}
