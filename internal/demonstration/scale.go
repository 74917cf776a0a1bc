package demonstration

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/clock"
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
	c := newComposer(s.Clock.Now().In(clock.Paris))
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
	if err := s.DB.Bulk(ctx, large, func(ctx context.Context) error { return s.load(ctx, m, hash, progress) }); err != nil {
		return err
	}
	progress.say("gathering statistics for the planner")
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

// large are the tables that grow with the site.
var large = []string{
	"persons", "functions", "memberships", "items", "bodies", "comments", "reactions", "mentions", "item_tags", "questions",
	"follows", "reads", "notices", "events",
}

// load writes everything that is many, composing a part while the one before
// is being written.
func (s *Service) load(ctx context.Context, m *mill, hash identity.Hashed, progress Progress) error {
	people, parts := m.c.batch.persons, make(chan batch)
	var follows []followRow
	group, ctx := errgroup.WithContext(ctx)
	hand := func() error {
		m.c.batch.sortEvents()
		// Kept by person, so in no order of time: written as they come, each would
		// change a page of its own.
		follows = append(follows, m.c.batch.follows...)
		m.c.batch.follows = nil
		select {
		case parts <- m.c.batch:
			m.c.batch = batch{}
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	group.Go(func() error {
		defer close(parts)
		if err := hand(); err != nil {
			return err
		}
		if err := m.pour(hand, progress); err != nil {
			return err
		}
		for from := 0; from < len(m.everybody); from += 4 * perWrite {
			m.tell(m.everybody[from:min(from+4*perWrite, len(m.everybody))])
			if err := hand(); err != nil {
				return err
			}
		}
		slices.SortFunc(follows, byFollower)
		for chunk := range slices.Chunk(follows, 20*perWrite) {
			select {
			case parts <- batch{follows: chunk}:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	group.Go(func() error {
		for part := range parts {
			if err := s.DB.Write(ctx, func(tx *store.Tx) error { return part.write(ctx, tx) }); err != nil {
				return fmt.Errorf("write: %w", err)
			}
		}
		progress.say("all written; sorting the indexes")
		return s.DB.Write(ctx, func(tx *store.Tx) error { return writePasswords(ctx, tx, people, hash) })
	})
	return group.Wait()
}

// byFollower is the order in which follows are kept.
func byFollower(a, b followRow) int {
	return cmp.Or(cmp.Compare(a.person, b.person), cmp.Compare(a.target.Kind, b.target.Kind), cmp.Compare(a.target.ID, b.target.ID))
}

// pour makes the items part by part, telling how far it is and how long it
// will take.
func (m *mill) pour(hand func() error, progress Progress) error {
	start, said := time.Now(), time.Time{}
	for done := 0; done < m.size.Items; {
		n := min(perWrite, m.size.Items-done)
		if err := m.grind(done, n); err != nil {
			return fmt.Errorf("compose items: %w", err)
		}
		if err := hand(); err != nil {
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
