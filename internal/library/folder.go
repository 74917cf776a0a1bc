package library

import (
	"context"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// NewFolder asks for a folder. ID comes with the form: the same one twice
// makes one folder.
type NewFolder struct {
	ID        id.ID
	Community id.ID
	Parent    id.ID
	Name      string
}

// MakeFolder makes a folder. Its faults are about name: not one, taken, too
// deep, too many beside.
func (s *Service) MakeFolder(ctx context.Context, actor access.Actor, n NewFolder) (Folder, error) {
	var f Folder
	return f, s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Arrange, n.Community); err != nil {
			return err
		}
		name, ok := folderName(n.Name)
		if !ok {
			return badFolder("library.folder.bad", "count", MaxName)
		}
		if err := lockLibrary(ctx, tx, n.Community); err != nil {
			return err
		}
		parent, err := s.parent(ctx, tx, n.Community, n.Parent)
		if err != nil {
			return err
		}
		if f, err = s.make(ctx, tx, actor, parent, n.ID, name); err != nil {
			return err
		}
		return s.tellFolder(ctx, tx, actor, FolderMade, f)
	})
}

// parent is where something goes: the zero Folder of a community at the top.
func (s *Service) parent(ctx context.Context, on store.Querier, community, folder id.ID) (Folder, error) {
	if folder == 0 {
		return Folder{Community: community, Path: "/"}, nil
	}
	f, err := folderIn(ctx, on, community, folder)
	if err == nil && !f.Binned.IsZero() {
		err = fault.NotFound()
	}
	return f, err
}

func (s *Service) make(ctx context.Context, tx *store.Tx, actor access.Actor, parent Folder, form id.ID, name string) (Folder, error) {
	f := Folder{ID: form, Community: parent.Community, Parent: parent.ID, Name: name, Author: actor.Person(), Created: s.Clock.Now()}
	if actor.Kind() == access.System {
		f.Author = parent.Author
	}
	if f.ID == 0 {
		f.ID = s.IDs.New()
	}
	f.Path = parent.Path + f.ID.String() + "/"
	if depth(f.Path) > MaxDepth {
		return f, badFolder("library.folder.deep", "count", MaxDepth)
	}
	beside, err := countFolders(ctx, tx, f.Community, f.Parent)
	if err != nil {
		return f, err
	}
	if beside >= MaxFolders {
		return f, badFolder("library.folder.many", "count", MaxFolders)
	}
	made, err := insertFolder(ctx, tx, f)
	if err == nil && !made {
		err = badFolder("library.folder.taken")
	}
	return f, err
}

// depth is how many folders a path goes through.
func depth(path string) int { return strings.Count(path, "/") - 1 }

func badFolder(key string, args ...any) error {
	var c fault.Check
	c.Field("name", false, key, args...)
	return c.Err()
}

// way finds or makes the folders that lead to a dropped file.
func (s *Service) way(ctx context.Context, tx *store.Tx, actor access.Actor, label access.Label, parent Folder, names []string) (Folder, error) {
	for _, name := range names {
		f, err := folderNamed(ctx, tx, parent.Community, parent.ID, name)
		switch {
		case err == nil:
		case err != store.ErrNone:
			return f, err
		case !actor.May(Arrange, label):
			return f, fault.Forbidden()
		default:
			if f, err = s.make(ctx, tx, actor, parent, 0, name); err != nil {
				return f, err
			}
			if err := s.tellFolder(ctx, tx, actor, FolderMade, f); err != nil {
				return f, err
			}
		}
		parent = f
	}
	return parent, nil
}

// holdFolder locks the tree, loads a folder and judges: who made it, and the
// managers.
func (s *Service) holdFolder(ctx context.Context, tx *store.Tx, actor access.Actor, community, folder id.ID) (Folder, access.Label, error) {
	label, err := access.Load(ctx, tx, actor, Browse, community)
	if err != nil {
		return Folder{}, label, err
	}
	if err := lockLibrary(ctx, tx, community); err != nil {
		return Folder{}, label, err
	}
	f, err := folderIn(ctx, tx, community, folder)
	if err == nil && !s.keeps(actor, label, f) {
		err = fault.Forbidden()
	}
	return f, label, err
}

func (s *Service) keeps(actor access.Actor, label access.Label, f Folder) bool {
	return actor.May(Keep, label) || f.Author == actor.Person() && actor.May(Arrange, label)
}

// ToChange reads a folder for who may rename and move it.
func (s *Service) ToChange(ctx context.Context, actor access.Actor, community, folder id.ID) (Folder, error) {
	label, err := access.Load(ctx, s.DB, actor, Browse, community)
	if err != nil {
		return Folder{}, err
	}
	f, err := s.parent(ctx, s.DB, community, folder)
	if err == nil && !s.keeps(actor, label, f) {
		err = fault.Forbidden()
	}
	return f, err
}

// ChangeFolder gives a folder another name and another place.
func (s *Service) ChangeFolder(ctx context.Context, actor access.Actor, community, folder, parent id.ID, name string) (Folder, error) {
	var f Folder
	return f, s.DB.Write(ctx, func(tx *store.Tx) error {
		before, _, err := s.holdFolder(ctx, tx, actor, community, folder)
		if err != nil {
			return err
		}
		if !before.Binned.IsZero() {
			return fault.NotFound()
		}
		clean, ok := folderName(name)
		if !ok {
			return badFolder("library.folder.bad", "count", MaxName)
		}
		if other, err := folderNamed(ctx, tx, community, parent, clean); err == nil && other.ID != folder {
			return badFolder("library.folder.taken")
		}
		f, err = s.place(ctx, tx, actor, before, parent, clean)
		return err
	})
}

// place puts a folder under another, under a name that is free there.
func (s *Service) place(ctx context.Context, tx *store.Tx, actor access.Actor, before Folder, parent id.ID, name string) (Folder, error) {
	into, err := s.parent(ctx, tx, before.Community, parent)
	if err != nil {
		return before, err
	}
	if strings.HasPrefix(into.Path, before.Path) {
		return before, badFolder("library.folder.within")
	}
	f := before
	f.Parent, f.Name, f.Path = into.ID, name, into.Path+f.ID.String()+"/"
	below, err := foldersBelow(ctx, tx, before, before.Binned)
	if err != nil {
		return f, err
	}
	for _, one := range below {
		if depth(one.Path)-depth(before.Path)+depth(f.Path) > MaxDepth {
			return f, badFolder("library.folder.deep", "count", MaxDepth)
		}
	}
	if err := placeFolder(ctx, tx, before, f); err != nil {
		return f, err
	}
	return f, s.tellFolder(ctx, tx, actor, FolderChanged, f)
}

// binFolder takes a folder away with all that it holds. Its maker may while it
// holds nothing of others; the managers always may.
func (s *Service) binFolder(ctx context.Context, tx *store.Tx, actor access.Actor, community, folder id.ID) error {
	f, label, err := s.holdFolder(ctx, tx, actor, community, folder)
	if err != nil || !f.Binned.IsZero() {
		return err
	}
	if !actor.May(Keep, label) {
		others, err := strangersBelow(ctx, tx, f, actor.Person())
		if err != nil {
			return err
		}
		if others > 0 {
			return fault.New(fault.Conflict, "library.folder.others", "name", f.Name)
		}
	}
	files, err := entriesBelow(ctx, tx, actor, f, maxBelow+1)
	if err != nil {
		return err
	}
	if len(files) > maxBelow {
		return fault.New(fault.TooLarge, "library.folder.full", "count", maxBelow)
	}
	at := s.Clock.Now()
	for _, e := range files {
		if _, err := s.Content.BinIn(ctx, tx, actor, e.ID, ""); err != nil {
			return err
		}
	}
	below, err := foldersBelow(ctx, tx, f, f.Binned)
	if err != nil {
		return err
	}
	if err := binFolders(ctx, tx, idsOf(below), at); err != nil {
		return err
	}
	return s.tellFolder(ctx, tx, actor, FolderBinned, f)
}

// maxBelow is how many files one gesture on a folder takes with it.
const maxBelow = 1000

// restoreFolder brings a folder back with all that went with it.
func (s *Service) restoreFolder(ctx context.Context, tx *store.Tx, actor access.Actor, community, folder id.ID) error {
	f, _, err := s.holdFolder(ctx, tx, actor, community, folder)
	if err != nil || f.Binned.IsZero() {
		return err
	}
	below, err := foldersBelow(ctx, tx, f, f.Binned)
	if err != nil {
		return err
	}
	if err := unbinAbove(ctx, tx, community, f.Parent); err != nil {
		return err
	}
	for _, one := range below {
		name := one.Name
		if one.ID == f.ID {
			if name, err = freeName(ctx, tx, community, one.Parent, one.Name); err != nil {
				return err
			}
		}
		if err := unbinFolder(ctx, tx, one.ID, name); err != nil {
			return err
		}
	}
	files, err := binnedBelow(ctx, tx, actor, community, idsOf(below), f.Binned)
	if err != nil {
		return err
	}
	for _, item := range files {
		if _, err := s.Content.RestoreIn(ctx, tx, actor, item); err != nil {
			return err
		}
	}
	return s.tellFolder(ctx, tx, actor, FolderRestored, f)
}

func idsOf(list []Folder) []id.ID {
	out := make([]id.ID, len(list))
	for i, f := range list {
		out[i] = f.ID
	}
	return out
}
