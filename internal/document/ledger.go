package document

import (
	"context"
	"maps"

	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Ledger keeps what became of proposals beside the documents in which they
// stand.
type Ledger interface {
	// Known tells who made the proposals that a document ever held, by their ids:
	// a decision that is undone brings one back.
	Known(ctx context.Context, item id.ID) (map[string]id.ID, error)
	// Pause is told what stands in a document once the writing pauses.
	Pause(ctx context.Context, tx *store.Tx, item content.Item, p Pause) error
}

// Pause is a document when the writing pauses.
type Pause struct {
	Number   int64  // of its last update
	Says     string // in Markdown, as if nothing was proposed
	Open     []prose.Open
	Authors  map[string]string // of all that was proposed and seen, open or not
	Verdicts map[string]Verdict
}

// pause reads the document as it is; r.mu is held and the document is there.
func (r *room) pause() Pause {
	stands := Tree(r.doc)
	return Pause{Number: r.number, Says: prose.Markdown(prose.Refused(stands)), Open: prose.Opens(stands), Authors: maps.Clone(r.proposers), Verdicts: verdictsOf(r.doc)}
}

// noLedger keeps nothing.
type noLedger struct{}

func (noLedger) Known(context.Context, id.ID) (map[string]id.ID, error)      { return nil, nil }
func (noLedger) Pause(context.Context, *store.Tx, content.Item, Pause) error { return nil }
