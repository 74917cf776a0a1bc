package account

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Change is what somebody changes of themselves at once; an empty field stays.
type Change struct{ Name, Locale, Theme string }

// Edit changes one's name, language and appearance in one transaction: all of
// it, or nothing when a part is refused.
func (s *Service) Edit(ctx context.Context, who identity.Viewer, c Change) error {
	me := who.Person.ID
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if c.Name != "" {
			if err := s.People.Rename(ctx, tx, me, c.Name); err != nil {
				return err
			}
			if err := s.event(ctx, tx, who.Actor, Renamed, me); err != nil {
				return err
			}
		}
		if c.Locale == "" && c.Theme == "" {
			return nil
		}
		return s.People.Prefer(ctx, tx, me, chosen(c.Locale, who.Person.Locale), chosen(c.Theme, who.Person.Theme))
	})
}

func chosen(wanted, now string) string {
	if wanted == "" {
		return now
	}
	return wanted
}

// Rename changes the name that others see.
func (s *Service) Rename(ctx context.Context, actor access.Actor, name string) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.People.Rename(ctx, tx, actor.Person(), name); err != nil {
			return err
		}
		return s.event(ctx, tx, actor, Renamed, actor.Person())
	})
}

// Prefer sets the language and the appearance of one's own screens.
func (s *Service) Prefer(ctx context.Context, actor access.Actor, locale, theme string) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.People.Prefer(ctx, tx, actor.Person(), locale, theme)
	})
}

// ChangePassword replaces one's password: every session, token and link ends,
// and a new session begins on this device. The fault is Invalid on current or
// on password.
func (s *Service) ChangePassword(ctx context.Context, who identity.Viewer, current, password string, v Visitor) (cookie string, err error) {
	p := who.Person
	if err := s.People.CheckPassword(ctx, p.ID, "current", current); err != nil {
		return "", err
	}
	hash, err := s.People.HashPassword(ctx, password, p.Name, p.Email, p.Handle, s.Site.Name(ctx))
	if err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.People.SetPassword(ctx, tx, p.ID, hash); err != nil {
			return err
		}
		if err := s.event(ctx, tx, who.Actor, PasswordChanged, p.ID); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, letter{Notice: noticePassword, Person: p.ID}); err != nil {
			return err
		}
		cookie, err = s.People.OpenSession(ctx, tx, p.ID, v.Device, v.Address)
		return err
	})
	return cookie, err
}

// ChangeEmail has a mail sent to a new address; it becomes the person's once
// they follow the link. Whether somebody else has it is not said here. The
// fault is Invalid on current or email, Unavailable when the site sends no
// mail.
func (s *Service) ChangeEmail(ctx context.Context, who identity.Viewer, current, email string) error {
	if s.Mail == nil {
		return fault.New(fault.Unavailable, "account.email.no_mail")
	}
	address, ok := identity.Email(email)
	var check fault.Check
	check.Field("email", ok, "identity.email.malformed")
	check.Field("email", address != who.Person.Email || !who.Person.Confirmed, "account.email.same")
	if err := check.Err(); err != nil {
		return err
	}
	if err := s.People.CheckPassword(ctx, who.Person.ID, "current", current); err != nil {
		return err
	}
	if err := s.People.Allow(identity.ForgottenByEmail, address); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.Queue.Enqueue(ctx, tx, letter{Purpose: identity.Confirmation, Person: who.Person.ID, Email: address}, tries)
	})
}

// Confirming is the address that a link confirms.
func (s *Service) Confirming(ctx context.Context, key string) (string, error) {
	link, err := s.People.OpenLink(ctx, s.DB, identity.Confirmation, key)
	return link.Email, err
}

// Confirm uses up the link: the address becomes the person's, and the former
// one is told.
func (s *Service) Confirm(ctx context.Context, key string) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		link, err := s.People.UseLink(ctx, tx, identity.Confirmation, key)
		if err != nil {
			return err
		}
		p, err := identity.Find(ctx, tx, link.Person)
		if err != nil {
			return err
		}
		if err := s.mayEnter(p); err != nil {
			return err
		}
		if err := s.People.SetEmail(ctx, tx, p.ID, link.Email); err != nil {
			return err
		}
		actor := access.Signed(access.Facts{Person: p.ID, Guest: p.Kind == identity.Guest})
		if err := s.event(ctx, tx, actor, EmailChanged, p.ID); err != nil {
			return err
		}
		if p.Email == "" || p.Email == link.Email {
			return nil
		}
		return s.tell(ctx, tx, letter{Notice: noticeEmail, Person: p.ID, Email: p.Email})
	})
}

// Sessions lists where a person is signed in.
func (s *Service) Sessions(ctx context.Context, actor access.Actor) ([]identity.Session, error) {
	return s.People.Sessions(ctx, actor.Person())
}

// CloseSession ends one of a person's own sessions; NotFound for any other.
func (s *Service) CloseSession(ctx context.Context, actor access.Actor, session id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		found, err := s.People.CloseSession(ctx, tx, actor.Person(), session)
		if err == nil && !found {
			return fault.NotFound()
		}
		return err
	})
}

// CloseOthers ends every session of a person but the one they use, and
// returns how many.
func (s *Service) CloseOthers(ctx context.Context, who identity.Viewer) (ended int64, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		ended, err = s.People.CloseSessions(ctx, tx, who.Person.ID, who.Session)
		return err
	})
	return ended, err
}

// Tokens lists a person's own tokens.
func (s *Service) Tokens(ctx context.Context, actor access.Actor) ([]identity.Token, error) {
	return s.People.Tokens(ctx, actor.Person())
}

// CreateToken makes a token and returns its secret, shown once. Only a person
// in front of a screen may: a token that makes others could never be revoked.
func (s *Service) CreateToken(ctx context.Context, actor access.Actor, n identity.NewToken) (t identity.Token, secret string, err error) {
	if !actor.May(Tokens, access.Label{}) || actor.Kind() != access.Person {
		return t, "", fault.Forbidden()
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if t, secret, err = s.People.CreateToken(ctx, tx, actor.Person(), n); err != nil {
			return err
		}
		return s.event(ctx, tx, actor, TokenCreated, actor.Person())
	})
	return t, secret, err
}

// RevokeToken ends one of a person's own tokens; NotFound for any other.
func (s *Service) RevokeToken(ctx context.Context, actor access.Actor, token id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		found, err := s.People.RevokeToken(ctx, tx, actor.Person(), token)
		if err != nil {
			return err
		}
		if !found {
			return fault.NotFound()
		}
		return s.event(ctx, tx, actor, TokenRevoked, actor.Person())
	})
}
