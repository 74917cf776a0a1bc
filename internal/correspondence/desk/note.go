package desk

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Say writes a note that only the unit reads.
func (s *Service) Say(ctx context.Context, actor access.Actor, unit, item id.ID, source string) (id.ID, error) {
	return s.note(ctx, actor, unit, item, 0, source)
}

// Ask asks somebody who reads the dispatch for a contribution: their answer is a
// note of the unit.
func (s *Service) Ask(ctx context.Context, actor access.Actor, unit, item, person id.ID, source string) (id.ID, error) {
	if person == 0 {
		return 0, invalid("person", "fault.field.required")
	}
	return s.note(ctx, actor, unit, item, person, source)
}

func (s *Service) note(ctx context.Context, actor access.Actor, unit, item, asked id.ID, source string) (id.ID, error) {
	var check fault.Check
	source = block(&check, source)
	n := Note{ID: s.IDs.New(), Item: item, Unit: unit, Author: actor.Person(), Source: source, Asked: asked, Created: s.Clock.Now()}
	err := s.change(ctx, actor, unit, item, func(tx *store.Tx, h *held) (told, error) {
		if asked != 0 {
			may, err := mayRead(ctx, tx, item, asked)
			if err != nil {
				return told{}, err
			}
			check.Field("person", may, "desk.ask.cannot_read")
		}
		if err := check.Err(); err != nil {
			return told{}, err
		}
		t := told{verb: Noted, fact: fact{Note: n.ID}}
		if asked != 0 {
			t.verb, t.person = AskedFor, asked
		}
		return t, putNote(ctx, tx, n)
	})
	return n.ID, err
}

// Unsay takes back a note of the actor, or what they asked for as long as it was
// not given.
func (s *Service) Unsay(ctx context.Context, actor access.Actor, unit, item, note id.ID) error {
	return s.change(ctx, actor, unit, item, func(tx *store.Tx, _ *held) (told, error) {
		n, err := noteOf(ctx, tx, unit, item, note)
		switch {
		case errors.Is(err, store.ErrNone):
			return told{}, fault.NotFound()
		case err != nil:
			return told{}, err
		case n.Author != actor.Person():
			return told{}, fault.Forbidden()
		case !n.Answered.IsZero():
			return told{}, fault.New(fault.Conflict, "desk.ask.answered")
		}
		return told{verb: Unnoted, person: n.Asked, fact: fact{Note: note}}, dropNote(ctx, tx, n)
	})
}

// Contribution is what somebody is asked by a unit.
type Contribution struct {
	Note
	Title string
	By    Office `db:"by"`
}

// Contribution reads what the actor is asked, and who asks.
func (s *Service) Contribution(ctx context.Context, actor access.Actor, note id.ID) (Contribution, error) {
	c, err := contributionOf(ctx, s.DB, actor, note)
	if errors.Is(err, store.ErrNone) {
		return c, fault.NotFound()
	}
	return c, err
}

// Asked lists what the actor is asked and did not give.
func (s *Service) Asked(ctx context.Context, actor access.Actor) ([]Contribution, error) {
	return contributionsOf(ctx, s.DB, actor)
}

// Give answers it with a note that the unit reads.
func (s *Service) Give(ctx context.Context, actor access.Actor, note id.ID, source string) error {
	var check fault.Check
	source = block(&check, source)
	asked, err := s.Contribution(ctx, actor, note)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, Contribute, asked.Item)
		if err != nil {
			return err
		}
		n, err := noteOf(ctx, tx, asked.Unit, asked.Item, note)
		switch {
		case errors.Is(err, store.ErrNone):
			return fault.NotFound()
		case err != nil:
			return err
		case !n.Answered.IsZero():
			return fault.New(fault.Conflict, "desk.ask.answered")
		case check.Err() != nil:
			return check.Err()
		}
		n.Answered = s.Clock.Now()
		if err := answerNote(ctx, tx, n); err != nil {
			return err
		}
		said := Note{ID: s.IDs.New(), Item: n.Item, Unit: n.Unit, Author: actor.Person(), Source: source, Created: n.Answered}
		if err := putNote(ctx, tx, said); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, it, told{verb: Answered, person: actor.Person(), fact: fact{Unit: n.Unit, Was: n.Author, Note: note}})
	})
}

func block(check *fault.Check, source string) string {
	out, ok := text.Block(source, MaxNote)
	check.Field("source", ok, "fault.field.too_long", "count", MaxNote)
	check.Field("source", out != "", "fault.field.required")
	return out
}

// One is a delivery with all that its unit knows of it.
type One struct {
	Desk   Desk
	Row    Row
	Notes  []Note
	People []id.ID // of the unit, who read it: to whom it may be given
	Page           // Faces alone
	Now    clock.Time
}

// Look shows a delivery of a unit of the actor.
func (s *Service) Look(ctx context.Context, actor access.Actor, unit, item id.ID) (One, error) {
	d, err := s.desk(ctx, actor, unit, false)
	if err != nil {
		return One{}, err
	}
	out := One{Desk: d, Now: s.Clock.Now()}
	if out.Row, err = rowOf(ctx, s.DB, actor, unit, item); err != nil {
		if errors.Is(err, store.ErrNone) {
			err = fault.NotFound()
		}
		return out, err
	}
	if out.Notes, err = notesOf(ctx, s.DB, unit, item); err != nil {
		return out, err
	}
	if out.People, err = handlersOf(ctx, s.DB, unit, item); err != nil {
		return out, err
	}
	out.Faces, err = facesBeside(ctx, s.DB, out)
	return out, err
}
