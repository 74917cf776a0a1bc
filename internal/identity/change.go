package identity

import (
	"context"
	"errors"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// ByLogin finds who has an e-mail address or a handle (with or without @);
// the fault is NotFound.
func (s *Service) ByLogin(ctx context.Context, login string) (Person, error) {
	p, err := findByLogin(ctx, s.DB, normalLogin(login))
	if errors.Is(err, store.ErrNone) {
		return Person{}, fault.NotFound()
	}
	return p, err
}

// HasAdministrator tells whether somebody can administer the site.
func (s *Service) HasAdministrator(ctx context.Context, on store.Querier) (bool, error) {
	n, err := administrators(ctx, on)
	return n > 0, err
}

// Suspend keeps a person out: their sessions, tokens and links end at once;
// what they wrote stays. The last administrator stays in (fault Conflict).
func (s *Service) Suspend(ctx context.Context, tx *store.Tx, person id.ID) error {
	if err := s.notTheLast(ctx, tx, person); err != nil {
		return err
	}
	if err := saveState(ctx, tx, person, Suspended, s.Clock.Now()); err != nil {
		return err
	}
	return s.Revoke(ctx, tx, person)
}

// Reactivate lets a suspended person in again; one who never chose a password
// is invited again.
func (s *Service) Reactivate(ctx context.Context, tx *store.Tx, person id.ID) error {
	state := Active
	p, err := Find(ctx, tx, person)
	if err != nil {
		return err
	}
	if _, err := credential(ctx, tx, person); errors.Is(err, store.ErrNone) && p.Kind != Program {
		state = Invited
	} else if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	return saveState(ctx, tx, person, state, s.Clock.Now())
}

// SetAdmin gives or takes the administration of the site. The faults are
// Invalid for somebody who is not of the house, Conflict for the last
// administrator.
func (s *Service) SetAdmin(ctx context.Context, tx *store.Tx, person id.ID, admin bool) error {
	p, err := Find(ctx, tx, person)
	if err != nil {
		return err
	}
	if admin && p.Kind != Agent {
		return fault.New(fault.Invalid, "identity.admin.agent")
	}
	if !admin {
		if err := s.notTheLast(ctx, tx, person); err != nil {
			return err
		}
	}
	return saveAdmin(ctx, tx, person, admin, s.Clock.Now())
}

// SetClearance says up to which protection somebody reads from now on, and
// whether that is another than before: a guest too, among what names them. It
// takes what the clearance was when whoever decides looked, so that nobody
// overwrites what they did not see. The faults are Invalid on the field
// clearance, Conflict when it is neither that nor the new one any more.
func (s *Service) SetClearance(ctx context.Context, tx *store.Tx, person id.ID, was, to access.Protection) (moved bool, err error) {
	var check fault.Check
	check.Field("clearance", to <= access.Restricted, "fault.field.choice")
	if err := check.Err(); err != nil {
		return false, err
	}
	p, err := Find(ctx, tx, person)
	if err != nil || p.Clearance == to {
		return false, err
	}
	if p.Clearance == was {
		moved, err = saveClearance(ctx, tx, person, was, to, s.Clock.Now())
	}
	if err == nil && !moved {
		err = fault.New(fault.Conflict, "identity.clearance.moved")
	}
	return moved, err
}

func (s *Service) notTheLast(ctx context.Context, tx *store.Tx, person id.ID) error {
	p, err := Find(ctx, tx, person)
	if err != nil || !p.Admin {
		return err
	}
	others, err := otherAdministrators(ctx, tx, person)
	if err != nil {
		return err
	}
	if others == 0 {
		return fault.New(fault.Conflict, "identity.admin.last")
	}
	return nil
}

// Rename changes the name that is shown; the handle stays, because texts
// mention it. The fault is Invalid on the field name.
func (s *Service) Rename(ctx context.Context, tx *store.Tx, person id.ID, name string) error {
	name, ok := text.Line(name, NameMax)
	var check fault.Check
	check.Field("name", ok && name != "", "identity.name", "count", NameMax)
	if err := check.Err(); err != nil {
		return err
	}
	return saveName(ctx, tx, person, name, s.Clock.Now())
}

// Prefer sets the language and the appearance of the screens; the fault is
// Invalid on the fields locale and theme.
func (s *Service) Prefer(ctx context.Context, tx *store.Tx, person id.ID, locale, theme string) error {
	var check fault.Check
	check.Field("locale", locale == "fr" || locale == "en", "identity.locale")
	check.Field("theme", slices.Contains(Themes(), theme), "identity.theme")
	if err := check.Err(); err != nil {
		return err
	}
	return savePreferences(ctx, tx, person, locale, theme, s.Clock.Now())
}

// SetEmail stores an address that has just proved that it answers. The fault
// is Invalid on email when somebody else has it.
func (s *Service) SetEmail(ctx context.Context, tx *store.Tx, person id.ID, email string) error {
	if err := s.emailFree(ctx, tx, email, person); err != nil {
		return err
	}
	err := saveEmail(ctx, tx, person, email, s.Clock.Now())
	if store.IsConflict(err) {
		return taken(err)
	}
	return err
}

// Extend moves the end of a guest's stay. The fault is Invalid on expires
// when it is past, or the person no guest.
func (s *Service) Extend(ctx context.Context, tx *store.Tx, person id.ID, until clock.Time) error {
	p, err := Find(ctx, tx, person)
	if err != nil {
		return err
	}
	var check fault.Check
	check.Field("expires", p.Kind == Guest && s.Clock.Now().Before(until.Time), "identity.guest.expires")
	if err := check.Err(); err != nil {
		return err
	}
	return saveExpiry(ctx, tx, person, until, s.Clock.Now())
}

// Sweep removes what is over: sessions, links, forgotten attempts. It is run
// now and then; nothing depends on when.
func (s *Service) Sweep(ctx context.Context) error {
	now := s.Clock.Now()
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := endOver(ctx, tx, now, clock.At(now.Add(-s.Idle))); err != nil {
			return err
		}
		if _, err := deleteOldLinks(ctx, tx, now); err != nil {
			return err
		}
		_, err := deleteQuietAttempts(ctx, tx, clock.At(now.Add(-forgetAfter)))
		return err
	})
}
