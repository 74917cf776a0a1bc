package account

import (
	"context"
	"slices"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// LongestStay bounds how far a guest's stay goes at once; it can be extended.
const LongestStay = 366 * 24 * time.Hour

// Invitation is somebody to bring in.
type Invitation struct {
	Name        string
	Email       string
	Guest       bool
	Expires     clock.Time // of a guest
	Communities []id.ID    // where a guest comes in: at least one
}

// Invite makes an account that waits for its owner and has a mail sent to
// them. actor answers for a guest. When the site sends no mail an
// administrator gets the link, to hand over; nobody else does, since whoever
// holds it chooses the password.
func (s *Service) Invite(ctx context.Context, actor access.Actor, in Invitation) (p identity.Person, link string, err error) {
	if !actor.May(Invite, access.Label{}) {
		return p, "", fault.Forbidden()
	}
	if err := s.People.Allow(identity.Inviting, actor.Person().String()); err != nil {
		return p, "", err
	}
	host, err := identity.Find(ctx, s.DB, actor.Person())
	if err != nil {
		return p, "", err
	}
	if err := s.judge(actor, host, in); err != nil {
		return p, "", err
	}
	n := identity.NewPerson{Name: in.Name, Email: in.Email, Locale: host.Locale}
	if in.Guest {
		n.Kind, n.Sponsor, n.Expires = identity.Guest, host.ID, in.Expires
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if p, err = s.People.Enrol(ctx, tx, n); err != nil {
			return err
		}
		if in.Guest {
			if err := s.Communities.Host(ctx, tx, actor, p.ID, in.Communities); err != nil {
				return err
			}
		}
		if err := s.event(ctx, tx, actor, Invited, p.ID); err != nil {
			return err
		}
		if s.Mail != nil {
			return s.Queue.Enqueue(ctx, tx, letter{Purpose: identity.Invitation, Person: p.ID, From: host.ID}, tries)
		}
		if actor.May(InviteAnybody, access.Label{}) {
			link, err = s.link(ctx, tx, identity.Invitation, p.ID)
		}
		return err
	})
	return p, link, err
}

// judge says what is wrong with an invitation before anything is written.
func (s *Service) judge(actor access.Actor, host identity.Person, in Invitation) error {
	now := s.Clock.Now()
	address, ok := identity.Email(in.Email)
	var check fault.Check
	check.Field("email", ok, "identity.email.malformed")
	if !in.Guest {
		ours := ok && domain(address) == domain(host.Email)
		check.Field("email", ours || actor.May(InviteAnybody, access.Label{}), "account.invite.other_domain", "domain", domain(host.Email))
		return check.Err()
	}
	check.Field("communities", len(in.Communities) > 0, "account.invite.nowhere")
	check.Field("expires", now.Before(in.Expires.Time), "identity.guest.expires")
	check.Field("expires", in.Expires.Sub(now.Time) <= LongestStay, "account.invite.too_long")
	return check.Err()
}

// domain is what follows the @ of an address.
func domain(address string) string {
	_, after, _ := strings.Cut(address, "@")
	return after
}

// link makes a link to hand over by other means than mail: it proves nothing
// about the address.
func (s *Service) link(ctx context.Context, tx *store.Tx, purpose identity.Purpose, person id.ID) (string, error) {
	key, err := s.People.NewLink(ctx, tx, purpose, person, "")
	return s.address(purpose, key), err
}

// Invitee is who a link of invitation or of reset is for, to greet them by
// name.
func (s *Service) Invitee(ctx context.Context, purpose identity.Purpose, key string) (identity.Person, error) {
	link, err := s.People.OpenLink(ctx, s.DB, purpose, key)
	if err != nil {
		return identity.Person{}, err
	}
	p, err := identity.Find(ctx, s.DB, link.Person)
	if err != nil {
		return identity.Person{}, err
	}
	return p, s.mayEnter(p)
}

// mayEnter refuses the links of those who may no longer come in.
func (s *Service) mayEnter(p identity.Person) error {
	over := !p.Expires.IsZero() && !s.Clock.Now().Before(p.Expires.Time)
	if p.State == identity.Suspended || over || p.Kind == identity.Program {
		return fault.New(fault.KindNotFound, "identity.link.over")
	}
	return nil
}

// ChoosePassword uses up a link of invitation or of reset, stores the
// password, closes whatever the former one opened and signs the person in.
func (s *Service) ChoosePassword(ctx context.Context, purpose identity.Purpose, key, password string, v Visitor) (cookie string, err error) {
	if !slices.Contains([]identity.Purpose{identity.Invitation, identity.Reset}, purpose) {
		return "", fault.NotFound()
	}
	p, err := s.Invitee(ctx, purpose, key)
	if err != nil {
		return "", err
	}
	hash, err := s.People.HashPassword(ctx, password, p.Name, p.Email, p.Handle, s.Site.Name(ctx))
	if err != nil {
		return "", err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		link, err := s.People.UseLink(ctx, tx, purpose, key)
		if err != nil {
			return err
		}
		if err := s.People.SetPassword(ctx, tx, p.ID, hash); err != nil {
			return err
		}
		if link.Email != "" && link.Email == p.Email && !p.Confirmed {
			if err := s.People.SetEmail(ctx, tx, p.ID, p.Email); err != nil {
				return err
			}
		}
		verb := PasswordChanged
		if p.State == identity.Invited {
			verb = Joined
		}
		actor := access.Signed(access.Facts{Person: p.ID, Guest: p.Kind == identity.Guest})
		if err := s.event(ctx, tx, actor, verb, p.ID); err != nil {
			return err
		}
		if verb == PasswordChanged {
			if err := s.tell(ctx, tx, letter{Notice: noticePassword, Person: p.ID}); err != nil {
				return err
			}
		}
		cookie, err = s.People.OpenSession(ctx, tx, p.ID, v.Device, v.Address)
		return err
	})
	return cookie, err
}

// Managed lists where actor may bring a guest in.
func (s *Service) Managed(ctx context.Context, actor access.Actor) ([]Community, error) {
	return s.Communities.Managed(ctx, actor)
}
