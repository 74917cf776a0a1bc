package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/demonstration"
	"parvis/internal/document"
	"parvis/internal/document/history"
	"parvis/internal/document/signoff"
	"parvis/internal/id"
)

// buildSigning makes what takes documents through reviews, and shows it on their
// pages.
func (a *App) buildSigning(pages *document.Pages) {
	a.Signing = signoff.NewService(signoff.Parts{
		DB: a.DB, IDs: a.IDs, Clock: a.Clock, Log: a.Activity, Queue: a.Jobs, People: a.Identity, Content: a.Content, Documents: a.Documents,
		// The directory is built later: it shows what is published.
		Lines: func(ctx context.Context, people []id.ID) (map[id.ID]string, error) {
			return a.Directory.Lines(ctx, people)
		},
	})
	signoff.Tell(a.Notifications)
	signing := &signoff.Pages{Service: a.Signing, Document: pages}
	signing.Routes(a.Router)
	pages.Signed = signing.Face
}

// rulePast has a document of the demonstration named and approved by those who
// did, when they did.
func (a *App) rulePast(ctx context.Context, m demonstration.Manuscript) error {
	for _, n := range m.Names {
		actor, err := a.Identity.ActorOf(ctx, n.Author)
		if err != nil {
			return err
		}
		bursts, more, err := a.History.Bursts(ctx, actor, m.ID, history.Wanted{})
		if err != nil {
			return err
		}
		if more || len(bursts) < n.After {
			return fmt.Errorf("“%s” names what was written after %d steps; there are %d", n.Name, n.After, len(bursts))
		}
		past := *a.History
		past.Clock = clock.NewFake(n.At)
		slices.Reverse(bursts)
		if err := past.Name(ctx, actor, m.ID, bursts[n.After-1].To, n.Name, n.Note); err != nil {
			return err
		}
	}
	if m.Review == nil {
		return nil
	}
	return a.reviewPast(ctx, m.ID, *m.Review)
}

func (a *App) reviewPast(ctx context.Context, item id.ID, r demonstration.Review) error {
	past := *a.Signing
	at := func(person id.ID, when time.Time) (access.Actor, error) {
		past.Clock = clock.NewFake(when)
		return a.Identity.ActorOf(ctx, person)
	}
	asker, err := at(r.Author, r.At)
	if err != nil {
		return err
	}
	q := signoff.Request{Item: item, InTurn: !r.Together, Days: 5, Expects: r.Expects}
	for _, v := range r.Visas {
		q.Steps = append(q.Steps, signoff.Step{Role: signoff.Somebody, Person: v.Author})
	}
	if err := past.Ask(ctx, asker, q); err != nil {
		return err
	}
	course, err := past.Course(ctx, asker, item)
	if err != nil {
		return err
	}
	for i, v := range r.Visas {
		if v.At.IsZero() {
			continue
		}
		actor, err := at(v.Author, v.At)
		if err != nil {
			return err
		}
		if err := past.Approve(ctx, actor, item, course.Visas[i].ID, 0, v.Note); err != nil {
			return err
		}
	}
	return nil
}
