package administration

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// PeoplePage is how many accounts one page lists.
const PeoplePage = 50

// Filter narrows the list of accounts. The zero value lists all.
type Filter struct {
	Words string // of the name, the handle or the address
	Kind  identity.Kind
	State identity.State
	Admin bool
	// Clearance is the least that they have; Public lists all.
	Clearance access.Protection
	After     Key
}

// Key is where a page of the list of accounts begins: after this name and id.
type Key struct {
	Name string // folded
	ID   id.ID
}

// Account is one line of the list of accounts.
type Account struct {
	identity.Person
	NameFold    string
	SponsorName string // of a guest
}

// Accounts lists accounts by name, and the key of the next page, zero on the
// last.
func (s *Service) Accounts(ctx context.Context, actor access.Actor, f Filter) ([]Account, Key, error) {
	list, err := listAccounts(ctx, s.DB, actor, f, PeoplePage+1)
	if err != nil || len(list) <= PeoplePage {
		return list, Key{}, err
	}
	last := list[PeoplePage-1]
	return list[:PeoplePage], Key{last.NameFold, last.ID}, nil
}

// Account is one account; the fault is NotFound.
func (s *Service) Account(ctx context.Context, actor access.Actor, person id.ID) (Account, error) {
	if !actor.May(Govern, access.Label{}) {
		return Account{}, fault.NotFound()
	}
	return oneAccount(ctx, s.DB, actor, person)
}

// manage does something to an account in one transaction, and records it.
func (s *Service) manage(ctx context.Context, actor access.Actor, person id.ID, verb activity.Verb, data any, do func(tx *store.Tx) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, ManagePeople, person); err != nil {
			return err
		}
		if err := do(tx); err != nil {
			return err
		}
		return s.act(ctx, tx, actor, verb, person, data)
	})
}

// Suspend keeps somebody out at once. The last administrator cannot be
// (Conflict), nor oneself.
func (s *Service) Suspend(ctx context.Context, actor access.Actor, person id.ID) error {
	if person == actor.Person() {
		return fault.New(fault.Conflict, "administration.people.yourself")
	}
	return s.manage(ctx, actor, person, Suspended, nil, func(tx *store.Tx) error { return s.People.Suspend(ctx, tx, person) })
}

// Reactivate lets a suspended person in again.
func (s *Service) Reactivate(ctx context.Context, actor access.Actor, person id.ID) error {
	return s.manage(ctx, actor, person, Reactivated, nil, func(tx *store.Tx) error { return s.People.Reactivate(ctx, tx, person) })
}

// GiveAdmin makes somebody an administrator.
func (s *Service) GiveAdmin(ctx context.Context, actor access.Actor, person id.ID) error {
	return s.manage(ctx, actor, person, AdminGiven, nil, func(tx *store.Tx) error { return s.People.SetAdmin(ctx, tx, person, true) })
}

// TakeAdmin ends somebody's administration; the last one stays (Conflict).
func (s *Service) TakeAdmin(ctx context.Context, actor access.Actor, person id.ID) error {
	return s.manage(ctx, actor, person, AdminTaken, nil, func(tx *store.Tx) error { return s.People.SetAdmin(ctx, tx, person, false) })
}

// SignOut ends every session and token of somebody.
func (s *Service) SignOut(ctx context.Context, actor access.Actor, person id.ID) error {
	return s.manage(ctx, actor, person, SignedOut, nil, func(tx *store.Tx) error { return s.People.Revoke(ctx, tx, person) })
}

// Extend moves the end of a guest's stay.
func (s *Service) Extend(ctx context.Context, actor access.Actor, person id.ID, until clock.Time) error {
	return s.manage(ctx, actor, person, Extended, map[string]clock.Time{"until": until}, func(tx *store.Tx) error {
		return s.People.Extend(ctx, tx, person, until)
	})
}

// Remind has an invitation sent again.
func (s *Service) Remind(ctx context.Context, actor access.Actor, person id.ID) error {
	return s.manage(ctx, actor, person, Reminded, nil, func(tx *store.Tx) error { return s.Invitations.Remind(ctx, tx, actor, person) })
}

// Link makes a link by which somebody chooses a password, to hand over.
func (s *Service) Link(ctx context.Context, actor access.Actor, person id.ID) (string, error) {
	if _, err := access.Load(ctx, s.DB, actor, ManagePeople, person); err != nil {
		return "", err
	}
	return s.Invitations.ResetLink(ctx, actor, person)
}
