package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/ydoc"
)

// Says is what a document says now, as if nothing was proposed. The item was
// judged by the caller.
func (s *Service) Says(ctx context.Context, item id.ID) (prose.Node, error) {
	doc, err := s.Stands(ctx, item)
	return prose.Refused(doc), err
}

// Stands is what stands in a document now, what is proposed included. The item
// was judged by the caller.
func (s *Service) Stands(ctx context.Context, item id.ID) (prose.Node, error) {
	var doc prose.Node
	err := s.Look(ctx, item, func(d *ydoc.Doc) { doc = Tree(d) })
	return doc, err
}

// Text is what a document says now, in Markdown. The item was judged by the
// caller.
func (s *Service) Text(ctx context.Context, item id.ID) (string, error) {
	doc, err := s.Says(ctx, item)
	return prose.Markdown(doc), err
}

// Last is the number of the last update of a document that actor reads.
func (s *Service) Last(ctx context.Context, actor access.Actor, item id.ID) (int64, error) {
	at, err := s.readable(ctx, actor, item)
	return at.Updates, err
}

// Look shows a document as it is now, in memory: look neither changes nor keeps
// it. The item was judged by the caller.
func (s *Service) Look(ctx context.Context, item id.ID, look func(doc *ydoc.Doc)) error {
	for {
		err := s.rooms.room(item).look(ctx, look)
		if err != errClosed {
			return err
		}
	}
}

func (r *room) look(ctx context.Context, look func(doc *ydoc.Doc)) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.ready(ctx); err != nil {
		return err
	}
	look(r.doc)
	return nil
}

// Root is what holds the text of a document.
func Root(doc *ydoc.Doc) *ydoc.Node { return doc.Root(fragment, ydoc.XMLFragment) }

// Names are the names of those who propose something, by their ids.
func (s *Service) Names(ctx context.Context, list []prose.Open) (map[string]string, error) {
	names := map[string]string{}
	if len(list) == 0 {
		return names, nil
	}
	var people []id.ID
	for _, o := range list {
		if p, err := id.Parse(o.By); err == nil {
			people = append(people, p)
		}
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	for p, f := range faces {
		names[p.String()] = f.Name
	}
	return names, err
}
