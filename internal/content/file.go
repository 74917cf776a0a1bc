package content

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

const (
	looseFor   = 7 * 24 * time.Hour // how long a file that nothing brought is kept
	looseEvery = time.Hour
	maxLoose   = 200 // at once, for one person
	smallSide  = 320 // the longer side of small pictures, in pixels
)

// Upload keeps a file, loose until an item or a comment brings it. Its type is
// found in its content, whatever its name says.
func (s *Service) Upload(ctx context.Context, actor access.Actor, name string, from io.Reader) (File, error) {
	return s.Receive(ctx, actor, name, from, MaxFileSize)
}

// Receive is Upload of a file that a feature admits up to another size, in
// bytes.
func (s *Service) Receive(ctx context.Context, actor access.Actor, name string, from io.Reader, largest int64) (File, error) {
	by, err := someone(actor)
	if err != nil {
		return File{}, err
	}
	waiting, err := countLoose(ctx, s.DB, by)
	if err != nil {
		return File{}, err
	}
	if waiting >= maxLoose {
		return File{}, fault.New(fault.TooMany, "content.file.many_loose")
	}
	head := make([]byte, 4)
	n, err := io.ReadFull(from, head)
	switch {
	case errors.Is(err, io.EOF):
		return File{}, fault.New(fault.Invalid, "fault.file.empty")
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return File{}, err
	case blob.IsProgram(head[:n], name):
		return File{}, fault.New(fault.Unsupported, "content.file.program")
	}
	kept, err := s.Files.Put(ctx, io.MultiReader(bytes.NewReader(head[:n]), from), largest)
	if err != nil {
		return File{}, err
	}
	f := File{ID: s.IDs.New(), Owner: by, Hash: kept.Hash, Name: fileName(name), Size: kept.Size, Created: s.Clock.Now()}
	if err := s.admit(ctx, &f); err != nil {
		return File{}, err
	}
	if err := s.look(ctx, &f); err != nil {
		return File{}, err
	}
	return f, s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := insertFile(ctx, tx, f); err != nil {
			return err
		}
		if err := s.noteScan(ctx, tx, f); err != nil {
			return err
		}
		return s.readLater(ctx, tx, f)
	})
}

// look finds the type of a file and the size of a picture. A picture that
// cannot be read is a file like any other.
func (s *Service) look(ctx context.Context, f *File) error {
	body, err := s.Files.Open(ctx, f.Hash)
	if err != nil {
		return err
	}
	defer body.Close()
	head := make([]byte, 3072)
	n, err := io.ReadFull(body, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	f.Media = blob.Sniff(head[:n], f.Name)
	if !blob.IsImage(f.Media) {
		return nil
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if f.Width, f.Height, err = blob.Image(body); err != nil {
		f.Media = "application/octet-stream"
		return nil
	}
	if _, err := body.Seek(0, io.SeekStart); err != nil {
		return err
	}
	s.drawing.Lock()
	thumb, err := blob.Thumbnail(body, smallSide)
	s.drawing.Unlock()
	if err != nil {
		return nil // shown as a file, without its small picture
	}
	kept, err := s.Files.Put(ctx, bytes.NewReader(thumb.Data), MaxFileSize)
	f.Thumb = kept.Hash
	return err
}

// FetchSmall opens the small picture of a picture, under the same rule, with
// its type; NotFound when there is none.
func (s *Service) FetchSmall(ctx context.Context, actor access.Actor, file id.ID) (File, io.ReadSeekCloser, error) {
	f, body, err := s.Fetch(ctx, actor, file)
	if err != nil {
		return f, nil, err
	}
	body.Close()
	if f.Thumb == "" {
		return f, nil, fault.NotFound()
	}
	if body, err = s.Files.Open(ctx, f.Thumb); err != nil {
		return f, nil, err
	}
	head := make([]byte, 16)
	if _, err := io.ReadFull(body, head); err != nil {
		body.Close()
		return f, nil, err
	}
	f.Media = blob.Sniff(head, "")
	_, err = body.Seek(0, io.SeekStart)
	return f, body, err
}

// FileName is what remains of a name that somebody gave to a file: one line,
// the last part of a path, nothing that a disk or a header takes for something
// else.
func FileName(raw string) string { return fileName(raw) }

// fileName keeps the last part of a name, without what a disk or a header
// would take for something else.
func fileName(raw string) string {
	raw = path.Base(strings.ReplaceAll(strings.ToValidUTF8(raw, ""), `\`, "/"))
	raw = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`"<>|*?:`, r) {
			return -1
		}
		return r
	}, raw)
	name, _ := text.Line(raw, 10*MaxFileName)
	if runes := []rune(name); len(runes) > MaxFileName {
		ext := []rune(path.Ext(name))
		if len(ext) > 10 {
			ext = nil
		}
		name = string(runes[:MaxFileName-len(ext)]) + string(ext)
	}
	if name == "" || name == "." || name == "/" || name == ".." {
		return "fichier"
	}
	return name
}

// Fetch opens a file for who may read it: the readers of its item, or its
// owner while it is loose. What a comment in the bin brought is for those who
// may restore it.
func (s *Service) Fetch(ctx context.Context, actor access.Actor, file id.ID) (File, io.ReadSeekCloser, error) {
	f, err := s.Find(ctx, actor, file)
	if err != nil {
		return f, nil, err
	}
	content, err := s.Files.Open(ctx, f.Hash)
	return f, content, err
}

// CopyLife is for how long a browser may show a file again without asking.
func (f File) CopyLife() time.Duration {
	if f.Guarded {
		return 0
	}
	return time.Hour
}

// mayFetch is the rule of Fetch, and finds whether f is guarded.
func (s *Service) mayFetch(ctx context.Context, actor access.Actor, f *File) error {
	if f.Item == 0 {
		if actor.Person() == 0 || f.Owner != actor.Person() {
			return fault.NotFound()
		}
		return nil
	}
	label, err := access.Load(ctx, s.DB, actor, access.ReadItem, f.Item)
	if err != nil {
		return err
	}
	f.Guarded = label.Protection > access.Public
	if f.Comment == 0 {
		return s.opened(ctx, actor, label)
	}
	c, err := commentByID(ctx, s.DB, f.Comment)
	if err != nil {
		return err
	}
	if c.State != access.Published && c.Author != actor.Person() && !actor.May(Curate, label) {
		return fault.NotFound()
	}
	return s.opened(ctx, actor, label)
}

// Loose finds one's own files that a form names again after an error.
func (s *Service) Loose(ctx context.Context, actor access.Actor, files []id.ID) ([]File, error) {
	if len(files) == 0 {
		return nil, nil
	}
	return looseFiles(ctx, s.DB, actor.Person(), files[:min(len(files), MaxFiles)])
}

// Discard forgets a file that its owner sent and takes back before anything
// brought it: nobody fetches it any more, and the sweep removes its bytes. NotFound
// for one that is not one's own, or not loose.
func (s *Service) Discard(ctx context.Context, actor access.Actor, file id.ID) error {
	by, err := someone(actor)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		n, err := discardFile(ctx, tx, by, file)
		if err == nil && n == 0 {
			return fault.NotFound()
		}
		return err
	})
}

// attach gives loose files to an item or a comment. A file that is not
// somebody's own, or that something else brought, is refused.
func (s *Service) attach(ctx context.Context, tx *store.Tx, by, item, comment id.ID, files []id.ID) error {
	if len(files) == 0 {
		return nil
	}
	n, err := joinFiles(ctx, tx, by, item, comment, files)
	if err != nil {
		return err
	}
	if int(n) != len(files) {
		f := fault.New(fault.Invalid, fault.Invalid.Key())
		f.Fields = []fault.Field{{Name: "files", Key: "content.file.gone"}}
		return f
	}
	return nil
}

// FileOf is one file of an item that was judged; NotFound for one of another.
func (s *Service) FileOf(ctx context.Context, on store.Querier, item, file id.ID) (File, error) {
	f, err := fileByID(ctx, on, file)
	if errors.Is(err, store.ErrNone) || err == nil && f.Item != item {
		return File{}, fault.NotFound()
	}
	return f, err
}

// Hold gives a loose file of somebody to an item of a kind that holds its files;
// the caller has judged the item in this transaction.
func (s *Service) Hold(ctx context.Context, tx *store.Tx, by, item, file id.ID) error {
	return s.attach(ctx, tx, by, item, 0, []id.ID{file})
}

// CopyFiles joins files of one item to another one, under ids of their own; the
// caller has judged both. What is not there any more is left out.
func CopyFiles(ctx context.Context, tx *store.Tx, by, from, to id.ID, files map[id.ID]id.ID, at clock.Time) error {
	for was, now := range files {
		if err := copyFile(ctx, tx, by, from, to, was, now, at); err != nil {
			return err
		}
	}
	return nil
}

// RenameFile changes the name under which a file of an item is fetched.
func RenameFile(ctx context.Context, tx *store.Tx, item, file id.ID, name string) error {
	return renameFile(ctx, tx, item, file, fileName(name))
}

func (s *Service) changeFiles(ctx context.Context, tx *store.Tx, actor access.Actor, item id.ID, e Edit) error {
	if len(e.Drop) > 0 {
		if err := dropFiles(ctx, tx, item, e.Drop); err != nil {
			return err
		}
	}
	by := actor.Person()
	if actor.Kind() == access.System {
		by = e.Joiner
	}
	return s.attach(ctx, tx, by, item, 0, e.Files)
}

// SweepFiles forgets loose files after a week, and the bytes that nothing
// names any more.
func (s *Service) SweepFiles(ctx context.Context) error {
	before := clock.At(s.Clock.Now().Add(-looseFor))
	var hashes []string
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		hashes, err = sweepLoose(ctx, tx, before)
		return err
	})
	if err != nil {
		return err
	}
	return s.forgetBytes(ctx, hashes)
}

// forgetBytes removes from the store what nothing names any more.
func (s *Service) forgetBytes(ctx context.Context, hashes []string) error {
	if len(hashes) == 0 {
		return nil
	}
	unused, err := unusedHashes(ctx, s.DB, hashes)
	if err != nil {
		return err
	}
	// What a file said goes before the file, so that nothing outlives it.
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return dropTexts(ctx, tx, unused) }); err != nil {
		return err
	}
	// What was put again just now may be about to be named.
	recent := s.Clock.Now().Add(-looseEvery)
	for _, hash := range unused {
		entry, err := s.Files.Stat(ctx, hash)
		if fault.KindOf(err) == fault.KindNotFound || err == nil && !entry.Modified.Before(recent) {
			continue
		}
		if err != nil {
			return err
		}
		if err := errors.Join(s.Files.Delete(ctx, hash), s.Pages.Forget(hash)); err != nil {
			return err
		}
	}
	if len(unused) == 0 {
		return nil
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return dropScans(ctx, tx, unused) })
}

// IsPicture tells whether a file is shown in its page: only types that browsers
// draw and that cannot act. SVG is not one.
func (f File) IsPicture() bool {
	switch f.Media {
	case "image/png", "image/jpeg", "image/gif", "image/webp":
		return true
	}
	return false
}

// Href is where a file is fetched.
func (f File) Href() string { return "/files/" + f.ID.String() + "/" + escapeName(f.Name) }

// Preview is where one looks into a file without fetching it.
func (f File) Preview() string { return "/files/" + f.ID.String() + "/preview" }

// escapeName keeps in a path only what needs no escaping in Markdown either:
// the name there is for people, the id alone finds the file.
func escapeName(name string) string {
	ext := path.Ext(name)
	slug := text.Slug(strings.TrimSuffix(name, ext))
	if slug == "" || slug == "preview" && ext == "" { // that address shows what is in it
		slug = "fichier"
	}
	if e := text.Slug(strings.TrimPrefix(ext, ".")); e != "" {
		slug += "." + e
	}
	return slug
}

// FilesOf lists the files of an item that was judged, those of its comments
// left out.
func (s *Service) FilesOf(ctx context.Context, item id.ID) ([]File, error) {
	list, err := filesOf(ctx, s.DB, item)
	return visibleFiles(list, nil), err
}

// Tidy forgets those of some files that are still loose after what was to bring
// them: a document that was made of one, or was not made.
func (s *Service) Tidy(ctx context.Context, actor access.Actor, files []id.ID) error {
	for _, f := range files {
		if err := s.Discard(ctx, actor, f); err != nil && fault.KindOf(err) != fault.KindNotFound {
			return err
		}
	}
	return nil
}
