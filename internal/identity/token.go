package identity

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// TokenPrefix lets a token be recognised where it should not be: in a commit,
// in a log.
const TokenPrefix = "parvis_"

// TokensMost bounds the live tokens of one person.
const TokensMost = 50

// Scopes are what a token may be granted, from narrow to wide.
func Scopes() []access.Scope { return []access.Scope{access.Read, access.Write, access.Admin} }

// Token is a key to the JSON API that acts for its owner within its scopes.
type Token struct {
	ID      id.ID
	Name    string
	Scopes  []access.Scope `db:"-"`
	Created clock.Time
	Seen    clock.Time // to five minutes; zero when never used
	Expires clock.Time // zero: never
}

// NewToken is what a person asks of a token.
type NewToken struct {
	Name    string
	Scopes  []access.Scope
	Expires clock.Time // zero: never
}

// CreateToken makes a token for a person and returns its secret, shown once
// and not kept. The fault is Invalid when the name is empty, a scope unknown
// or not theirs to give, or the end past.
func (s *Service) CreateToken(ctx context.Context, tx *store.Tx, person id.ID, n NewToken) (Token, string, error) {
	owner, err := Find(ctx, tx, person)
	if err != nil {
		return Token{}, "", err
	}
	now := s.Clock.Now()
	list, err := tokensOf(ctx, tx, person, now)
	if err != nil {
		return Token{}, "", err
	}
	var check fault.Check
	check.Field("name", n.Name != "", "identity.token.name")
	check.Field("name", utf8.RuneCountInString(n.Name) <= 80, "identity.token.long", "count", 80)
	check.Field("scopes", len(n.Scopes) > 0, "identity.token.scopes")
	for _, scope := range n.Scopes {
		check.Field("scopes", slices.Contains(Scopes(), scope), "identity.token.scopes")
		check.Field("scopes", scope != access.Admin || owner.Admin, "identity.token.admin")
	}
	check.Field("expires", n.Expires.IsZero() || now.Before(n.Expires.Time), "identity.token.past")
	check.Field("name", len(list) < TokensMost, "identity.token.many", "count", TokensMost)
	if err := check.Err(); err != nil {
		return Token{}, "", err
	}
	key := TokenPrefix + secret()
	t := Token{ID: s.IDs.New(), Name: n.Name, Scopes: n.Scopes, Created: now, Expires: n.Expires}
	return t, key, insertToken(ctx, tx, digest(key), person, t)
}

// Tokens lists the live tokens of a person, the newest first.
func (s *Service) Tokens(ctx context.Context, person id.ID) ([]Token, error) {
	return tokensOf(ctx, s.DB, person, s.Clock.Now())
}

// RevokeToken ends one token of a person and tells whether it existed.
func (s *Service) RevokeToken(ctx context.Context, tx *store.Tx, person, token id.ID) (bool, error) {
	return deleteToken(ctx, tx, person, token)
}

// ByToken tells for whom a bearer acts, and within which scopes. The fault is
// Unauthenticated when the token is unknown or over, or its owner may no
// longer act.
func (s *Service) ByToken(ctx context.Context, bearer string) (Viewer, error) {
	key, found := strings.CutPrefix(bearer, TokenPrefix)
	if !found || !wellFormed(key) {
		return Viewer{}, unauthenticated()
	}
	hash := digest(bearer)
	row, err := tokenByHash(ctx, s.DB, hash)
	if errors.Is(err, store.ErrNone) {
		return Viewer{}, unauthenticated()
	}
	if err != nil {
		return Viewer{}, err
	}
	now := s.Clock.Now()
	if !row.Live(now) || !row.Ends.IsZero() && !now.Before(row.Ends.Time) {
		return Viewer{}, unauthenticated()
	}
	facts, err := factsOf(ctx, s.DB, row.Person)
	if err != nil {
		return Viewer{}, err
	}
	if row.Seen.IsZero() || now.Sub(row.Seen.Time) >= touchEvery {
		s.touch(ctx, "tokens", hash, now)
	}
	return Viewer{
		Actor: access.Bearer(facts, readScopes(row.Scopes)), Person: row.Person, CharterDue: row.Person.Charter < row.CurrentCharter,
	}, nil
}

func readScopes(text string) []access.Scope {
	var out []access.Scope
	for _, f := range strings.Fields(text) {
		out = append(out, access.Scope(f))
	}
	return out
}

func writeScopes(scopes []access.Scope) string {
	var out []string
	for _, known := range Scopes() {
		if slices.Contains(scopes, known) {
			out = append(out, string(known))
		}
	}
	return strings.Join(out, " ")
}
