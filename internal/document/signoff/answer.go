package signoff

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// errMoved is what a transaction ends with when somebody wrote in the document
// while it was being approved.
var errMoved = errors.New("the document was written to meanwhile")

// Approve gives a visa on what the document says after its update number, 0 for
// now. With the last one, all on the same text, the document is frozen.
func (s *Service) Approve(ctx context.Context, actor access.Actor, item, visa id.ID, number int64, note string) error {
	var check fault.Check
	note = line(&check, "note", note)
	return s.settling(ctx, actor, item, number, func(tx *store.Tx, on, now Saying) error {
		c, err := s.running(ctx, tx, actor, Respond, item)
		if err != nil {
			return err
		}
		v, err := c.answered(actor, visa)
		if err != nil {
			return err
		}
		if err := check.Err(); err != nil {
			return err
		}
		text, err := Canonical(c.Title, on)
		if err != nil {
			return err
		}
		if v.Function == "" {
			if v.Function, err = s.functionOf(ctx, actor.Person()); err != nil {
				return err
			}
		}
		late := v.Late
		v.State, v.Again, v.Giver, v.Given, v.Number, v.Hash, v.Note, v.Late = Given, false, actor.Person(), s.Clock.Now(), on.Number, Hash(text), note, false
		if err := keepVisa(ctx, tx, *v); err != nil {
			return err
		}
		ended, err := s.ended(ctx, tx, c, *v)
		if err != nil {
			return err
		}
		f := fact{Round: c.Round.ID, Visa: v.ID, Ended: ended, Note: note, Settled: late && !c.late()}
		if err := s.tell(ctx, tx, actor, Viewed, c.Item, c.Round.Requester, f); err != nil {
			return err
		}
		return s.proceed(ctx, tx, actor, c, now)
	})
}

// settling runs a gesture that may freeze the document: on is what it says after
// its update number, now what it says at last. It begins again when somebody
// writes meanwhile.
func (s *Service) settling(ctx context.Context, actor access.Actor, item id.ID, number int64, body func(tx *store.Tx, on, now Saying) error) error {
	for range 4 {
		last, err := s.Documents.Last(ctx, actor, item)
		if err != nil {
			return err
		}
		now, err := s.saying(ctx, actor, item, last)
		if err != nil {
			return err
		}
		on := now
		if number != 0 && number != last {
			if on, err = s.saying(ctx, actor, item, number); err != nil {
				return err
			}
		}
		err = s.DB.Write(ctx, func(tx *store.Tx) error { return body(tx, on, now) })
		if !errors.Is(err, errMoved) {
			return err
		}
	}
	return fault.New(fault.Conflict, "signoff.moved")
}

// answered finds the visa that actor gives or refuses: one that is waited for or
// that they gave before.
func (c *course) answered(actor access.Actor, visa id.ID) (*Visa, error) {
	v, err := c.visa(visa)
	switch {
	case err != nil:
		return nil, err
	case !holds(actor, c.label, *v):
		return nil, fault.Forbidden()
	case v.State == Coming:
		return nil, fault.New(fault.Conflict, "signoff.not_yet")
	case v.State == Waiting, v.State == Given && v.Giver == actor.Person():
		return v, nil
	}
	return nil, fault.New(fault.Conflict, "signoff.over")
}

func (c *course) late() bool {
	for _, v := range c.Visas {
		if v.State == Waiting && v.Late {
			return true
		}
	}
	return false
}

// proceed takes the round further once somebody answered: to those whose turn it
// is, to those whose visa is on an earlier text, or to its end.
func (s *Service) proceed(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, now Saying) error {
	text, err := Canonical(c.Title, now)
	if err != nil {
		return err
	}
	coming, stale := false, []*Visa(nil)
	for i := range c.Visas {
		switch v := &c.Visas[i]; {
		case v.State == Waiting:
			return nil
		case v.State == Coming:
			coming = true
		case v.State == Given && v.Hash != Hash(text):
			stale = append(stale, v)
		}
	}
	switch {
	case coming:
		return s.next(ctx, tx, actor, c)
	case len(stale) > 0:
		for _, v := range stale {
			v.Again = true
		}
		return s.askFor(ctx, tx, actor, c, stale...)
	}
	return s.freeze(ctx, tx, actor, c, now, text)
}

// Refuse sends a document back to draft, with a reason.
func (s *Service) Refuse(ctx context.Context, actor access.Actor, item, visa id.ID, reason string) error {
	var check fault.Check
	reason = line(&check, "reason", reason)
	check.Field("reason", reason != "", "signoff.refuse.reason")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.running(ctx, tx, actor, Respond, item)
		if err != nil {
			return err
		}
		v, err := c.answered(actor, visa)
		if err != nil {
			return err
		}
		if err := check.Err(); err != nil {
			return err
		}
		now := s.Clock.Now()
		v.State, v.Giver, v.Given, v.Note = Declined, actor.Person(), now, reason
		if err := keepVisa(ctx, tx, *v); err != nil {
			return err
		}
		c.Round.State, c.Round.Ended, c.Round.Ender, c.Round.Reason = Refused, now, actor.Person(), reason
		if err := endRound(ctx, tx, c.Round); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, Denied, c.Item, c.Round.Requester, fact{Round: c.Round.ID, Visa: v.ID, Note: reason, Told: c.took()})
	})
}

// took are those who answered in the round.
func (c *course) took() []id.ID {
	var out []id.ID
	for _, v := range c.Visas {
		if v.Giver != 0 && v.State != Handed {
			out = append(out, v.Giver)
		}
	}
	return out
}

// Pass hands a visa that is waited for to somebody else: by who is asked, or by
// who asked, to replace them.
func (s *Service) Pass(ctx context.Context, actor access.Actor, item, visa, to id.ID, note string) error {
	var check fault.Check
	note = line(&check, "note", note)
	check.Field("people", to != 0, "signoff.ask.nobody")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.running(ctx, tx, actor, Respond, item)
		if err != nil {
			return err
		}
		v, err := c.visa(visa)
		switch {
		case err != nil:
			return err
		case !holds(actor, c.label, *v) && !steers(actor, c.label, c.Round):
			return fault.Forbidden()
		case v.State != Waiting && v.State != Coming:
			return fault.New(fault.Conflict, "signoff.over")
		case check.Err() != nil:
			return check.Err()
		}
		for _, other := range c.Visas {
			if other.Role == Somebody && other.Person == to && other.State != Handed {
				return invalid("people", "signoff.pass.already")
			}
		}
		w, err := s.visaFor(ctx, tx, c, Step{Role: Somebody, Person: to})
		if err != nil {
			return err
		}
		return s.hand(ctx, tx, actor, c, v, w, note)
	})
}

// hand puts the visa w in the place of v.
func (s *Service) hand(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, v *Visa, w Visa, note string) error {
	w.Place, w.State = v.Place, Coming
	if err := insertVisa(ctx, tx, w); err != nil {
		return err
	}
	waits, late := v.State == Waiting, v.Late
	v.State, v.Giver, v.Given, v.Note, v.Next, v.Late = Handed, actor.Person(), s.Clock.Now(), note, w.ID, false
	if err := keepVisa(ctx, tx, *v); err != nil {
		return err
	}
	was := *v
	c.Visas = append(c.Visas, w)
	if waits {
		if err := s.askFor(ctx, tx, actor, c, &c.Visas[len(c.Visas)-1]); err != nil {
			return err
		}
	}
	ended, err := s.ended(ctx, tx, c, was)
	if err != nil {
		return err
	}
	f := fact{Round: c.Round.ID, Visa: w.ID, Ended: ended, Note: note, Settled: late && !c.late()}
	return s.tell(ctx, tx, actor, Passed, c.Item, c.Round.Requester, f)
}

// TakeBack undoes what actor did last with a visa: giving it, as long as nobody
// answered after; refusing it, as long as nothing was begun anew; handing it on,
// as long as it was not answered.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, item, visa id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		c, err := s.open(ctx, tx, actor, Respond, item)
		if err != nil {
			return err
		}
		v, err := c.visa(visa)
		switch {
		case err != nil:
			return err
		case v.Giver != actor.Person():
			return fault.Forbidden()
		case v.State == Handed && c.Round.State == Open:
			return s.unhand(ctx, tx, actor, c, v)
		case v.State == Declined && c.Round.State == Refused && c.Round.Ender == actor.Person():
			if err := s.reopen(ctx, tx, c); err != nil {
				return err
			}
			if err := s.ungive(ctx, tx, actor, c, v); err != nil {
				return err
			}
			return s.resumed(ctx, tx, actor, c)
		case v.State != Given || c.Round.State != Open:
			return fault.New(fault.Conflict, "signoff.over")
		}
		return s.ungive(ctx, tx, actor, c, v)
	})
}

// ungive has a visa waited for again; with turns, those after it wait again.
func (s *Service) ungive(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, v *Visa) error {
	var sent []Visa
	if c.Round.InTurn {
		for i := range c.Visas {
			w := &c.Visas[i]
			switch {
			case w.Place <= v.Place || w.State == Handed || w.State == Coming:
			case w.State != Waiting || w.Again:
				return fault.New(fault.Conflict, "signoff.answered_since")
			default:
				w.State, w.Since, w.Due, w.Late = Coming, clock.Time{}, clock.Time{}, false
				if err := keepVisa(ctx, tx, *w); err != nil {
					return err
				}
				sent = append(sent, *w)
			}
		}
	}
	v.Giver, v.Given, v.Number, v.Hash, v.Note, v.Again = 0, clock.Time{}, 0, "", "", false
	if err := s.askFor(ctx, tx, actor, c, v); err != nil {
		return err
	}
	ended, err := s.ended(ctx, tx, c, sent...)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, actor, TakenBack, c.Item, c.Round.Requester, fact{Round: c.Round.ID, Visa: v.ID, Ended: ended})
}

// unhand takes back a visa that was handed on.
func (s *Service) unhand(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, v *Visa) error {
	w, err := c.visa(v.Next)
	if err != nil || w.State != Waiting && w.State != Coming {
		return fault.New(fault.Conflict, "signoff.answered_since")
	}
	waits, was := w.State == Waiting, *w
	v.State, v.Giver, v.Given, v.Note, v.Next = Coming, 0, clock.Time{}, "", 0
	if err := keepVisa(ctx, tx, *v); err != nil {
		return err
	}
	if err := dropVisa(ctx, tx, was); err != nil {
		return err
	}
	w.State, w.Person = Handed, 0
	if waits {
		if err := s.askFor(ctx, tx, actor, c, v); err != nil {
			return err
		}
	}
	ended, err := s.ended(ctx, tx, c, was)
	if err != nil {
		return err
	}
	return s.tell(ctx, tx, actor, TakenBack, c.Item, c.Round.Requester, fact{Round: c.Round.ID, Visa: v.ID, Ended: ended})
}
