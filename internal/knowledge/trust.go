package knowledge

import (
	"context"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Verify says that a sheet is right today and will be looked at again in some
// months; zero keeps the delay that it has. What was reported is answered by it.
func (s *Service) Verify(ctx context.Context, actor access.Actor, item id.ID, months int) error {
	if months < 0 || months > MaxMonths {
		return invalid("months", "knowledge.months.bad", "count", MaxMonths)
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, _, err := s.load(ctx, tx, actor, Verify, item)
		if err != nil {
			return err
		}
		if months == 0 {
			months = sh.Months
		}
		now := s.Clock.Now()
		sh.Status, sh.Months, sh.Verified, sh.Verifier, sh.Checked = Verified, months, now, actor.Person(), it.Revision
		sh.Review, sh.Asked, sh.Escalated = clock.At(now.AddDate(0, months, 0)), clock.Time{}, clock.Time{}
		if err := keepTrust(ctx, tx, sh); err != nil {
			return err
		}
		told, err := closeReports(ctx, tx, item, actor.Person(), now)
		if err != nil {
			return err
		}
		slices.Sort(told)
		return s.tell(ctx, tx, actor, SheetVerified, it, it.Owner, fact{People: slices.Compact(told)})
	})
}

// Report tells the owner of a sheet that it is not true any more, or what was
// missing in it. Enough reports that it is outdated, or one by who answers for
// it or a manager, set it to be reviewed. A second one by the same reader
// replaces the first.
func (s *Service) Report(ctx context.Context, actor access.Actor, item id.ID, kind ReportKind, note string) error {
	note, ok := text.Line(note, MaxNote)
	switch {
	case !ok:
		return invalid("note", "fault.field.too_long", "count", MaxNote)
	case note == "" && kind == Lacking:
		return invalid("note", "knowledge.report.note_needed")
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, label, err := s.load(ctx, tx, actor, Complain, item)
		if err != nil {
			return err
		}
		now := s.Clock.Now()
		r := Report{ID: s.IDs.New(), Item: item, Person: actor.Person(), Kind: kind, Note: note, State: Open, Created: now}
		if err := putReport(ctx, tx, r); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, actor, SheetReported, it, it.Owner, fact{Note: note, Lacking: kind == Lacking}); err != nil {
			return err
		}
		open, err := countOpen(ctx, tx, item)
		if err != nil {
			return err
		}
		if kind == Outdated && sh.Status != ToReview && (open >= Enough || actor.May(Verify, label)) {
			sh.Status = ToReview
		}
		if sh.Asked.IsZero() && kind == Outdated {
			sh.Asked = now
		}
		return keepTrust(ctx, tx, sh)
	})
}

// Answer closes a report: what it says was mended, or is not so, with a reason
// that its author reads.
func (s *Service) Answer(ctx context.Context, actor access.Actor, item, report id.ID, how Outcome, reply string) error {
	reply, ok := text.Line(reply, MaxNote)
	switch {
	case !ok:
		return invalid("reply", "fault.field.too_long", "count", MaxNote)
	case how != Fixed && how != Dismissed:
		return invalid("outcome", "fault.field.choice")
	case how == Dismissed && reply == "":
		return invalid("reply", "knowledge.report.reply_needed")
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, _, err := s.load(ctx, tx, actor, Verify, item)
		if err != nil {
			return err
		}
		r, err := reportByID(ctx, tx, item, report)
		if err != nil || r.State != Open {
			return err // answered twice: the first answer stands
		}
		if err := closeReport(ctx, tx, item, report, how, reply, actor.Person(), s.Clock.Now()); err != nil {
			return err
		}
		rest, err := restOf(ctx, tx, sh)
		if err != nil {
			return err
		}
		if rest == "" && !sh.Asked.IsZero() {
			sh.Asked, sh.Escalated = clock.Time{}, clock.Time{}
			if err := keepTrust(ctx, tx, sh); err != nil {
				return err
			}
		}
		return s.tell(ctx, tx, actor, SheetAnswered, it, r.Person, fact{Dismissed: how == Dismissed, Reply: reply, Rest: rest})
	})
}

// What the owner of a sheet still has to do.
const (
	restDue      = "due"
	restReported = "reported"
)

func restOf(ctx context.Context, on store.Querier, sh Sheet) (string, error) {
	if sh.Status == ToReview {
		return restDue, nil
	}
	open, err := countOpen(ctx, on, sh.Item)
	if open > 0 {
		return restReported, err
	}
	return "", err
}

// HandOver makes another member of the community answer for a sheet.
func (s *Service) HandOver(ctx context.Context, actor access.Actor, item, to id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, sh, label, err := s.load(ctx, tx, actor, HandOver, item)
		if err != nil {
			return err
		}
		if to == it.Owner {
			return nil
		}
		actors, err := s.People.Actors(ctx, tx, []id.ID{to})
		if err != nil {
			return err
		}
		next, live := actors[to]
		if !live || next.Role(it.Community) < access.MemberRole || !next.May(access.ReadItem, label) {
			return invalid("owner", "knowledge.owner.not_member")
		}
		if err := s.Content.Entrust(ctx, tx, item, to); err != nil {
			return err
		}
		sh.Orphaned = clock.Time{}
		if err := keepTrust(ctx, tx, sh); err != nil {
			return err
		}
		rest, err := restOf(ctx, tx, sh)
		if err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, SheetEntrusted, it, to, fact{People: []id.ID{it.Owner}, Rest: rest})
	})
}

// patience is how long an owner has before the managers are told.
const patience = 14 * 24 * time.Hour

// roundSize is how many sheets a transaction of a round looks at.
const roundSize = 200

// Round is the regular look at all sheets: those whose date came are to be
// reviewed, those left without an answer are told to the managers, and so are
// those whose owner is gone.
func (s *Service) Round(ctx context.Context) error {
	now := s.Clock.Now()
	for _, step := range []struct {
		find   func(context.Context, store.Querier, clock.Time, int) ([]id.ID, error)
		change func(context.Context, *store.Tx, content.Item, Sheet) error
	}{
		{dueSheets, func(ctx context.Context, tx *store.Tx, it content.Item, sh Sheet) error {
			sh.Status, sh.Asked, sh.Escalated = ToReview, now, clock.Time{}
			return s.noted(ctx, tx, it, sh, SheetDue)
		}},
		{func(ctx context.Context, on store.Querier, now clock.Time, n int) ([]id.ID, error) {
			return leftSheets(ctx, on, clock.At(now.Add(-patience)), n)
		}, func(ctx context.Context, tx *store.Tx, it content.Item, sh Sheet) error {
			sh.Escalated = now
			return s.noted(ctx, tx, it, sh, SheetOverdue)
		}},
		{orphans, func(ctx context.Context, tx *store.Tx, it content.Item, sh Sheet) error {
			sh.Orphaned = now
			return s.noted(ctx, tx, it, sh, SheetOrphaned)
		}},
		{returned, func(ctx context.Context, tx *store.Tx, it content.Item, sh Sheet) error {
			sh.Orphaned = clock.Time{}
			return s.noted(ctx, tx, it, sh, SheetKept)
		}},
	} {
		for {
			found, err := step.find(ctx, s.DB, now, roundSize)
			if err != nil {
				return err
			}
			if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.each(ctx, tx, found, step.change) }); err != nil {
				return err
			}
			if len(found) < roundSize {
				break
			}
		}
	}
	return nil
}

var round = access.SystemActor("the regular look at sheets")

func (s *Service) each(ctx context.Context, tx *store.Tx, items []id.ID, change func(context.Context, *store.Tx, content.Item, Sheet) error) error {
	for _, item := range items {
		it, sh, _, err := s.load(ctx, tx, round, access.ReadItem, item)
		if fault.KindOf(err) == fault.KindNotFound {
			continue
		}
		if err != nil {
			return err
		}
		if err := change(ctx, tx, it, sh); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) noted(ctx context.Context, tx *store.Tx, it content.Item, sh Sheet, verb activity.Verb) error {
	if err := keepTrust(ctx, tx, sh); err != nil {
		return err
	}
	return s.tell(ctx, tx, round, verb, it, it.Owner, fact{})
}
