// Package citation knows which documents lead to an item (U3): whoever reads a
// document sees what was built on it.
//
// What would surprise: it is derived from the text of the item that a document
// writes once its writing pauses, so that a link typed, pasted or chosen is one
// and the same. One is told of those alone that one may read.
package citation

import (
	"context"
	"regexp"
	"slices"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Most is how many are kept of one document, and how many are told of one item.
const (
	Most = 500
	Told = 20
)

// kind is that of documents, whose package stands on this one.
const kind = "document"

// link is the target of a link of Markdown to an item or a document, here or by
// its whole address.
var link = regexp.MustCompile(`\]\(<?(?:https?://[^/()\s]+)?/[id]/([0-9a-z]+)`)

// Named lists the items to which a text in Markdown leads, each once.
func Named(source string) []id.ID {
	var out []id.ID
	for _, found := range link.FindAllStringSubmatch(source, -1) {
		item, err := id.Parse(found[1])
		if err == nil && item != 0 && !slices.Contains(out, item) && len(out) < Most {
			out = append(out, item)
		}
	}
	return out
}

// Keep notes which items a document leads to, in the transaction that writes its
// text.
func Keep(ctx context.Context, tx *store.Tx, item id.ID, source string) error {
	wanted := Named(source)
	kept, err := kept(ctx, tx, item)
	if err != nil {
		return err
	}
	for _, gone := range kept {
		if !slices.Contains(wanted, gone) {
			if err := drop(ctx, tx, item, gone); err != nil {
				return err
			}
		}
	}
	wanted = slices.DeleteFunc(wanted, func(cited id.ID) bool { return cited == item || slices.Contains(kept, cited) })
	if len(wanted) == 0 {
		return nil
	}
	return add(ctx, tx, item, wanted)
}

// Citing is a document that leads to an item.
type Citing struct {
	ID       id.ID
	Title    string
	Activity clock.Time   // when it was last written
	Mark     content.Mark `db:"-"` // where it stands between draft and approved
}

// Service tells of them.
type Service struct {
	DB      *store.DB
	Content *content.Service
}

// Of lists the documents that lead to an item, as far as actor reads them, the
// latest first. The item is judged here.
func (s *Service) Of(ctx context.Context, actor access.Actor, item id.ID) ([]Citing, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return nil, err
	}
	list, err := citing(ctx, s.DB, actor, item, Told)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	items := make([]id.ID, len(list))
	for i, c := range list {
		items[i] = c.ID
	}
	marks, err := s.Content.Marks(ctx, map[string][]id.ID{kind: items})
	for i, c := range list {
		list[i].Mark = marks[c.ID]
	}
	return list, err
}
