package library

import (
	"context"
	"path"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to files and folders beside the verbs of content.
const (
	FileReplaced   activity.Verb = "file.replaced" // another version is current
	FileMoved      activity.Verb = "file.moved"    // to another folder
	FolderMade     activity.Verb = "folder.made"
	FolderChanged  activity.Verb = "folder.changed" // its name or its place
	FolderBinned   activity.Verb = "folder.binned"
	FolderRestored activity.Verb = "folder.restored"
	QuotaSet       activity.Verb = "library.quota"
)

// Usual gives the room of a library that has no quota of its own, in bytes.
type Usual func(ctx context.Context) int64

// Kinds are what content must know of the files of a library.
func Kinds(usual Usual) []content.Kind {
	return []content.Kind{{
		Name: File, Make: Add, Bare: true, Apart: true, Holds: true,
		Edited: edited, Restored: restored, Erase: erase,
		Moved: func(ctx context.Context, tx *store.Tx, it content.Item, to id.ID) error {
			return moved(ctx, tx, it, to, usual(ctx))
		},
	}}
}

// edited gives a file that was renamed its name on the shelf, and to those who
// fetch it.
func edited(ctx context.Context, tx *store.Tx, it content.Item) error {
	name := content.FileName(it.Title)
	var c fault.Check
	c.Field("title", !blob.IsProgram(nil, name), "content.file.program")
	if err := c.Err(); err != nil {
		return err
	}
	s, err := shelfOf(ctx, tx, it.ID)
	if err != nil {
		return err
	}
	if err := setName(ctx, tx, it.ID, it.Title); err != nil {
		return err
	}
	return content.RenameFile(ctx, tx, it.ID, s.Current, name)
}

// moved puts a file at the top of the library of another community, where its
// versions take their room.
func moved(ctx context.Context, tx *store.Tx, it content.Item, to id.ID, usual int64) error {
	size, err := sizeOf(ctx, tx, it.ID)
	if err != nil {
		return err
	}
	if err := lockLibrary(ctx, tx, to); err != nil {
		return err
	}
	ok, err := take(ctx, tx, to, size, usual)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.TooLarge, "library.full_there")
	}
	if err := give(ctx, tx, it.Community, size); err != nil {
		return err
	}
	return setPlace(ctx, tx, it.ID, to, 0)
}

// restored brings back the folders above a file that comes back from the bin,
// under a name of its own where another one took its name meanwhile.
func restored(ctx context.Context, tx *store.Tx, it content.Item) error {
	s, err := shelfOf(ctx, tx, it.ID)
	if err != nil {
		return err
	}
	if _, err := distinct(ctx, tx, it, s, s.Folder); err != nil || s.Folder == 0 {
		return err
	}
	return unbinAbove(ctx, tx, it.Community, s.Folder)
}

// distinct gives a file a name that no other one bears in the folder where it
// comes, and returns it.
func distinct(ctx context.Context, tx *store.Tx, it content.Item, on onShelf, folder id.ID) (string, error) {
	title, err := freeTitle(ctx, tx, it.Community, folder, it.Title, it.ID)
	if err != nil || title == it.Title {
		return title, err
	}
	if err := content.Call(ctx, tx, it.ID, title); err != nil {
		return title, err
	}
	if err := setName(ctx, tx, it.ID, title); err != nil {
		return title, err
	}
	return title, content.RenameFile(ctx, tx, it.ID, on.Current, title)
}

// unbinAbove brings back from the bin a folder and those above it.
func unbinAbove(ctx context.Context, tx *store.Tx, community, folder id.ID) error {
	for folder != 0 {
		f, err := folderIn(ctx, tx, community, folder)
		if err != nil {
			return err
		}
		if !f.Binned.IsZero() {
			name, err := freeName(ctx, tx, f.Community, f.Parent, f.Name)
			if err != nil {
				return err
			}
			if err := unbinFolder(ctx, tx, f.ID, name); err != nil {
				return err
			}
		}
		folder = f.Parent
	}
	return nil
}

// erase gives the room of every version back.
func erase(ctx context.Context, tx *store.Tx, item id.ID) error {
	s, err := shelfOf(ctx, tx, item)
	if fault.KindOf(err) == fault.KindNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	size, err := sizeOf(ctx, tx, item)
	if err != nil {
		return err
	}
	if err := give(ctx, tx, s.Community, size); err != nil {
		return err
	}
	return forget(ctx, tx, item)
}

// freeName is a name that no folder beside bears.
func freeName(ctx context.Context, tx *store.Tx, community, parent id.ID, name string) (string, error) {
	for n := 1; n < 1000; n++ {
		try := another(name, n)
		_, err := folderNamed(ctx, tx, community, parent, try)
		if err == store.ErrNone {
			return try, nil
		}
		if err != nil {
			return "", err
		}
	}
	return "", fault.New(fault.Conflict, "library.folder.taken")
}

// freeTitle is a name that no file of a folder bears but one, for those who read
// what everyone there reads.
func freeTitle(ctx context.Context, tx *store.Tx, community, folder id.ID, name string, but id.ID) (string, error) {
	for n := 1; n < 1000; n++ {
		try := another(name, n)
		item, err := named(ctx, tx, access.SystemActor("a name of its own in a folder"), community, folder, try, but)
		if err != nil || item == 0 {
			return try, err
		}
	}
	return path.Base(name), nil
}
