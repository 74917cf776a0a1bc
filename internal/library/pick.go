package library

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Picked are files and folders of one library to which a gesture is made.
type Picked struct {
	Files   []id.ID // items
	Folders []id.ID
}

// Len is how many were picked.
func (p Picked) Len() int { return len(p.Files) + len(p.Folders) }

func (p Picked) check() error {
	switch {
	case p.Len() == 0:
		return fault.New(fault.Invalid, "library.pick.none")
	case p.Len() > MaxPicked:
		return fault.New(fault.Invalid, "library.pick.many", "count", MaxPicked)
	}
	return nil
}

// Move puts files and folders into another folder of their library, zero for
// its top. What cannot go there keeps all of them where they are.
func (s *Service) Move(ctx context.Context, actor access.Actor, community id.ID, p Picked, into id.ID) error {
	return s.gesture(ctx, actor, community, p, func(tx *store.Tx) error {
		if _, err := s.parent(ctx, tx, community, into); err != nil {
			return err
		}
		for _, folder := range p.Folders {
			f, _, err := s.holdFolder(ctx, tx, actor, community, folder)
			if err != nil {
				return err
			}
			if f.Parent == into {
				continue
			}
			name, err := freeName(ctx, tx, community, into, f.Name)
			if err != nil {
				return err
			}
			if _, err := s.place(ctx, tx, actor, f, into, name); err != nil {
				return err
			}
		}
		for _, item := range p.Files {
			it, on, err := s.ofLibrary(ctx, tx, actor, content.EditItem, community, item)
			if err != nil {
				return err
			}
			if on.Folder == into {
				continue
			}
			if err := setPlace(ctx, tx, item, community, into); err != nil {
				return err
			}
			if it.Title, err = distinct(ctx, tx, it, on, into); err != nil {
				return err
			}
			said := factOf(it)
			said.Folder = into
			if err := s.tell(ctx, tx, actor, FileMoved, it, said); err != nil {
				return err
			}
		}
		return nil
	})
}

// Bin puts files, and folders with all that they hold, into the bin.
func (s *Service) Bin(ctx context.Context, actor access.Actor, community id.ID, p Picked) error {
	return s.gesture(ctx, actor, community, p, func(tx *store.Tx) error {
		for _, item := range p.Files {
			if _, _, err := s.ofLibrary(ctx, tx, actor, content.Bin, community, item); err != nil {
				return err
			}
			if _, err := s.Content.BinIn(ctx, tx, actor, item, ""); err != nil {
				return err
			}
		}
		for _, folder := range p.Folders {
			if err := s.binFolder(ctx, tx, actor, community, folder); err != nil {
				return err
			}
		}
		return nil
	})
}

// Restore takes them back.
func (s *Service) Restore(ctx context.Context, actor access.Actor, community id.ID, p Picked) error {
	return s.gesture(ctx, actor, community, p, func(tx *store.Tx) error {
		for _, folder := range p.Folders {
			if err := s.restoreFolder(ctx, tx, actor, community, folder); err != nil {
				return err
			}
		}
		for _, item := range p.Files {
			if _, _, err := s.ofLibrary(ctx, tx, actor, content.Restore, community, item); err != nil {
				return err
			}
			if _, err := s.Content.RestoreIn(ctx, tx, actor, item); err != nil {
				return err
			}
		}
		return nil
	})
}

// gesture is made to all that was picked or to nothing, in a place where actor
// may do anything at all.
func (s *Service) gesture(ctx context.Context, actor access.Actor, community id.ID, p Picked, do func(tx *store.Tx) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Add, community); err != nil {
			return err
		}
		if err := p.check(); err != nil {
			return err
		}
		if err := lockLibrary(ctx, tx, community); err != nil {
			return err
		}
		return do(tx)
	})
}

// ofLibrary loads and judges a file, which must be of that community.
func (s *Service) ofLibrary(ctx context.Context, tx *store.Tx, actor access.Actor, action access.Action, community, item id.ID) (content.Item, onShelf, error) {
	it, _, err := s.Content.Load(ctx, tx, actor, action, item)
	if err != nil {
		return it, onShelf{}, err
	}
	on, err := shelfOf(ctx, tx, item)
	if err == nil && on.Community != community {
		err = fault.NotFound()
	}
	return it, on, err
}
