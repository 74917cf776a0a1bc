package account

import (
	"context"
	_ "embed"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/store"
)

var (
	//go:embed charter.fr.md
	charterFrench string
	//go:embed charter.en.md
	charterEnglish string
)

// FirstCharter is the charter, in Markdown, that a new site begins with, in the
// language of who opens it; its administrators make it theirs.
func FirstCharter(locale string) string {
	if i18n.Lang(locale) == i18n.English {
		return charterEnglish
	}
	return charterFrench
}

// Charter is the version in force; its Version is zero when there is none.
func (s *Service) Charter(ctx context.Context) (identity.Charter, error) {
	return s.People.CurrentCharter(ctx, s.DB)
}

// AcceptCharter notes that a person accepts the version that they read; the
// fault is Conflict when a newer one is in force.
func (s *Service) AcceptCharter(ctx context.Context, actor access.Actor, version int) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.People.AcceptCharter(ctx, tx, actor.Person(), version); err != nil {
			return err
		}
		return s.event(ctx, tx, actor, CharterAccepted, actor.Person())
	})
}
