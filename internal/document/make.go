package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document/citation"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Make begins a document.
func (s *Service) Make(ctx context.Context, actor access.Actor, n New) (content.Item, error) {
	says, files := n.Like, map[id.ID]id.ID{}
	if n.Outline != "" {
		says = s.read(ctx, actor, n.Outline)
	}
	if n.From != 0 {
		says = refiled(says, func(file id.ID) id.ID {
			if files[file] == 0 {
				files[file] = s.IDs.New()
			}
			return files[file]
		})
	}
	doc := newDoc()
	body, err := replaceWhole(doc, says)
	if err == nil && len(body) > MaxState {
		err = fault.New(fault.TooLarge, "document.too_large")
	}
	if err != nil {
		return content.Item{}, err
	}
	n.Kind, n.Source = Kind, prose.Cut(textOf(doc), content.MaxSource)
	moved := prose.Summarize(prose.Diff(prose.Node{Type: prose.Doc}, Tree(doc))) // others wait for the transaction
	var it content.Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if it, err = s.Content.Create(ctx, tx, actor, n.New); err != nil {
			return err
		}
		for _, f := range n.Brings {
			if err := s.Content.Hold(ctx, tx, it.Author, it.ID, f); err != nil {
				return err
			}
		}
		if err := insertDocument(ctx, tx, it.ID, it.Author, it.Created); err != nil {
			return err
		}
		if body != nil {
			if err := first(ctx, tx, entry{item: it.ID, person: it.Author, at: it.Created, body: body}); err != nil {
				return err
			}
			if err := citation.Keep(ctx, tx, it.ID, n.Source); err != nil {
				return err
			}
			if _, err := keepBurst(ctx, tx, burst{item: it.ID, last: 1, at: it.Created, moved: moved, people: []id.ID{it.Author}}); err != nil {
				return err
			}
		}
		if err := content.CopyFiles(ctx, tx, it.Author, n.From, it.ID, files, it.Created); err != nil || n.Then == nil {
			return err
		}
		return n.Then(ctx, tx, it)
	})
}

// refiled gives the files that a document shows other ids.
func refiled(n prose.Node, other func(file id.ID) id.ID) prose.Node {
	if file, err := id.Parse(n.Attrs.String("file")); err == nil {
		attrs := prose.Attrs{}
		for key, value := range n.Attrs {
			attrs[key] = value
		}
		attrs["file"] = other(file).String()
		n.Attrs = attrs
	}
	inside := make([]prose.Node, len(n.Content))
	for i, c := range n.Content {
		inside[i] = refiled(c, other)
	}
	n.Content = inside
	return n
}

// first writes the first update of a document that nobody can have opened yet;
// the text of its item says the same.
func first(ctx context.Context, tx *store.Tx, e entry) error {
	list := []entry{e}
	if err := logAll(ctx, tx, list); err != nil {
		return err
	}
	return setSettled(ctx, tx, e.item, list[0].number)
}
