package identity

import (
	"context"
	"errors"
	"time"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Purpose is what a one-time link opens.
type Purpose string

// The purposes of links.
const (
	Setup        Purpose = "setup"      // create the first administrator
	Invitation   Purpose = "invitation" // choose a password and enter
	Reset        Purpose = "reset"      // choose another password
	Confirmation Purpose = "confirm"    // prove that an e-mail address answers
)

// Life is how long a link of this purpose stays good.
func (p Purpose) Life() time.Duration {
	switch p {
	case Setup, Confirmation:
		return 24 * time.Hour
	case Invitation:
		return 14 * 24 * time.Hour
	}
	return time.Hour
}

// Link is a one-time link that somebody holds.
type Link struct {
	Purpose Purpose
	Person  id.ID  `db:"person_id"` // zero for a setup
	Email   string // the address that a confirmation proves
	Expires clock.Time
}

// NewLink makes a link and returns its secret, which is not kept. Older links
// of the same purpose for the same person stop working.
func (s *Service) NewLink(ctx context.Context, tx *store.Tx, purpose Purpose, person id.ID, email string) (string, error) {
	if err := deleteLinksFor(ctx, tx, purpose, person); err != nil {
		return "", err
	}
	key, now := secret(), s.Clock.Now()
	link := Link{Purpose: purpose, Person: person, Email: email, Expires: clock.At(now.Add(purpose.Life()))}
	return key, insertLink(ctx, tx, digest(key), link, now)
}

// OpenLink reads a link without using it up, to show what it leads to. The
// fault is NotFound, with a sentence that says what to do, when it is unknown,
// used or too old.
func (s *Service) OpenLink(ctx context.Context, on store.Querier, purpose Purpose, key string) (Link, error) {
	if !wellFormed(key) {
		return Link{}, linkOver()
	}
	link, err := linkByHash(ctx, on, purpose, digest(key), s.Clock.Now())
	if errors.Is(err, store.ErrNone) {
		return Link{}, linkOver()
	}
	return link, err
}

// UseLink uses a link up: of two who try at once, one gets the fault.
func (s *Service) UseLink(ctx context.Context, tx *store.Tx, purpose Purpose, key string) (Link, error) {
	link, err := s.OpenLink(ctx, tx, purpose, key)
	if err != nil {
		return Link{}, err
	}
	used, err := markLink(ctx, tx, digest(key), s.Clock.Now())
	if err != nil {
		return Link{}, err
	}
	if !used {
		return Link{}, linkOver()
	}
	return link, nil
}

func linkOver() error { return fault.New(fault.KindNotFound, "identity.link.over") }
