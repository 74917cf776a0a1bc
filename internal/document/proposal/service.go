package proposal

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// Service does with proposals what editors do, for pages and programs. It is
// safe for concurrent use.
type Service struct {
	Documents *document.Service
	Clock     clock.Clock
}

// List tells what waits for a decision in a document that actor reads, in the
// order of its text.
func (s *Service) List(ctx context.Context, actor access.Actor, item id.ID) ([]prose.Open, error) {
	if _, err := s.Documents.Last(ctx, actor, item); err != nil {
		return nil, err
	}
	doc, err := s.Documents.Stands(ctx, item)
	return prose.Opens(doc), err
}

// Names are the names of those whose proposals stand in a document, by id.
func (s *Service) Names(ctx context.Context, actor access.Actor, item id.ID) (map[string]string, error) {
	list, err := s.List(ctx, actor, item)
	if err != nil {
		return nil, err
	}
	return s.Documents.Names(ctx, list)
}

// Decide accepts or refuses proposals of a document that actor writes: those
// named or, without any, all. NotFound when one is not open.
func (s *Service) Decide(ctx context.Context, actor access.Actor, item id.ID, accept bool, proposals ...string) (count int, err error) {
	v := document.Verdict{Accepted: accept, By: actor.Person(), At: s.Clock.Now()}
	return count, s.Documents.ChangeFor(ctx, actor, document.Write, item, func(doc *ydoc.Doc) ([]byte, error) {
		chosen, err := choose(document.Tree(doc), proposals)
		if count = len(chosen); err != nil || count == 0 {
			return nil, err
		}
		return doc.Edit(func(tx *ydoc.Tx) error {
			if err := settle(tx, document.Root(doc), chosen, accept); err != nil {
				return err
			}
			for proposal := range chosen {
				if err := document.Decide(tx, doc, proposal, v); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// Withdraw takes back a proposal of actor's own.
func (s *Service) Withdraw(ctx context.Context, actor access.Actor, item id.ID, proposal string) error {
	return s.Documents.ChangeFor(ctx, actor, document.Propose, item, func(doc *ydoc.Doc) ([]byte, error) {
		var own []prose.Open
		for _, o := range prose.Opens(document.Tree(doc)) {
			if o.ID == proposal && o.By == actor.Person().String() {
				own = append(own, o)
			}
		}
		if len(own) == 0 {
			return nil, fault.NotFound()
		}
		return doc.Edit(func(tx *ydoc.Tx) error {
			return settle(tx, document.Root(doc), map[string]bool{proposal: true}, false)
		})
	})
}

// Passage is what somebody proposes: other words in the place of a quotation.
type Passage struct {
	Quote   string // as it stands in one block of the text
	Replace string // "" to take it away
}

// Propose proposes to replace a passage. NotFound when the text does not hold
// it, Conflict when it holds it several times.
func (s *Service) Propose(ctx context.Context, actor access.Actor, item id.ID, p Passage) (prose.Proposal, error) {
	made := prose.Proposal{ID: draw(), By: actor.Person().String(), At: s.Clock.Now().UnixMilli()}
	return made, s.Documents.ChangeFor(ctx, actor, document.Propose, item, func(doc *ydoc.Doc) ([]byte, error) {
		places := find(document.Root(doc), p.Quote)
		switch {
		case len(places) == 0:
			return nil, fault.New(fault.KindNotFound, "proposal.quote.none")
		case len(places) > 1:
			return nil, fault.New(fault.Conflict, "proposal.quote.several")
		}
		return doc.Edit(func(tx *ydoc.Tx) error { return propose(tx, places[0], p.Replace, made) })
	})
}

// choose is the set of the proposals that are decided.
func choose(doc prose.Node, proposals []string) (map[string]bool, error) {
	open := map[string]bool{}
	for _, o := range prose.Opens(doc) {
		open[o.ID] = true
	}
	if len(proposals) == 0 {
		return open, nil
	}
	chosen := map[string]bool{}
	for _, p := range proposals {
		if !open[p] {
			return nil, fault.NotFound()
		}
		chosen[p] = true
	}
	return chosen, nil
}
