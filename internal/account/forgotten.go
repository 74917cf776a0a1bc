package account

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Forgotten asks for a link by mail. The answer is the same, and as fast,
// whether or not the address is somebody's: only the job that writes the mail
// looks it up. The faults are Invalid on email, TooMany, and Unavailable when
// the site sends no mail.
func (s *Service) Forgotten(ctx context.Context, email string, v Visitor) error {
	if s.Mail == nil {
		return fault.New(fault.Unavailable, "account.forgotten.no_mail")
	}
	address, ok := identity.Email(email)
	var check fault.Check
	check.Field("email", ok, "identity.email.malformed")
	if err := check.Err(); err != nil {
		return err
	}
	if err := s.People.Allow(identity.ForgottenByAddress, v.Address); err != nil {
		return err
	}
	if err := s.People.Allow(identity.ForgottenByEmail, address); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		return s.Queue.Enqueue(ctx, tx, letter{Purpose: identity.Reset, Email: address}, tries)
	})
}

// ResetLink is the address by which a person chooses a new password, for the
// operator to hand over: an invitation for who never had one. The act is
// recorded.
func (s *Service) ResetLink(ctx context.Context, actor access.Actor, person id.ID) (link string, err error) {
	p, err := identity.Find(ctx, s.DB, person)
	if err != nil {
		return "", err
	}
	if s.mayEnter(p) != nil {
		return "", fault.New(fault.Conflict, "account.reset.closed")
	}
	purpose := identity.Reset
	if p.State == identity.Invited {
		purpose = identity.Invitation
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if link, err = s.link(ctx, tx, purpose, p.ID); err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, actor, "person.link_made", "person "+p.ID.String(), map[string]string{"purpose": string(purpose)})
	})
	return link, err
}

// Remind has the invitation of somebody who has not come in sent again.
func (s *Service) Remind(ctx context.Context, tx *store.Tx, actor access.Actor, person id.ID) error {
	if s.Mail == nil {
		return fault.New(fault.Unavailable, "account.remind.no_mail")
	}
	return s.Queue.Enqueue(ctx, tx, letter{Purpose: identity.Invitation, Person: person, From: actor.Person()}, tries)
}
