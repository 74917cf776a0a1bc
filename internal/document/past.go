package document

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document/citation"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/ydoc"
)

// Step is some writing of the past, between two pauses.
type Step struct {
	Person id.ID
	At     clock.Time // when it ended
	Says   prose.Node // all that the document says after it
}

// pace is about how long somebody wrote on each place that a step changed.
const pace = 70 * time.Second

// WritePast adds to a document that nobody has open what was written in it
// before: each step is in the log as it would be had it been written here, an
// update for each place that it changed, with its author and its time.
func (s *Service) WritePast(ctx context.Context, item id.ID, steps []Step) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		at, err := standingOf(ctx, tx, item)
		if err != nil {
			return none(err)
		}
		doc, _, err := s.docAt(ctx, tx, item, at.Updates)
		if err != nil {
			return err
		}
		for _, step := range steps {
			before := textOf(doc)
			list, err := stepped(doc, item, step)
			if err != nil {
				return err
			}
			if len(list) == 0 {
				continue
			}
			if err := logAll(ctx, tx, list); err != nil {
				return err
			}
			if err := s.settlePast(ctx, tx, doc, list, before); err != nil {
				return err
			}
		}
		return nil
	})
}

// stepped makes the updates of a step.
func stepped(doc *ydoc.Doc, item id.ID, step Step) ([]entry, error) {
	places := hunks(Tree(doc).Content, step.Says.Content)
	var out []entry
	for i, h := range places {
		body, err := doc.Edit(func(tx *ydoc.Tx) error { return h.write(tx, Root(doc)) })
		if err != nil {
			return nil, err
		}
		if body != nil {
			when := step.At.Add(-pace * time.Duration(len(places)-1-i))
			out = append(out, entry{item: item, person: step.Person, at: clock.At(when), body: body})
		}
	}
	return out, nil
}

// settlePast writes the text of the item as it was after a step, and tells of
// the step at its time.
func (s *Service) settlePast(ctx context.Context, tx *store.Tx, doc *ydoc.Doc, list []entry, before string) error {
	last, says := list[len(list)-1], textOf(doc)
	item := last.item
	if err := setSettled(ctx, tx, item, last.number); err != nil {
		return err
	}
	it, named, changed, err := s.Content.Transcribe(ctx, tx, item, prose.Cut(says, content.MaxSource), last.person, last.at)
	if err != nil {
		return err
	}
	p := Pause{Number: last.number, Says: says, Open: prose.Opens(Tree(doc)), Authors: map[string]string{}}
	for _, o := range p.Open {
		p.Authors[o.ID] = o.By
	}
	if err := s.Ledger.Pause(ctx, tx, it, p); err != nil {
		return err
	}
	if !changed {
		return nil
	}
	if err := citation.Keep(ctx, tx, item, says); err != nil {
		return err
	}
	people := []id.ID{last.person}
	first, err := keepBurst(ctx, tx, burst{item: item, last: last.number, at: last.at, moved: movedBetween(before, says), people: people})
	if err != nil {
		return err
	}
	raw, err := json.Marshal(writtenFact{From: first, To: last.number, People: people, Mentions: named})
	if err != nil {
		return err
	}
	_, err = s.Activity.Append(ctx, tx, access.SystemActor("a document was written to before"), activity.Event{
		ID: id.At(last.at.Time, int64(item)+last.number), Created: last.at, Verb: DocumentWritten, Item: it.ID, Community: it.Community, Person: it.Author, Data: raw,
	})
	return err
}
