package app

import (
	"context"
	"encoding/json"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/intake"
	"parvis/internal/demonstration"
	"parvis/internal/id"
	"parvis/internal/store"
)

// mailroom has the dispatches of the demonstration brought as any import, and
// handled by the uses of desks.
type mailroom struct{ a *App }

// File implements demonstration.Mailroom.
func (m mailroom) File(ctx context.Context, list []demonstration.Sent) error {
	return m.a.DB.Write(ctx, func(tx *store.Tx) error {
		for _, s := range list {
			if err := m.file(ctx, tx, s); err != nil {
				return fmt.Errorf("%s: %w", s.Key, err)
			}
		}
		return nil
	})
}

func (m mailroom) file(ctx context.Context, tx *store.Tx, s demonstration.Sent) error {
	said, err := json.Marshal(s.Dispatch) // as a line of a file
	if err != nil {
		return err
	}
	r, err := intake.Read(said)
	if err != nil {
		return err
	}
	for relation, keys := range map[correspondence.Relation][]string{correspondence.Answers: s.Answers, correspondence.Instructs: s.Orders} {
		for _, key := range keys {
			for i := range r.References {
				if r.References[i].Key == key {
					r.References[i].Relation = relation
				}
			}
		}
	}
	r.Expects = s.Expects
	_, err = m.a.Intake.Bring(ctx, tx, intake.Plan{}, intake.Arrived{
		Record: r, ID: s.ID, Author: s.By, Released: clock.At(s.At), Due: clock.At(s.Due), Origin: "demo:" + s.Key,
		Named:  func(key string) string { return "demo:" + key },
		Warn:   func(string) {}, // its units and references are all there
		Closed: func(unit id.ID) clock.Time { return clock.At(s.Closed(unit)) },
	})
	return err
}

// Handle implements demonstration.Mailroom.
func (m mailroom) Handle(ctx context.Context, h demonstration.Handling) error {
	actor, err := m.a.Identity.ActorOf(ctx, h.By)
	if err != nil {
		return err
	}
	desks := m.a.Desks
	switch h.Gesture {
	case "raise":
		return desks.Raise(ctx, actor, h.Unit, h.Item, h.Line)
	case "keep":
		return desks.Keep(ctx, actor, h.Unit, h.Item)
	case "take":
		_, err = desks.Take(ctx, actor, h.Unit, h.Item)
	case "assign":
		_, err = desks.Assign(ctx, actor, h.Unit, h.Item, h.To)
	case "note":
		_, err = desks.Say(ctx, actor, h.Unit, h.Item, h.Line)
	default:
		err = fmt.Errorf("no gesture is called %q", h.Gesture)
	}
	return err
}

// Draft implements demonstration.Mailroom.
func (m mailroom) Draft(ctx context.Context, s demonstration.Sketch) error {
	actor, err := m.a.Identity.ActorOf(ctx, s.By)
	if err != nil {
		return err
	}
	w := correspondence.Writing{
		ID: s.ID, Unit: s.Unit, Subject: s.Subject, Source: s.Source, Tags: s.Tags, Expects: s.Expects, Signatory: s.Signatory,
		Qualified: &correspondence.Qualification{Type: "TD", Precedence: correspondence.Urgent, Protection: access.Limited, Distribution: access.ForServices},
	}
	if s.Restricted {
		w.Qualified.Protection, w.Qualified.Distribution = access.Restricted, access.ForNamed
	}
	if s.In > 0 {
		w.Due = clock.At(m.a.Clock.Now().Add(s.In))
	}
	for _, unit := range s.To {
		w.To = append(w.To, correspondence.Target{Unit: unit, Acts: true})
	}
	for relation, to := range map[correspondence.Relation]id.ID{correspondence.Answers: s.Answers, correspondence.Instructs: s.Orders} {
		if to != 0 {
			w.References = append(w.References, correspondence.Reference{To: to, Relation: relation})
		}
	}
	d, err := m.a.Dispatches.Draft(ctx, actor, w)
	if err != nil || !s.Sent {
		return err
	}
	return m.a.Dispatches.Send(ctx, actor, d.Item)
}
