package desk

import (
	"context"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// old is how long ago a date may have passed for somebody to be told: what an
// import brings late is nobody's news.
const old = 7 * 24 * time.Hour

// program acts when nobody does: it reminds.
var program = access.SystemActor("deliveries are followed until they are closed")

// Watch reminds those who have a delivery that its date comes, then that it has
// passed: once each.
func (s *Service) Watch(ctx context.Context) error {
	const step = 200
	for {
		now := s.Clock.Now()
		list, err := toWarn(ctx, s.DB, now, clock.Midnight(now, 2), step)
		if err != nil {
			return err
		}
		err = s.DB.Write(ctx, func(tx *store.Tx) error {
			for _, d := range list {
				if err := s.warn(ctx, tx, d, now); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil || len(list) < step {
			return err
		}
	}
}

// warn says what there is to say of a date, which may have changed since it was
// found.
func (s *Service) warn(ctx context.Context, tx *store.Tx, found Delivery, now clock.Time) error {
	label, err := access.Load(ctx, tx, program, access.ReadItem, found.Item)
	gone := err != nil && fault.KindOf(err) == fault.KindNotFound
	if err != nil && !gone {
		return err
	}
	d, err := deliveryOf(ctx, tx, found.Unit, found.Item)
	if err != nil || !d.Open() || d.Due != found.Due {
		return err
	}
	verb := Reminded
	d.Warned = OfTomorrow
	if d.Late(now) {
		verb, d.Warned = Overran, OfLate
	}
	if err := keepDelivery(ctx, tx, d); err != nil || gone || now.Sub(d.Due.Time) > old {
		return err
	}
	return s.tell(ctx, tx, program, content.Item{ID: d.Item, Community: label.Community}, told{verb: verb, person: d.Assignee, fact: fact{Unit: d.Unit}})
}
