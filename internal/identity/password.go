package identity

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// The bounds of a password, in characters. The upper one only keeps a request
// from costing too much.
const (
	PasswordMin = 12
	PasswordMax = 200
)

// Hashing is how passwords are kept: argon2id with 32 MiB and two passes,
// about 80 ms on the machines that Parvis aims at, above the minimum of
// OWASP's cheat sheet (19 MiB, two passes).
func Hashing() *argon2id.Params {
	return &argon2id.Params{Memory: 32 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}
}

// FastHashing is for tests and demonstrations on throw-away sites only.
func FastHashing() *argon2id.Params {
	return &argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 16}
}

// Hashed is a password as it is kept.
type Hashed string

// HashPassword judges a new password and hashes it. It takes its time, so it
// is called before the transaction that stores the result. The fault is
// Invalid on the field "password" when it is too short, too long or too easy
// to guess; what is known of the person (name, e-mail, site) counts as easy.
func (s *Service) HashPassword(ctx context.Context, password string, known ...string) (Hashed, error) {
	var check fault.Check
	size := utf8.RuneCountInString(password)
	check.Field("password", utf8.ValidString(password) && size >= PasswordMin, "identity.password.short", "count", PasswordMin)
	check.Field("password", size <= PasswordMax, "identity.password.long", "count", PasswordMax)
	if size <= PasswordMax {
		check.Field("password", guesses(password, known) >= enough, "identity.password.easy")
	}
	if err := check.Err(); err != nil {
		return "", err
	}
	return s.hash(ctx, password)
}

func (s *Service) hash(ctx context.Context, password string) (Hashed, error) {
	release, err := s.hashing(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	hash, err := argon2id.CreateHash(password, s.Hashing)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return Hashed(hash), nil
}

// hashing waits for a turn: each hash takes 32 MiB and a core, and a crowd at
// the door must not take the machine down.
func (s *Service) hashing(ctx context.Context) (release func(), err error) {
	select {
	case s.turns <- struct{}{}:
		return func() { <-s.turns }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// turnsAtOnce leaves half of the cores to those who are already in.
func turnsAtOnce() int { return max(2, runtime.NumCPU()/2) }

// matches compares a password with a hash; current is false when the hash was
// made with other parameters than today's.
func (s *Service) matches(ctx context.Context, password string, hash Hashed) (match, current bool, err error) {
	release, err := s.hashing(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	match, params, err := argon2id.CheckHash(password, string(hash))
	if err != nil {
		return false, false, fmt.Errorf("check password: %w", err)
	}
	return match, *params == *s.Hashing, nil
}

// decoy is a hash that no password matches and that costs as much to check as
// a real one: who has no account waits as long as who has one.
func decoy(p *argon2id.Params) Hashed {
	random := func(n uint32) string {
		raw := make([]byte, n)
		rand.Read(raw)
		return base64.RawStdEncoding.EncodeToString(raw)
	}
	return Hashed(fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.Memory, p.Iterations, p.Parallelism, random(p.SaltLength), random(p.KeyLength)))
}

// SetPassword stores a new password. Everything that the old one opened is
// closed: sessions, tokens, links under way. The account becomes active if it
// was only invited.
func (s *Service) SetPassword(ctx context.Context, tx *store.Tx, person id.ID, password Hashed) error {
	now := s.Clock.Now()
	if err := saveCredential(ctx, tx, person, password, now); err != nil {
		return err
	}
	if err := activate(ctx, tx, person, now); err != nil {
		return err
	}
	if err := s.Revoke(ctx, tx, person); err != nil {
		return err
	}
	p, err := Find(ctx, tx, person)
	if err != nil {
		return err
	}
	return forgetAttempts(ctx, tx, attemptKeys(p.Handle, p.Email))
}

// Revoke closes everything that acts for a person: sessions, tokens, links
// under way.
func (s *Service) Revoke(ctx context.Context, tx *store.Tx, person id.ID) error {
	if _, err := deleteSessions(ctx, tx, person, 0); err != nil {
		return err
	}
	if err := deleteTokens(ctx, tx, person); err != nil {
		return err
	}
	return deleteLinks(ctx, tx, person)
}

// CheckPassword asks a person who is signed in for their password again,
// before something grave. The fault is Invalid on the field when it is wrong,
// TooMany when it was wrong too often.
func (s *Service) CheckPassword(ctx context.Context, person id.ID, field, password string) error {
	p, err := Find(ctx, s.DB, person)
	if err != nil {
		return err
	}
	ok, err := s.prove(ctx, p.Handle, p, true, password)
	if err != nil {
		return err
	}
	var check fault.Check
	check.Field(field, ok, "identity.password.wrong")
	return check.Err()
}

// prove checks a password against an account, counting refusals against what
// was typed as login. known is false when there is no such account: it then
// takes as long, and fails.
func (s *Service) prove(ctx context.Context, login string, p Person, known bool, password string) (bool, error) {
	if err := s.notLocked(ctx, login); err != nil {
		return false, err
	}
	hash := decoy(s.Hashing)
	if known {
		found, err := credential(ctx, s.DB, p.ID)
		switch {
		case err == nil:
			hash = found
		case !errors.Is(err, store.ErrNone):
			return false, err
		}
	}
	if utf8.RuneCountInString(password) > PasswordMax {
		password = ""
	}
	match, current, err := s.matches(ctx, password, hash)
	if err != nil {
		return false, err
	}
	if !match {
		return false, s.refused(ctx, login)
	}
	if !current {
		s.rehash(ctx, p.ID, password)
	}
	return true, nil
}

// rehash brings a hash to today's cost while the password is at hand; it can
// wait for the next time if it fails.
func (s *Service) rehash(ctx context.Context, person id.ID, password string) {
	hash, err := s.hash(ctx, password)
	if err == nil {
		err = s.DB.Write(ctx, func(tx *store.Tx) error { return saveCredential(ctx, tx, person, hash, s.Clock.Now()) })
	}
	if err != nil {
		s.Log.WarnContext(ctx, "password not hashed anew", "person", person, "error", err)
	}
}
