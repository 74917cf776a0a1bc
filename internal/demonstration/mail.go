package demonstration

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/demo"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Mailroom files dispatches and does on desks what people do there. Each item
// and each unit is named by its id, each person too.
type Mailroom interface {
	// File brings dispatches that were released in the past, the oldest first.
	File(ctx context.Context, list []Sent) error
	// Handle has somebody do something with a dispatch on the desk of a unit.
	Handle(ctx context.Context, h Handling) error
	// Draft has somebody begin a dispatch, and send it to be signed.
	Draft(ctx context.Context, s Sketch) error
}

// Sent is a dispatch of the past.
type Sent struct {
	demo.Dispatch
	ID      id.ID
	By      id.ID // who heads the unit that issued it
	At      time.Time
	Answers []string // those of its references that it answers
	Orders  []string // those on which it instructs
	Expects string
	Due     time.Time
	Closed  func(unit id.ID) time.Time // when an addressee was done with it, zero when it is not
}

// Handling is a gesture on a desk: raise, keep, take, assign or note.
type Handling struct {
	Gesture    string
	By         id.ID
	Unit, Item id.ID
	Line       string
	To         id.ID // whom it is assigned to
}

// Sketch is a dispatch that is not out.
type Sketch struct {
	ID, By, Unit    id.ID
	Subject, Source string
	Tags            []string
	To              []id.ID // for action
	Restricted      bool    // otherwise limited, for all agents
	Answers         id.ID   // an earlier one, zero for none
	Orders          id.ID
	Signatory       id.ID // zero for one that is not chosen yet
	Sent            bool  // to be signed
	Expects         string
	In              time.Duration // by when
}

// stillThere is how far back what came still waits on the desks of the cast.
const stillThere = 22 * 24 * time.Hour

// fileMail files the dispatches. They are old: nobody is told.
func (s *Service) fileMail(ctx context.Context, c *composer) error {
	if s.Mail == nil {
		return nil
	}
	list, err := demo.Dispatches()
	if err != nil {
		return err
	}
	open := map[id.ID]bool{}
	for _, seat := range seats() {
		open[c.posts[seat.unit].id] = true
	}
	byKey := map[string]demo.Dispatch{}
	out := make([]Sent, len(list))
	for i, d := range list {
		at := demo.Before(c.now, d.DaysAgo).Truncate(time.Millisecond)
		one := Sent{Dispatch: d, ID: c.id(at), By: c.heads[d.From], At: at}
		if one.By == 0 {
			return fmt.Errorf("nobody heads %s, which issued %s", d.From, d.Key)
		}
		for _, r := range d.References {
			earlier := byKey[r]
			switch up, down := c.commands(earlier.From), c.commands(d.From); {
			case down && !up && slices.Contains(d.To, earlier.From):
				one.Orders = append(one.Orders, r)
			case up && !down && slices.Contains(earlier.To, d.From):
				one.Answers = append(one.Answers, r)
			}
		}
		c.await(&one, i)
		one.Closed = func(unit id.ID) time.Time {
			if open[unit] && c.now.Sub(at) < stillThere {
				return time.Time{}
			}
			return earlier(at.Add(time.Duration(3+i%40)*time.Hour), c.now)
		}
		byKey[d.Key], c.keys[d.Key], out[i] = d, one.ID, one
	}
	if err := s.Mail.File(ctx, out); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return s.Log.Skip(ctx, tx) })
}

// commands tells whether a unit is of the central services.
func (c *composer) commands(code string) bool {
	u, centre := c.posts[code], c.posts["dip-dep"]
	return len(u.path) > len(centre.path) && u.path[:len(centre.path)] == centre.path
}

// await says what one of those that still wait asks for, and by when: one in
// seven is late.
func (c *composer) await(s *Sent, i int) {
	if c.now.Sub(s.At) >= stillThere {
		return
	}
	day := 24 * time.Hour
	switch {
	case i%7 == 0 && c.now.Sub(s.At) > 4*day:
		s.Due = c.now.Add(-time.Duration(1+i%3) * day)
	case i%3 == 0:
		s.Due = c.now.Add(time.Duration(1+i%6) * day)
	default:
		return
	}
	if s.Expects = "Répondre au poste."; c.commands(s.From) {
		s.Expects = "Faire la démarche et rendre compte."
	}
}
