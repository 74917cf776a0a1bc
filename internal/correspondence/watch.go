package correspondence

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// program acts when nobody does: it reminds, and follows absences.
var program = access.SystemActor("dispatches are followed on their way out")

// step is how many dates one transaction looks at.
const step = 100

// Watch reminds those whose visa is due, tells of those who are late, and shows
// what waits for somebody to who stands in for them from today, or no more to
// who did until then.
func (s *Service) Watch(ctx context.Context) error {
	if err := s.watchSubstitutes(ctx); err != nil {
		return err
	}
	for {
		now := s.Clock.Now()
		due, err := visasToLookAt(ctx, s.DB, now, step)
		if err != nil {
			return err
		}
		err = s.DB.Write(ctx, func(tx *store.Tx) error {
			for _, v := range due {
				if err := s.remind(ctx, tx, v, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(due) < step {
			return err
		}
	}
}

func (s *Service) watchSubstitutes(ctx context.Context) error {
	for {
		list, err := substitutesToLookAt(ctx, s.DB, s.Clock.Now(), step)
		if err != nil {
			return err
		}
		for _, one := range list {
			err := s.DB.Write(ctx, func(tx *store.Tx) error {
				now, err := substituteByID(ctx, tx, one.ID)
				if err != nil {
					return err
				}
				return s.follow(ctx, tx, program, now)
			})
			if err != nil {
				return err
			}
		}
		if len(list) < step {
			return nil
		}
	}
}

// remind tells those whose visa is waited for that its date comes, and once it
// has come who drafts and who signs as well.
func (s *Service) remind(ctx context.Context, tx *store.Tx, v Visa, now clock.Time) error {
	if _, _, err := s.Content.Load(ctx, tx, program, access.ReadItem, v.Item); err != nil {
		return err
	}
	d, err := anyDispatch(ctx, tx, v.Item)
	if err != nil {
		return err
	}
	visas, err := visasOf(ctx, tx, v.Item)
	if err != nil {
		return err
	}
	c := &course{Dispatch: d, visas: visas}
	held, err := c.visa(v.ID)
	if err != nil || held.State != Waiting || held.Looks.IsZero() || held.Looks.After(now.Time) {
		return err // answered meanwhile
	}
	held.Looks = clock.Time{}
	verb, f := Overran, fact{Visa: v.ID}
	if held.Due.After(now.Time) {
		verb, held.Looks = Reminded, held.Due
	}
	if err := keepVisa(ctx, tx, *held); err != nil {
		return err
	}
	f.Told = []id.ID{d.Signatory}
	one := d
	one.asked = []id.ID{held.Person}
	if f.Asked, err = s.hands(ctx, tx, one); err != nil {
		return err
	}
	return s.say(ctx, tx, program, d, verb, f)
}
