package correspondence

import (
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// stuck are the visas of a dispatch that nobody can give: who is asked is not
// there any more or may not read so far, and nobody who may acts in their name.
func (s *Service) stuck(ctx context.Context, on store.Querier, d Dispatch, visas []Visa) (out []id.ID, err error) {
	if d.Step != InVisas {
		return nil, nil
	}
	var asked []id.ID
	for _, v := range visas {
		if v.State == Waiting {
			asked = append(asked, v.Person)
		}
	}
	actors, err := s.actors(ctx, on, asked)
	if err != nil {
		return nil, err
	}
	for _, v := range visas {
		who, live := actors[v.Person]
		if v.State != Waiting || live && who.IsAgent() && who.Clearance() >= d.Protection {
			continue
		}
		d.asked = []id.ID{v.Person}
		hands, err := s.hands(ctx, on, d)
		if err != nil {
			return nil, err
		}
		if len(without(hands, d.asked)) == 0 {
			out = append(out, v.ID)
		}
	}
	return out, nil
}

// held is a visa that is waited for, as who drafts the dispatch or signs it has it
// before them.
type held struct {
	*Visa
	signs bool // actor signs, or acts for who does
	stuck bool
}

// waited is a visa of a dispatch whose course actor may change: who drafts it or
// signs it.
func (s *Service) waited(ctx context.Context, tx *store.Tx, actor access.Actor, c *course, visa id.ID) (h held, err error) {
	if h.Visa, err = c.visa(visa); err != nil {
		return h, err
	}
	if h.signs, err = s.actsFor(ctx, tx, actor, c.Signatory); err != nil {
		return h, err
	}
	stuck, err := s.stuck(ctx, tx, c.Dispatch, c.visas)
	h.stuck = slices.Contains(stuck, visa)
	switch {
	case err != nil:
		return h, err
	case !h.signs && c.Author != actor.Person():
		return h, fault.Forbidden()
	case c.Step != InVisas || h.State != Waiting:
		return h, elsewhere()
	}
	return h, nil
}

// Another is who is asked for a visa in the place of somebody who cannot give it;
// who drafts the dispatch or signs it asks them, for as many days. Nothing of the
// dispatch changes, so the other visas stand.
func (s *Service) Another(ctx context.Context, actor access.Actor, item, visa, person id.ID) error {
	return s.gesture(ctx, actor, item, func(tx *store.Tx, c *course) (told, error) {
		v, err := s.waited(ctx, tx, actor, c, visa)
		switch {
		case err != nil:
			return told{}, err
		case !v.stuck:
			return told{}, fault.New(fault.Conflict, "correspondence.visa.reads")
		}
		var check fault.Check
		check.Field("visas", person != 0, "fault.field.required")
		check.Field("visas", !slices.ContainsFunc(c.visas, func(o Visa) bool { return o.Person == person }), "correspondence.visa.twice")
		asked := Writing{Signatory: c.Signatory, Visas: []VisaAsked{{person, v.Days}}, Qualified: &Qualification{Protection: c.Protection}}
		if err := s.checkVisas(ctx, tx, &check, asked, c.Author); err != nil {
			return told{}, err
		}
		if err := check.Err(); err != nil {
			return told{}, err
		}
		v.Person, v.Given, v.Giver, v.Note, v.Version = person, clock.Time{}, 0, "", 0
		if err := askAnother(ctx, tx, *v.Visa); err != nil {
			return told{}, err
		}
		if err := s.ask(ctx, tx, v.Visa); err != nil {
			return told{}, err
		}
		others := slices.ContainsFunc(c.visas, func(o Visa) bool { return o.ID != v.ID && o.State == Waiting })
		if !others { // it is in other hands from now on
			err = s.goTo(ctx, tx, c, InVisas)
		}
		return told{Moved, fact{Visa: v.ID}}, err
	})
}

// TellStuck declares that who drafts a dispatch and who signs it are told when a
// visa waits for somebody who can give it no more, and that it is over when they
// can again. The facts are those that change what somebody may read.
func (s *Service) TellStuck(n *notification.Service, facts ...activity.Verb) {
	for _, verb := range facts {
		n.On(verb, func(ctx context.Context, tx *store.Tx, e activity.Event, b *notification.Batch) error {
			replaced, err := replacedBy(ctx, tx, e.Person, s.Clock.Now())
			if err != nil {
				return err
			}
			for _, person := range append(replaced, e.Person) {
				items, err := waitingFor(ctx, tx, person)
				if err != nil {
					return err
				}
				for _, item := range items {
					if err := s.tellStuck(ctx, tx, e, item, b); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
}

func (s *Service) tellStuck(ctx context.Context, tx *store.Tx, e activity.Event, item id.ID, b *notification.Batch) error {
	d, err := anyDispatch(ctx, tx, item)
	if fault.KindOf(err) == fault.KindNotFound {
		return nil // in the bin
	}
	if err != nil {
		return err
	}
	visas, err := visasOf(ctx, tx, item)
	if err != nil {
		return err
	}
	stuck, err := s.stuck(ctx, tx, d, visas)
	if err != nil {
		return err
	}
	e.Item, e.Actor = item, 0 // whoever changed it may be one of those who are told
	sayStuck(e, fact{Stuck: len(stuck) > 0, Told: []id.ID{d.Author, d.Signatory}}, b)
	return nil
}

// sayStuck tells them that a visa is stuck, or that none is any more.
func sayStuck(e activity.Event, f fact, b *notification.Batch) {
	if !f.Stuck {
		b.Done(about(e), toldStuck)
		return
	}
	b.Tell(e, telling(e, notification.Do, toldStuck), f.Told...)
}
