package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Said is where the reactions to something stand after a gesture.
type Said struct {
	Useful, Useless, Thanks int
	Mine                    Mine
}

// React says useful, not useful or thanks of an item or a comment by somebody
// else. Saying it again changes nothing; useful takes not useful back.
func (s *Service) React(ctx context.Context, actor access.Actor, on Subject, kind Reaction) (Said, error) {
	return s.reaction(ctx, actor, on, kind, func(ctx context.Context, tx *store.Tx) (bool, error) {
		other := map[Reaction]Reaction{Useful: Useless, Useless: Useful}[kind]
		if other != 0 {
			if gone, err := dropReaction(ctx, tx, on, actor.Person(), other); err != nil {
				return false, err
			} else if gone {
				if err := countReaction(ctx, tx, on, other, -1); err != nil {
					return false, err
				}
			}
		}
		added, err := addReaction(ctx, tx, on, actor.Person(), kind, s.Clock.Now())
		if err != nil || !added {
			return false, err
		}
		return true, countReaction(ctx, tx, on, kind, 1)
	}, ReactionAdded)
}

// Unreact takes a reaction back.
func (s *Service) Unreact(ctx context.Context, actor access.Actor, on Subject, kind Reaction) (Said, error) {
	return s.reaction(ctx, actor, on, kind, func(ctx context.Context, tx *store.Tx) (bool, error) {
		gone, err := dropReaction(ctx, tx, on, actor.Person(), kind)
		if err != nil || !gone {
			return false, err
		}
		return true, countReaction(ctx, tx, on, kind, -1)
	}, ReactionRemoved)
}

func (s *Service) reaction(ctx context.Context, actor access.Actor, on Subject, kind Reaction, change func(context.Context, *store.Tx) (bool, error), verb activity.Verb) (Said, error) {
	var said Said
	if _, err := someone(actor); err != nil {
		return said, err
	}
	if kind < Useful || kind > Thanks {
		return said, fault.New(fault.Invalid, "fault.field.choice")
	}
	return said, s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.hold(ctx, tx, actor, React, on.Item)
		if err != nil {
			return err
		}
		writer, err := writerOfSubject(ctx, tx, it, on)
		if err != nil {
			return err
		}
		if writer == actor.Person() {
			return fault.New(fault.KindForbidden, "content.react.own")
		}
		changed, err := change(ctx, tx)
		if err != nil {
			return err
		}
		if changed {
			f := factOf(it)
			f.Writer, f.Reaction = writer, kind
			_, err := s.Log.Append(ctx, tx, actor, activity.Event{
				Verb: verb, Item: it.ID, Comment: on.Comment, Community: it.Community, Person: writer, Data: f.json(),
			})
			if err != nil {
				return err
			}
		}
		said, err = saidOf(ctx, tx, on, actor.Person())
		return err
	})
}

// writerOfSubject also checks that the comment is in the item's thread.
func writerOfSubject(ctx context.Context, tx *store.Tx, it Item, on Subject) (writer id.ID, err error) {
	if on.Comment == 0 {
		return it.Author, nil
	}
	c, err := commentByID(ctx, tx, on.Comment)
	if err != nil || c.Item != it.ID || c.State != access.Published {
		return 0, fault.NotFound()
	}
	return c.Author, nil
}

func saidOf(ctx context.Context, on store.Querier, subject Subject, by id.ID) (Said, error) {
	mine, err := mineOn(ctx, on, subject.Item, by)
	if err != nil {
		return Said{}, err
	}
	said := Said{Mine: mine[subject.Comment]}
	if subject.Comment != 0 {
		c, err := commentByID(ctx, on, subject.Comment)
		said.Useful, said.Useless, said.Thanks = c.Useful, c.Useless, c.Thanks
		return said, err
	}
	it, err := itemByID(ctx, on, subject.Item)
	said.Useful, said.Useless, said.Thanks = it.Useful, it.Useless, it.Thanks
	return said, err
}
