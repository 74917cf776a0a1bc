package question

import (
	"context"
	"errors"
	"slices"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Plan is whom the author of a question chose to ask before it is made.
type Plan struct {
	proposed []Candidate // by the site, and kept
	named    []id.ID     // by the author
}

// Choose reads such a choice. Why each is asked is found again: what a form
// says is not believed, and whom the site would not propose is named.
func (s *Service) Choose(ctx context.Context, actor access.Actor, q Asking, people, named []id.ID) (Plan, error) {
	p := Plan{named: named[:min(len(named), MaxNamed)]}
	if len(people) == 0 {
		return p, nil
	}
	known, err := s.knowing(ctx, s.DB, actor, q)
	if err != nil {
		return p, err
	}
	for _, who := range people[:min(len(people), MaxPeople)] {
		if slices.Contains(named, who) {
			continue
		}
		c := Candidate{Person: who, Reason: ByNear}
		if i := slices.IndexFunc(known, func(k Candidate) bool { return k.Person == who }); i >= 0 {
			c = known[i]
		}
		p.proposed = append(p.proposed, c)
	}
	return p, nil
}

// Plan keeps it, in the transaction that makes the question: they are asked
// once it is out. Those who may not be asked by then are left out; of whom the
// author named, an Invalid says so.
func (s *Service) Plan(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, p Plan) error {
	if it.Kind != Kind {
		return nil
	}
	label, err := access.Load(ctx, tx, access.SystemActor("a question being made"), access.ReadItem, it.ID)
	if err != nil {
		return err
	}
	label.State = access.Published
	if err := chose(ctx, tx, it.ID); err != nil {
		return err
	}
	var asks []Ask
	for _, who := range p.named {
		if err := s.askable(ctx, tx, label, who); err != nil {
			return renamed(err, "also")
		}
		asks = append(asks, Ask{Item: it.ID, Person: who, Asker: actor.Person(), Reason: Named, Standing: Planned, Created: s.Clock.Now()})
	}
	people := make([]id.ID, len(p.proposed))
	for i, c := range p.proposed {
		people[i] = c.Person
	}
	free, err := s.free(ctx, tx, label, people)
	if err != nil {
		return err
	}
	for _, c := range p.proposed {
		if free[c.Person] && c.Person != it.Author {
			asks = append(asks, Ask{Item: it.ID, Person: c.Person, Reason: c.Reason, Tag: c.Tag, Standing: Planned, Created: s.Clock.Now()})
		}
	}
	_, err = putAsks(ctx, tx, asks)
	return err
}

// renamed tells of another field what is wrong.
func renamed(err error, field string) error {
	if f, ok := fault.As(err); ok {
		for i := range f.Fields {
			f.Fields[i].Name = field
		}
	}
	return err
}

// Ask puts a question that is out to people whom somebody names.
func (s *Service) Ask(ctx context.Context, actor access.Actor, item id.ID, people []id.ID) error {
	var check fault.Check
	check.Field("people", len(people) > 0, "question.ask.nobody")
	check.Field("people", len(people) <= MaxNamed, "fault.field.too_many", "count", MaxNamed)
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.hold(ctx, tx, actor, AskPeople, item)
		if err != nil {
			return err
		}
		if err := check.Err(); err != nil {
			return err
		}
		for _, p := range people {
			if err := s.askable(ctx, tx, label, p); err != nil {
				return err
			}
		}
		asks := make([]Ask, len(people))
		for i, p := range people {
			asks[i] = Ask{Person: p, Asker: actor.Person(), Reason: Named}
		}
		return s.put(ctx, tx, actor, it, asks)
	})
}

// put asks people now.
func (s *Service) put(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, asks []Ask) error {
	now := s.Clock.Now()
	for i := range asks {
		asks[i].Item, asks[i].Standing, asks[i].Created = it.ID, Waiting, now
	}
	people, err := putAsks(ctx, tx, asks)
	if err != nil || len(people) == 0 {
		return err
	}
	for _, a := range asks {
		if !slices.Contains(people, a.Person) {
			continue
		}
		if err := s.tell(ctx, tx, actor, PutTo, it, a.Person, put{factOf(it), a.Reason, a.Tag, a.Asker}); err != nil {
			return err
		}
	}
	return look(ctx, tx, it.ID, now)
}

// Pass hands a question that actor was asked to somebody else, with a word.
// Whoever receives it must be able to read it.
func (s *Service) Pass(ctx context.Context, actor access.Actor, item, to id.ID, note string) error {
	var check fault.Check
	note, ok := text.Line(note, MaxNote)
	check.Field("note", ok, "fault.field.too_long", "count", MaxNote)
	check.Field("people", to != 0, "question.ask.nobody")
	check.Field("people", to != actor.Person() || to == 0, "question.pass.self")
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, label, err := s.asked(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		if err := check.Err(); err != nil {
			return err
		}
		if err := s.askable(ctx, tx, label, to); err != nil {
			return err
		}
		was, err := askOf(ctx, tx, item, to)
		if err != nil && !errors.Is(err, store.ErrNone) {
			return err
		}
		// A second word would take the place of the first.
		check.Field("people", was.Standing != Waiting || was.Reason != Named && was.Reason != Passed, "question.pass.already")
		if err := check.Err(); err != nil {
			return err
		}
		if err := s.put(ctx, tx, actor, it, []Ask{{Person: to, Asker: actor.Person(), Reason: Passed, Note: note}}); err != nil {
			return err
		}
		if _, err := turn(ctx, tx, item, Waiting, HandedOn, s.Clock.Now(), actor.Person()); err != nil {
			return err
		}
		return s.tell(ctx, tx, actor, PassedOn, it, actor.Person(), factOf(it))
	})
}

// Decline says that actor cannot answer: somebody else is asked.
func (s *Service) Decline(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.asked(ctx, tx, actor, item)
		if err != nil {
			return err
		}
		if _, err := turn(ctx, tx, item, Waiting, Declined, s.Clock.Now(), actor.Person()); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, actor, Refused, it, actor.Person(), factOf(it)); err != nil {
			return err
		}
		return s.Queue.Enqueue(ctx, tx, routeJob{Item: item, More: 1})
	})
}

// TakeBack undoes a refusal, or a question passed on.
func (s *Service) TakeBack(ctx context.Context, actor access.Actor, item id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, Respond, item)
		if err != nil {
			return err
		}
		back := false
		for _, from := range []Standing{Declined, HandedOn} {
			people, err := turn(ctx, tx, item, from, Waiting, s.Clock.Now(), actor.Person())
			if err != nil {
				return err
			}
			back = back || len(people) > 0
		}
		if !back {
			_, _, err := s.asked(ctx, tx, actor, item)
			return err // nothing to do when it waits already
		}
		return s.tell(ctx, tx, actor, TakenBack, it, actor.Person(), factOf(it))
	})
}

// asked loads a question that waits for a gesture of the actor.
func (s *Service) asked(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (content.Item, access.Label, error) {
	it, label, err := s.hold(ctx, tx, actor, Respond, item)
	if err != nil {
		return it, label, err
	}
	a, err := askOf(ctx, tx, item, actor.Person())
	switch {
	case errors.Is(err, store.ErrNone):
		return it, label, fault.Forbidden()
	case err != nil:
		return it, label, err
	case a.Standing != Waiting:
		return it, label, fault.New(fault.Conflict, "question.ask.over")
	}
	return it, label, nil
}

// hold loads a question, locked until the transaction ends.
func (s *Service) hold(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, item id.ID) (content.Item, access.Label, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, action, item)
	if err == nil && it.Kind != Kind {
		err = fault.NotFound()
	}
	return it, label, err
}

// AskedOf tells what is asked of the actor about a question; nothing is the
// zero value.
func (s *Service) AskedOf(ctx context.Context, actor access.Actor, item id.ID) (Ask, error) {
	a, err := askOf(ctx, s.DB, item, actor.Person())
	if errors.Is(err, store.ErrNone) {
		return Ask{}, nil
	}
	return a, err
}

// Named finds people by their handles, among those that actor may know of; a
// handle of nobody is an Invalid of that field.
func (s *Service) Named(ctx context.Context, actor access.Actor, field string, handles []string) ([]id.ID, error) {
	found, err := identity.ByHandle(ctx, s.DB, actor, handles)
	if err != nil {
		return nil, err
	}
	var check fault.Check
	var out []id.ID
	for _, h := range handles {
		who, known := found[h]
		check.Field(field, known, "question.ask.unknown", "name", h)
		if known && !slices.Contains(out, who.ID) {
			out = append(out, who.ID)
		}
	}
	return out, check.Err()
}
