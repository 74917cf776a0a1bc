// Package shelf lists the documents of a community (U3): what is written there,
// by whom last, and when.
//
// What would surprise: nothing is kept for it. A document is in the list as soon
// as it is begun, where it is in the tree of its pages or not.
package shelf

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// Browse is to see the list: whoever reads what everyone of the place may.
var Browse = access.On(access.Communities, "document.browse", access.Read,
	access.Any(access.Member, access.All(access.Agent, access.OpennessIs(access.Open))))

// OnPage is how many documents one page of the list shows.
const OnPage = 30

// Line is a document in the list.
type Line struct {
	ID       id.ID
	Title    string
	State    access.State
	Audience access.Audience
	Under    string     // the title of the page above it, "" at the top or when one may not read it
	Writer   id.ID      // who wrote last
	Activity clock.Time // when somebody last wrote or spoke there
	Written  clock.Time // when somebody last wrote
	Comments int
}

// Cursor is where a page of the list goes on.
type Cursor struct {
	At clock.Time
	ID id.ID
}

// Shelf is a page of the list.
type Shelf struct {
	Lines []Line
	Faces map[id.ID]identity.Face
	Marks map[id.ID]content.Mark // where each stands between draft and approved
	Next  *Cursor                // nil at the end
}

// Service reads the lists.
type Service struct {
	DB      *store.DB
	Content *content.Service
}

// List reads the documents of a community that actor may read, the liveliest
// first.
func (s *Service) List(ctx context.Context, actor access.Actor, community id.ID, after *Cursor, limit int) (Shelf, error) {
	if _, err := access.Load(ctx, s.DB, actor, Browse, community); err != nil {
		return Shelf{}, err
	}
	lines, err := linesOf(ctx, s.DB, actor, community, after, limit+1)
	if err != nil {
		return Shelf{}, err
	}
	out := Shelf{Lines: lines}
	if len(lines) > limit {
		out.Lines = lines[:limit]
		last := out.Lines[limit-1]
		out.Next = &Cursor{last.Activity, last.ID}
	}
	var writers, items []id.ID
	for _, l := range out.Lines {
		writers, items = append(writers, l.Writer), append(items, l.ID)
	}
	if out.Marks, err = s.Content.Marks(ctx, map[string][]id.ID{document.Kind: items}); err != nil {
		return Shelf{}, err
	}
	out.Faces, err = identity.Faces(ctx, s.DB, writers)
	return out, err
}
