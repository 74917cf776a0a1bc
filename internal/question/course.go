package question

import (
	"context"
	"errors"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// news is how long ago a question may have come out for people to be asked:
// what an import brings or what an old log tells is nobody's duty.
const news = 24 * time.Hour

// follow keeps the course of each question with what happens to it.
func (s *Service) follow(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
	for _, e := range batch {
		if err := s.followOne(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) followOne(ctx context.Context, tx *store.Tx, e activity.Event) error {
	now := s.Clock.Now()
	switch e.Verb {
	case content.ItemPublished:
		f, err := content.FactOf(e)
		if err != nil || f.Kind != Kind || f.Quiet || e.Created.Before(now.Add(-news)) {
			return err
		}
		return s.comesOut(ctx, tx, e)
	case content.AnswerAdded:
		f, err := content.FactOf(e)
		if err != nil {
			return err
		}
		for _, from := range []Standing{Waiting, Declined, HandedOn} {
			if _, err := turn(ctx, tx, e.Item, from, Answered, now, f.Writer); err != nil {
				return err
			}
		}
		return nil
	case content.ItemMoved:
		if err := lose(ctx, tx, e.Item, now); err != nil {
			return err
		}
		// The managers of where it is now have not been told.
		if err := escalated(ctx, tx, e.Item, clock.Time{}); err != nil {
			return err
		}
		return look(ctx, tx, e.Item, now)
	case content.ItemReopened, content.ItemRestored, content.ItemUnarchived, content.CommentBinned, content.ItemParted, content.ItemReduced:
		return look(ctx, tx, e.Item, now)
	}
	return nil
}

// comesOut asks those whom the author chose, and has others found when the
// author chose nobody and none.
func (s *Service) comesOut(ctx context.Context, tx *store.Tx, e activity.Event) error {
	it, err := s.item(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	c, err := courseOf(ctx, tx, e.Item)
	if err != nil || !c.Begun.IsZero() {
		return err
	}
	if err := begin(ctx, tx, e.Item, e.Created); err != nil {
		return err
	}
	if !c.Chosen {
		return s.Queue.Enqueue(ctx, tx, routeJob{Item: e.Item})
	}
	if err := lose(ctx, tx, e.Item, s.Clock.Now()); err != nil {
		return err
	}
	if err := start(ctx, tx, e.Item, s.Clock.Now()); err != nil {
		return err
	}
	asks, err := waitingFor(ctx, tx, e.Item)
	if err != nil {
		return err
	}
	for _, a := range asks {
		if err := s.tell(ctx, tx, program, PutTo, it, a.Person, put{factOf(it), a.Reason, a.Tag, a.Asker}); err != nil {
			return err
		}
	}
	return nil
}

// item reads a question that the site follows; one that is gone is zero.
func (s *Service) item(ctx context.Context, tx *store.Tx, item id.ID) (content.Item, error) {
	it, _, err := s.Content.Load(ctx, tx, program, access.ReadItem, item)
	if fault.KindOf(err) == fault.KindNotFound && err != nil {
		return content.Item{}, nil
	}
	return it, err
}

// routeJob finds people to ask: as many as the community wants, or More of
// them when somebody declined.
type routeJob struct {
	Item id.ID `json:"item"`
	More int   `json:"more,omitempty"`
}

// Kind names the job in the queue.
func (routeJob) Kind() string { return "question.route" }

func (s *Service) route(ctx context.Context, j routeJob) error {
	label, err := access.Load(ctx, s.DB, program, access.ReadItem, j.Item)
	if fault.KindOf(err) == fault.KindNotFound && err != nil {
		return nil
	}
	if err != nil {
		return err
	}
	// What counts is what the author could have seen.
	authors, err := s.People.Actors(ctx, s.DB, []id.ID{label.Author})
	if err != nil {
		return err
	}
	author, live := authors[label.Author]
	if !live {
		return nil
	}
	set, err := settingsOf(ctx, s.DB, label.Community)
	if err != nil {
		return err
	}
	limit := set.People
	if j.More > 0 {
		known, err := asksOf(ctx, s.DB, []id.ID{j.Item})
		if err != nil {
			return err
		}
		limit = min(j.More, max(0, set.People-count(known, Waiting)))
	}
	it, _, err := s.Content.Glance(ctx, program, access.ReadItem, j.Item)
	if err != nil {
		return err
	}
	tags, err := tagsOf(ctx, s.DB, j.Item)
	if err != nil {
		return err
	}
	// Read before the transaction: it holds the only writer.
	found, err := s.candidates(ctx, s.DB, author, label, Asking{Community: label.Community, Title: it.Title, Tags: tags}, limit)
	if err != nil || len(found) == 0 {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if it, err = s.item(ctx, tx, j.Item); err != nil || it.ID == 0 {
			return err
		}
		waits, err := open(ctx, tx, j.Item)
		if err != nil || !waits {
			return err
		}
		known, err := asksOf(ctx, tx, []id.ID{j.Item})
		if err != nil || j.More == 0 && len(known) > 0 {
			return err // the job was done before
		}
		asks := make([]Ask, len(found))
		for i, c := range found {
			asks[i] = Ask{Person: c.Person, Reason: c.Reason, Tag: c.Tag}
		}
		return s.put(ctx, tx, program, it, asks)
	})
}

// count tells how many requests stand somewhere.
func count(asks []Ask, at Standing) (n int) {
	for _, a := range asks {
		if a.Standing == at {
			n++
		}
	}
	return n
}

// batch is how many questions are looked at in one go.
const batch = 200

// Watch looks at the questions whose time has come: it reminds those who were
// asked and did not answer, then tells the managers. Each is judged as it is
// then, by the settings of then.
func (s *Service) Watch(ctx context.Context) error {
	for {
		list, err := due(ctx, s.DB, s.Clock.Now(), batch)
		if err != nil {
			return err
		}
		for _, item := range list {
			if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.watch(ctx, tx, item) }); err != nil {
				return err
			}
		}
		if len(list) < batch {
			return nil
		}
	}
}

func (s *Service) watch(ctx context.Context, tx *store.Tx, item id.ID) error {
	it, err := s.item(ctx, tx, item)
	if err != nil {
		return err
	}
	c, err := courseOf(ctx, tx, item)
	if err != nil {
		return err
	}
	waits, err := open(ctx, tx, item)
	if err != nil || !waits || c.Watch.IsZero() || it.ID == 0 {
		return errors.Join(err, look(ctx, tx, item, clock.Time{}))
	}
	set, err := settingsOf(ctx, tx, it.Community)
	if err != nil {
		return err
	}
	next, err := s.remind(ctx, tx, it, set)
	if err != nil {
		return err
	}
	if set.Escalate > 0 && c.Escalated.IsZero() {
		switch at := after(c.Begun.Time, set.Escalate); {
		case at.After(s.Clock.Now().Time):
			next = sooner(next, clock.At(at))
		default:
			if err := escalated(ctx, tx, item, s.Clock.Now()); err != nil {
				return err
			}
			if err := s.tell(ctx, tx, program, Escalated, it, 0, factOf(it)); err != nil {
				return err
			}
		}
	}
	return look(ctx, tx, item, next)
}

// remind reminds those whose time has come, once each, and tells when the next
// one's will; who is away is left in peace.
func (s *Service) remind(ctx context.Context, tx *store.Tx, it content.Item, set Settings) (next clock.Time, err error) {
	if set.Remind == 0 {
		return next, nil
	}
	asks, err := waitingFor(ctx, tx, it.ID)
	if err != nil {
		return next, err
	}
	var now []id.ID
	for _, a := range asks {
		if !a.Reminded.IsZero() {
			continue
		}
		if at := after(a.Created.Time, set.Remind); at.After(s.Clock.Now().Time) {
			next = sooner(next, clock.At(at))
		} else {
			now = append(now, a.Person)
		}
	}
	if len(now) == 0 {
		return next, nil
	}
	if err := reminded(ctx, tx, it.ID, now, s.Clock.Now()); err != nil {
		return next, err
	}
	states, err := statesOf(ctx, tx, it.ID, now, s.Clock.Now())
	if err != nil {
		return next, err
	}
	for _, st := range states {
		if st.Silent || st.Away.After(s.Clock.Now().Time) {
			continue
		}
		if err := s.tell(ctx, tx, program, Reminded, it, st.Person, factOf(it)); err != nil {
			return next, err
		}
	}
	return next, nil
}

// sooner is the first of two moments; zero is none.
func sooner(a, b clock.Time) clock.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a.Time) {
		return b
	}
	return a
}
