package library

import (
	"context"
	"path"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// NewFile asks for a file that Content.Receive has kept.
type NewFile struct {
	Community id.ID
	Folder    id.ID
	Way       string // folders below Folder, made when they are missing: "Dossier/Annexes"
	Kept      content.File
	Note      string
	Same      bool // a file of that name gets a new version
	Burst     bool // one of many brought at once: its readers are told of all in one line

	// What follows serves imports: no form fills it.
	ID      id.ID  // of the item
	Source  string // a description, in Markdown
	Created clock.Time
	Author  id.ID
	Origin  string
	Quiet   bool // nobody is told: it is old
}

// Add puts a file on the shelf. With Same, a file of that name that actor may
// replace gets a new version.
func (s *Service) Add(ctx context.Context, actor access.Actor, n NewFile) (content.Item, error) {
	var it content.Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.AddIn(ctx, tx, actor, n)
		return err
	})
}

// AddIn is Add in the caller's transaction.
func (s *Service) AddIn(ctx context.Context, tx *store.Tx, actor access.Actor, n NewFile) (content.Item, error) {
	label, err := access.Load(ctx, tx, actor, Add, n.Community)
	if err != nil {
		return content.Item{}, err
	}
	// From here on the actor may add, and changes to this library wait.
	if err := lockLibrary(ctx, tx, n.Community); err != nil {
		return content.Item{}, err
	}
	folder, err := s.parent(ctx, tx, n.Community, n.Folder)
	if err != nil {
		return content.Item{}, err
	}
	folder.Author = n.Author // of the folders below, when the system makes them
	if folder, err = s.way(ctx, tx, actor, label, folder, folderNames(n.Way)); err != nil {
		return content.Item{}, err
	}
	if n.Same {
		item, err := named(ctx, tx, actor, n.Community, folder.ID, n.Kept.Name, 0)
		if err != nil {
			return content.Item{}, err
		}
		if item != 0 {
			it, err := s.replace(ctx, tx, actor, item, n.Kept, n.Note, s.moment(n.Created))
			if fault.KindOf(err) != fault.KindForbidden {
				return it, err
			}
			// Not theirs to replace: both are kept.
		}
	}
	if err := s.takeRoom(ctx, tx, n.Community, n.Kept.Size); err != nil {
		return content.Item{}, err
	}
	title, err := freeTitle(ctx, tx, n.Community, folder.ID, n.Kept.Name, 0)
	if err != nil {
		return content.Item{}, err
	}
	it, err := s.Content.Create(ctx, tx, actor, content.New{
		ID: n.ID, Kind: File, Community: n.Community, Title: title, Source: n.Source, Files: []id.ID{n.Kept.ID}, Burst: n.Burst,
		Created: n.Created, Author: n.Author, Origin: n.Origin, Quiet: n.Quiet,
	})
	if err != nil {
		return it, err
	}
	if title != n.Kept.Name {
		if err := content.RenameFile(ctx, tx, it.ID, n.Kept.ID, title); err != nil {
			return it, err
		}
	}
	return it, s.shelve(ctx, tx, it, folder.ID, n.Kept, n.Note)
}

// shelve writes what the library keeps of a new file.
func (s *Service) shelve(ctx context.Context, tx *store.Tx, it content.Item, folder id.ID, kept content.File, note string) error {
	note, _ = text.Line(note, MaxNote)
	on := onShelf{Item: it.ID, Community: it.Community, Folder: folder, Current: kept.ID, Number: 1, Size: kept.Size}
	if err := insertVersion(ctx, tx, it.ID, versionRow{File: kept.ID, Number: 1, Author: it.Author, Size: kept.Size, Note: note, Created: it.Created}); err != nil {
		return err
	}
	return insertFile(ctx, tx, on, it.Title, KindOf(kept.Media), it.Created)
}

func (s *Service) takeRoom(ctx context.Context, tx *store.Tx, community id.ID, size int64) error {
	ok, err := take(ctx, tx, community, size, s.Usual(ctx))
	if err != nil || ok {
		return err
	}
	r, err := s.room(ctx, tx, community)
	if err != nil {
		return err
	}
	return full(r)
}

// Replace gives a file a new version: what was kept becomes what is fetched.
// The same bytes again change nothing.
func (s *Service) Replace(ctx context.Context, actor access.Actor, item id.ID, kept content.File, note string) (content.Item, error) {
	return s.ReplaceAt(ctx, actor, item, kept, note, s.Clock.Now())
}

// ReplaceAt is Replace dated in the past: it serves imports and the
// demonstration.
func (s *Service) ReplaceAt(ctx context.Context, actor access.Actor, item id.ID, kept content.File, note string, at clock.Time) (content.Item, error) {
	var it content.Item
	return it, s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		it, err = s.replace(ctx, tx, actor, item, kept, note, at)
		return err
	})
}

// ReplaceIn is Replace in the caller's transaction. The system replaces for
// whoever sent the file.
func (s *Service) ReplaceIn(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, kept content.File, note string) (content.Item, error) {
	return s.replace(ctx, tx, actor, item, kept, note, s.Clock.Now())
}

func (s *Service) replace(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, kept content.File, note string, now clock.Time) (content.Item, error) {
	it, on, err := s.holdFile(ctx, tx, actor, item)
	if err != nil {
		return it, err
	}
	if before, after := ending(it.Title), ending(kept.Name); before != after && before != "" {
		return it, fault.New(fault.Invalid, "library.replace.type", "before", before, "now", after)
	}
	list, err := versionsOf(ctx, tx, item)
	if err != nil {
		return it, err
	}
	if len(list) >= MaxVersions {
		return it, fault.New(fault.TooMany, "library.replace.many", "count", MaxVersions)
	}
	same, err := s.sameBytes(ctx, item, on.Current, kept)
	if err != nil || same {
		return it, err
	}
	if err := lockLibrary(ctx, tx, it.Community); err != nil {
		return it, err
	}
	if err := s.takeRoom(ctx, tx, it.Community, kept.Size); err != nil {
		return it, err
	}
	by := actor.Person()
	if actor.Kind() == access.System {
		by = kept.Owner
	}
	if err := s.Content.Hold(ctx, tx, by, item, kept.ID); err != nil {
		return it, err
	}
	note, _ = text.Line(note, MaxNote)
	v := versionRow{File: kept.ID, Number: list[0].Number + 1, Author: by, Size: kept.Size, Note: note, Created: now}
	if err := insertVersion(ctx, tx, item, v); err != nil {
		return it, err
	}
	on.Current, on.Number, on.Size = kept.ID, v.Number, kept.Size
	return it, s.turn(ctx, tx, actor, it, on, kept, now)
}

// sameBytes tells whether a file is what is current already.
func (s *Service) sameBytes(ctx context.Context, item, current id.ID, kept content.File) (bool, error) {
	files, err := s.Content.FilesOf(ctx, item)
	for _, f := range files {
		if f.ID == current {
			return f.Hash == kept.Hash, err
		}
	}
	return false, err
}

// turn makes a version current and says so.
func (s *Service) turn(ctx context.Context, tx *store.Tx, actor access.Actor, it content.Item, on onShelf, f content.File, at clock.Time) error {
	if err := setCurrent(ctx, tx, on, KindOf(f.Media), at); err != nil {
		return err
	}
	if err := content.RenameFile(ctx, tx, it.ID, f.ID, it.Title); err != nil {
		return err
	}
	said := factOf(it)
	said.File, said.Number = f.ID, on.Number
	return s.tell(ctx, tx, actor, FileReplaced, it, said)
}

// holdFile locks a file and judges who gives it another version.
func (s *Service) holdFile(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID) (content.Item, onShelf, error) {
	it, label, err := s.Content.Load(ctx, tx, actor, Replace, item)
	if err != nil {
		return it, onShelf{}, err
	}
	if label.Validation && !actor.May(Revise, label) {
		return it, onShelf{}, fault.New(fault.KindForbidden, "library.replace.validated")
	}
	on, err := shelfOf(ctx, tx, item)
	return it, on, err
}

// Return makes an earlier version current again; the others stay.
func (s *Service) Return(ctx context.Context, actor access.Actor, item, file id.ID) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, on, err := s.holdFile(ctx, tx, actor, item)
		if err != nil || on.Current == file {
			return err
		}
		list, err := versionsOf(ctx, tx, item)
		if err != nil {
			return err
		}
		for _, v := range list {
			if v.File != file {
				continue
			}
			f, err := s.Content.FileOf(ctx, tx, item, file)
			if err != nil {
				return err
			}
			on.Current, on.Number, on.Size = file, v.Number, v.Size
			return s.turn(ctx, tx, actor, it, on, f, s.Clock.Now())
		}
		return fault.NotFound()
	})
}

// Versions are those of a file that actor reads, the last first.
func (s *Service) Versions(ctx context.Context, actor access.Actor, item id.ID) ([]Version, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadItem, item); err != nil {
		return nil, err
	}
	on, err := shelfOf(ctx, s.DB, item)
	if err != nil {
		return nil, err
	}
	rows, err := versionsOf(ctx, s.DB, item)
	if err != nil {
		return nil, err
	}
	files, err := s.Content.FilesOf(ctx, item)
	if err != nil {
		return nil, err
	}
	byID := map[id.ID]content.File{}
	for _, f := range files {
		byID[f.ID] = f
	}
	out := make([]Version, 0, len(rows))
	for _, r := range rows {
		out = append(out, Version{File: byID[r.File], Number: r.Number, Author: r.Author, Note: r.Note, Current: r.File == on.Current})
		out[len(out)-1].Created = r.Created
	}
	return out, s.introduce(ctx, out)
}

// Rename gives a file another name; an ending that was left out stays.
func (s *Service) Rename(ctx context.Context, actor access.Actor, item id.ID, name string) (content.Item, error) {
	it, _, err := s.Content.Glance(ctx, actor, content.EditItem, item)
	if err != nil {
		return it, err
	}
	if it.Kind != File {
		return it, fault.NotFound()
	}
	if strings.TrimSpace(name) != "" {
		name = withEnding(content.FileName(name), it.Title)
	}
	return s.Content.Retitle(ctx, actor, item, name)
}

// ending is the last part of a name, by which programs know what it is.
func ending(name string) string { return strings.ToLower(path.Ext(name)) }

// moment is when something happens: now, unless an import says otherwise.
func (s *Service) moment(given clock.Time) clock.Time {
	if !given.IsZero() {
		return given
	}
	return s.Clock.Now()
}
