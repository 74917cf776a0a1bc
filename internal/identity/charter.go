package identity

import (
	"context"
	"errors"
	"unicode/utf8"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// CharterMax bounds the charter's text, in characters.
const CharterMax = 20_000

// Charter is one version of the text that everybody accepts before taking
// part. A new version is accepted again by all.
type Charter struct {
	Version int
	Source  string // Markdown
	Created clock.Time
	Author  id.ID `db:"author_id"`
}

// CurrentCharter is the version in force; its Version is zero when the site
// has none.
func (s *Service) CurrentCharter(ctx context.Context, on store.Querier) (Charter, error) {
	c, err := currentCharter(ctx, on)
	if errors.Is(err, store.ErrNone) {
		return Charter{}, nil
	}
	return c, err
}

// Charters lists every version, the newest first.
func (s *Service) Charters(ctx context.Context) ([]Charter, error) { return charters(ctx, s.DB) }

// PublishCharter puts a new version in force. based is the version that its
// author edited: the fault is Conflict when somebody published meanwhile,
// Invalid when the text is empty, too long or the same.
func (s *Service) PublishCharter(ctx context.Context, tx *store.Tx, author id.ID, based int, source string) (Charter, error) {
	last, err := s.CurrentCharter(ctx, tx)
	if err != nil {
		return Charter{}, err
	}
	if last.Version != based {
		return Charter{}, fault.New(fault.Conflict, "identity.charter.meanwhile")
	}
	var check fault.Check
	check.Field("source", source != "", "identity.charter.empty")
	check.Field("source", utf8.RuneCountInString(source) <= CharterMax, "identity.charter.long", "count", CharterMax)
	check.Field("source", source != last.Source, "identity.charter.same")
	if err := check.Err(); err != nil {
		return Charter{}, err
	}
	c := Charter{Version: based + 1, Source: source, Created: s.Clock.Now(), Author: author}
	err = insertCharter(ctx, tx, c)
	if store.IsConflict(err) {
		return Charter{}, fault.New(fault.Conflict, "identity.charter.meanwhile").Because(err)
	}
	return c, err
}

// AcceptCharter notes that a person accepted the version that they read; the
// fault is Conflict when it is no longer the one in force.
func (s *Service) AcceptCharter(ctx context.Context, tx *store.Tx, person id.ID, version int) error {
	c, err := s.CurrentCharter(ctx, tx)
	if err != nil {
		return err
	}
	if c.Version != version {
		return fault.New(fault.Conflict, "identity.charter.newer")
	}
	return acceptCharter(ctx, tx, person, version, s.Clock.Now())
}
