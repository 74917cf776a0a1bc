package account

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// operator is who types on the machine itself.
func operator() access.Actor { return access.SystemActor("operator on the command line") }

// Reset is ResetLink for the command line, by e-mail address or handle.
func (s *Service) Reset(ctx context.Context, login string) (link string, err error) {
	p, err := s.People.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	return s.ResetLink(ctx, operator(), p.ID)
}

// CreatePerson makes an account from the command line and returns the link by
// which its owner chooses a password, empty for a service account.
func (s *Service) CreatePerson(ctx context.Context, n identity.NewPerson) (p identity.Person, link string, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if p, err = s.People.Enrol(ctx, tx, n); err != nil {
			return err
		}
		if err := s.Acts.Record(ctx, tx, operator(), "person.created", "person "+p.ID.String(), map[string]any{"admin": p.Admin}); err != nil {
			return err
		}
		if err := s.event(ctx, tx, operator(), Invited, p.ID); err != nil {
			return err
		}
		if p.State == identity.Invited {
			link, err = s.link(ctx, tx, identity.Invitation, p.ID)
		}
		return err
	})
	return p, link, err
}

// CreateTokenFor makes a token from the command line, for a person or a
// service account.
func (s *Service) CreateTokenFor(ctx context.Context, login string, n identity.NewToken) (secret string, err error) {
	p, err := s.People.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, secret, err = s.People.CreateToken(ctx, tx, p.ID, n); err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, operator(), "token.created", "person "+p.ID.String(), map[string]any{"name": n.Name, "scopes": n.Scopes})
	})
	return secret, err
}
