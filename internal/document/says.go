package document

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// Says is what a document says now. The item was judged by the caller.
func (s *Service) Says(ctx context.Context, item id.ID) (prose.Node, error) {
	for {
		doc, err := s.rooms.room(item).says(ctx)
		if err != errClosed {
			return doc, err
		}
	}
}

func (r *room) says(ctx context.Context) (prose.Node, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.ready(ctx); err != nil {
		return prose.Node{}, err
	}
	return tree(r.doc), nil
}

// Text is what a document says now, in Markdown. The item was judged by the
// caller.
func (s *Service) Text(ctx context.Context, item id.ID) (string, error) {
	doc, err := s.Says(ctx, item)
	return prose.Markdown(doc), err
}

// Last is the number of the last update of a document that actor reads.
func (s *Service) Last(ctx context.Context, actor access.Actor, item id.ID) (int64, error) {
	if err := s.mayRead(ctx, actor, item); err != nil {
		return 0, err
	}
	return s.lastOf(ctx, item)
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
