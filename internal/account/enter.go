package account

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Enter checks a login and a password, and returns the secret of the new
// session. Its faults are those of identity.Enter.
func (s *Service) Enter(ctx context.Context, login, password string, v Visitor) (cookie string, err error) {
	_, cookie, err = s.People.Enter(ctx, identity.SignIn{Login: login, Password: password, Device: v.Device, Address: v.Address})
	return cookie, err
}

// Leave ends the session that a person uses.
func (s *Service) Leave(ctx context.Context, who identity.Viewer) error {
	if who.Session == 0 {
		return nil
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		_, err := s.People.CloseSession(ctx, tx, who.Person.ID, who.Session)
		return err
	})
}

// NeedsSetup tells whether the site still waits for its first administrator.
func (s *Service) NeedsSetup(ctx context.Context) (bool, error) {
	has, err := s.People.HasAdministrator(ctx, s.DB)
	return !has, err
}

// SetupLink is the address, good once and for a day, that creates the first
// administrator; it is empty when there is one. Each call makes the former
// address void.
func (s *Service) SetupLink(ctx context.Context) (link string, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if has, err := s.People.HasAdministrator(ctx, tx); has || err != nil {
			return err
		}
		key, err := s.People.NewLink(ctx, tx, identity.Setup, 0, "")
		link = s.address(identity.Setup, key)
		return err
	})
	return link, err
}

// address is the page of a link.
func (s *Service) address(purpose identity.Purpose, key string) string {
	return s.BaseURL + "/" + string(purpose) + "/" + key
}

// FirstStart is what the first person tells of the site and of themselves.
type FirstStart struct {
	Site     string
	Name     string
	Email    string
	Password string
	Locale   string
}

// SetUp uses up the link of the first start: it names the site, puts a first
// charter in force and makes its administrator, who is signed in.
func (s *Service) SetUp(ctx context.Context, key string, f FirstStart, v Visitor) (cookie string, err error) {
	if _, err := s.People.OpenLink(ctx, s.DB, identity.Setup, key); err != nil {
		return "", err
	}
	hash, err := s.People.HashPassword(ctx, f.Password, f.Name, f.Email, f.Site)
	if err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := s.People.UseLink(ctx, tx, identity.Setup, key); err != nil {
			return err
		}
		if has, err := s.People.HasAdministrator(ctx, tx); has || err != nil {
			return or(err, fault.New(fault.KindNotFound, "identity.link.over"))
		}
		p, err := s.People.Enrol(ctx, tx, identity.NewPerson{
			Name: f.Name, Email: f.Email, Admin: true, Password: hash, Locale: f.Locale,
		})
		if err != nil {
			return err
		}
		actor := access.Signed(access.Facts{Person: p.ID, Admin: true})
		if err := s.Site.SetName(ctx, tx, actor, f.Site); err != nil {
			return err
		}
		if err := s.firstCharter(ctx, tx, p); err != nil {
			return err
		}
		if err := s.Acts.Record(ctx, tx, actor, "site.set_up", "person "+p.ID.String(), nil); err != nil {
			return err
		}
		if err := s.event(ctx, tx, actor, Joined, p.ID); err != nil {
			return err
		}
		cookie, err = s.People.OpenSession(ctx, tx, p.ID, v.Device, v.Address)
		return err
	})
	return cookie, err
}

func (s *Service) firstCharter(ctx context.Context, tx *store.Tx, author identity.Person) error {
	c, err := s.People.CurrentCharter(ctx, tx)
	if err != nil || c.Version > 0 {
		return err
	}
	_, err = s.People.PublishCharter(ctx, tx, author.ID, 0, FirstCharter(author.Locale))
	return err
}

// or is the first error, if any, else the second.
func or(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
