package demonstration

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
)

// Size is how large a site to make, the demonstration's own people and
// communities included.
type Size struct {
	People, Communities, Items int
}

// perWrite is how many items go in one transaction.
const perWrite = 5_000

// Scale fills an empty site with a large one: the people and communities of
// the demonstration, then as many more as asked, and the real texts repeated
// with variation. The error is ErrInhabited when the site is not empty. It is
// written in many transactions: one that is interrupted leaves a part of it.
func (s *Service) Scale(ctx context.Context, size Size, progress Progress) error {
	if full, err := s.Inhabited(ctx); err != nil || full {
		return errors.Join(err, inhabitedError(full))
	}
	if err := s.DB.Roomy(ctx); err != nil {
		return err
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return fmt.Errorf("working hours: %w", err)
	}
	c := newComposer(s.Clock.Now().In(zone))
	m, err := newMill(c, size)
	if err != nil {
		return fmt.Errorf("compose a large site: %w", err)
	}
	hash, err := s.People.HashPassword(ctx, Password)
	if err != nil {
		return fmt.Errorf("the password of the demonstration: %w", err)
	}
	if err := m.populate(); err != nil {
		return fmt.Errorf("compose a large site: %w", err)
	}
	progress.say("%d people in %d communities: %d memberships", len(c.batch.persons), len(c.batch.communities), len(c.batch.memberships))
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.found(ctx, tx, c, hash) }); err != nil {
		return fmt.Errorf("write people and communities: %w", err)
	}
	if err := s.pour(ctx, m, progress); err != nil {
		return err
	}
	for from := 0; from < len(m.everybody); from += 4 * perWrite {
		m.tell(m.everybody[from:min(from+4*perWrite, len(m.everybody))])
		if err := s.send(ctx, c); err != nil {
			return err
		}
	}
	progress.say("news of everybody written; gathering statistics for the planner")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := finish(ctx, tx, c.counts, c.uses); err != nil {
			return err
		}
		if err := s.sign(ctx, tx, m.admin, c.now, "scale"); err != nil {
			return err
		}
		return analyze(ctx, tx)
	})
}

// found writes what items stand on.
func (s *Service) found(ctx context.Context, tx *store.Tx, c *composer, hash identity.Hashed) error {
	people := c.batch.persons
	c.batch.sortEvents()
	if err := c.batch.write(ctx, tx); err != nil {
		return err
	}
	c.batch = batch{}
	return writePasswords(ctx, tx, people, hash)
}

// pour writes the items, telling how far it is and how long it will take.
func (s *Service) pour(ctx context.Context, m *mill, progress Progress) error {
	start, said := time.Now(), time.Time{}
	for done := 0; done < m.size.Items; {
		n := min(perWrite, m.size.Items-done)
		if err := m.grind(done, n); err != nil {
			return fmt.Errorf("compose items: %w", err)
		}
		if err := s.send(ctx, m.c); err != nil {
			return err
		}
		done += n
		if time.Since(said) > 3*time.Second || done == m.size.Items {
			said = time.Now()
			left := time.Duration(float64(time.Since(start)) / float64(done) * float64(m.size.Items-done))
			progress.say("%d of %d items, %d comments; %s left", done, m.size.Items, m.comments, left.Round(time.Second))
		}
	}
	return nil
}

// send writes the batch and empties it, keeping its room.
func (s *Service) send(ctx context.Context, c *composer) error {
	c.batch.sortEvents()
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return c.batch.write(ctx, tx) }); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	b := &c.batch
	*b = batch{
		items: b.items[:0], comments: b.comments[:0], reactions: b.reactions[:0], mentions: b.mentions[:0], itemTags: b.itemTags[:0],
		questions: b.questions[:0], follows: b.follows[:0], reads: b.reads[:0], notices: b.notices[:0], events: b.events[:0],
	}
	return nil
}
