package history

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Comparison is what moved between two moments of a document.
type Comparison struct {
	From, To document.Moment
	Changes  []prose.Change // line by line, those that stayed too
	Sum      prose.Summary
}

// Compare sets what a document said after one of its updates beside what it said
// after an earlier one. NotFound for updates that never came, or in another
// order.
func (s *Service) Compare(ctx context.Context, actor access.Actor, item id.ID, from, to int64) (c Comparison, err error) {
	if from > to {
		return c, fault.NotFound()
	}
	if c.To, err = s.Documents.Moment(ctx, actor, item, to); err != nil {
		return c, err
	}
	if c.From, err = s.Documents.Moment(ctx, actor, item, from); err != nil {
		return c, err
	}
	c.Changes = prose.Diff(prose.Spread(c.From.Stood), prose.Spread(c.To.Stood)) // what is proposed is seen as such
	c.Sum = prose.Summarize(c.Changes)
	return c, nil
}

// named reads people and sets them in the order of their names.
func (s *Service) named(ctx context.Context, people []id.ID) ([]identity.Face, error) {
	faces, err := identity.Faces(ctx, s.DB, people)
	if err != nil {
		return nil, err
	}
	var out []identity.Face
	for _, p := range people {
		if f, known := faces[p]; known {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b identity.Face) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}
