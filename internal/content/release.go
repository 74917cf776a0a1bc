package content

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
	"parvis/internal/text"
)

// dueJob lets out what was scheduled.
type dueJob struct {
	Item id.ID `json:"item"`
}

// Kind names the job in the queue.
func (dueJob) Kind() string { return "content.due" }

func dueAt(it Item) jobs.Option { return jobs.At(it.Published.Time) }

func (s *Service) declareJobs() {
	jobs.Handle(s.Queue, s.due)
	jobs.Handle(s.Queue, s.scanOne)
	s.Queue.Every("content.loose_files", looseEvery, s.SweepFiles)
	s.Queue.Every("content.empty_bin", emptyEvery, s.EmptyBin)
	s.Queue.Every("content.scan_files", scanEvery, s.ScanFiles)
	s.Queue.Every("content.rescan_files", rescanEvery, s.RescanFiles)
	jobs.Handle(s.Queue, s.read)
	s.Queue.Every("content.unread_files", unreadEvery, s.ReadLeft)
}

// Release lets out what waits for a manager or for the head of the unit.
func (s *Service) Release(ctx context.Context, actor access.Actor, item id.ID) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if it, _, err = s.hold(ctx, tx, actor, Release, item); err != nil {
			return err
		}
		it, err = s.letOut(ctx, tx, actor, it)
		return err
	})
}

// LetOut publishes an item whose kind is Kept, in the transaction of the
// feature that decides it and has judged who may.
func (s *Service) LetOut(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (Item, error) {
	it, err := itemByID(ctx, tx, item)
	if err != nil {
		return it, err
	}
	if !s.kinds[it.Kind].Kept || it.State != access.Pending {
		return it, fault.Forbidden()
	}
	return s.letOut(ctx, tx, actor, it)
}

// Return sends what waits back to its author, with a reason that they will
// read.
func (s *Service) Return(ctx context.Context, actor access.Actor, item id.ID, reason string) (Item, error) {
	var it Item
	reason, ok := text.Block(reason, MaxReason)
	if !ok {
		return it, badReason()
	}
	if reason == "" {
		f := fault.New(fault.Invalid, fault.Invalid.Key())
		f.Fields = []fault.Field{{Name: "reason", Key: "content.return.reason"}}
		return it, f
	}
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if it, _, err = s.hold(ctx, tx, actor, Release, item); err != nil {
			return err
		}
		if err := setState(ctx, tx, item, access.Returned, clock.Time{}, reason); err != nil {
			return err
		}
		it.State, it.Reason = access.Returned, reason
		f := factOf(it)
		f.Reason = reason
		return s.tell(ctx, tx, actor, ItemReturned, it, f)
	})
}

// Submit publishes at once what was scheduled, or sends again what was
// returned; where the community asks for it, it waits for a release.
func (s *Service) Submit(ctx context.Context, actor access.Actor, item id.ID) (Item, error) {
	var it Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) error {
		var label access.Label
		var err error
		if it, label, err = s.hold(ctx, tx, actor, Submit, item); err != nil {
			return err
		}
		if label.Validation && !actor.May(Announce, label) {
			it, err = s.letWait(ctx, tx, actor, it)
			return err
		}
		it, err = s.letOut(ctx, tx, actor, it)
		return err
	})
}

func (s *Service) letOut(ctx context.Context, tx *store.Tx, actor access.Actor, it Item) (Item, error) {
	if err := s.mayComeOut(ctx, tx, it, s.Clock.Now()); err != nil {
		return it, err
	}
	from := it.State
	it.State, it.Published = access.Published, s.Clock.Now()
	it.Activity = it.Published
	if err := setState(ctx, tx, it.ID, it.State, it.Published, ""); err != nil {
		return it, err
	}
	if err := s.shift(ctx, tx, it, from, it.State); err != nil {
		return it, err
	}
	f, err := s.fullFact(ctx, tx, it)
	if err != nil {
		return it, err
	}
	return it, s.announce(ctx, tx, actor, it, f)
}

func (s *Service) letWait(ctx context.Context, tx *store.Tx, actor access.Actor, it Item) (Item, error) {
	it.State = access.Pending
	if err := setState(ctx, tx, it.ID, it.State, clock.Time{}, ""); err != nil {
		return it, err
	}
	f, err := s.fullFact(ctx, tx, it)
	if err != nil {
		return it, err
	}
	return it, s.announce(ctx, tx, actor, it, f)
}

// handBack returns to its author what could not come out at its moment; what
// is to be mended, its page says.
func (s *Service) handBack(ctx context.Context, tx *store.Tx, actor access.Actor, it Item) error {
	if err := setState(ctx, tx, it.ID, access.Returned, clock.Time{}, ""); err != nil {
		return err
	}
	it.State = access.Returned
	return s.tell(ctx, tx, actor, ItemReturned, it, factOf(it))
}

// fullFact also tells the tags and the mentions of an item that comes out
// after it was made.
func (s *Service) fullFact(ctx context.Context, tx *store.Tx, it Item) (Fact, error) {
	f := factOf(it)
	tags, err := tagsOf(ctx, tx, []id.ID{it.ID})
	if err != nil {
		return f, err
	}
	for _, t := range tags[it.ID] {
		f.Tags = append(f.Tags, t.ID)
	}
	f.Mentions, err = mentionedIn(ctx, tx, []id.ID{it.ID})
	return f, err
}

// due lets out a scheduled item whose moment has come. It does nothing when
// the item was published, moved to another moment or binned meanwhile.
func (s *Service) due(ctx context.Context, job dueJob) error {
	actor := access.SystemActor("the moment that its author chose has come")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.hold(ctx, tx, actor, access.ReadItem, job.Item)
		if f, ok := fault.As(err); errors.Is(err, store.ErrNone) || ok && f.Kind == fault.KindNotFound {
			return nil
		}
		if err != nil {
			return err
		}
		if it.State != access.Scheduled || it.Published.After(s.Clock.Now().Time) || label.Archived {
			return nil
		}
		writers, err := s.People.Actors(ctx, tx, []id.ID{it.Author})
		if err != nil {
			return err
		}
		writer, live := writers[it.Author]
		switch {
		case !live || !writer.May(Publish, label):
			// Somebody who left does not publish any more: managers decide.
			_, err = s.letWait(ctx, tx, actor, it)
		case label.Validation && !writer.May(Announce, label):
			_, err = s.letWait(ctx, tx, actor, it)
		default:
			_, err = s.letOut(ctx, tx, actor, it)
			if fault.KindOf(err) == fault.Invalid {
				err = s.handBack(ctx, tx, actor, it)
			}
		}
		return err
	})
}
