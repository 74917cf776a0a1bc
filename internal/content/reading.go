package content

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"strconv"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// FileText is what the content of files says, or why nothing is read of it.
// Contents are read some seconds after they came; Version is 0 until then.
type FileText struct {
	Hash    string
	Format  extract.Format
	Reason  extract.Reason // empty when it was read
	Body    string         // pages, slides or sheets parted by form feeds
	Title   string
	Pages   int  // 0 when the format has none
	Cut     bool // the text went on
	Macros  bool // it brings a program, which nothing here runs
	Version int
	Read    clock.Time `db:"read_at"`
}

// Waiting tells that the content was not read yet.
func (t FileText) Waiting() bool { return t.Version == 0 }

const (
	unreadEvery = 10 * time.Minute
	unreadStep  = 500 // contents that wait, looked for at once
	readTries   = 8   // about an hour, then once a day
)

// readFile reads the text of a content, once for all the files that bear it.
type readFile struct {
	Hash string `json:"hash"`
}

// Kind names the job in the queue.
func (readFile) Kind() string { return "content.read_file" }

// FileText gives what is known of the text of some contents, by hash. Those of
// pictures, and of files that no longer are, are left out. Who may read which is
// for the caller to judge: see Find.
func (s *Service) FileText(ctx context.Context, on store.Querier, hashes ...string) (map[string]FileText, error) {
	if len(hashes) == 0 {
		return nil, nil
	}
	list, err := fileTextsOf(ctx, on, hashes)
	if err != nil {
		return nil, err
	}
	out := make(map[string]FileText, len(list))
	for _, t := range list {
		out[t.Hash] = t
	}
	return out, nil
}

// OpenText is FileText of what anybody who may fetch it opens: what an
// antivirus holds is left out.
func (s *Service) OpenText(ctx context.Context, on store.Querier, hashes ...string) (map[string]FileText, error) {
	texts, err := s.FileText(ctx, on, hashes...)
	if err != nil || len(texts) == 0 {
		return texts, err
	}
	held, err := withheld(ctx, on, hashes)
	for _, hash := range held {
		delete(texts, hash)
	}
	return texts, err
}

// Find is a file as who may fetch it sees it, under the rule of Fetch. What an
// antivirus holds comes with the error that says so.
func (s *Service) Find(ctx context.Context, actor access.Actor, file id.ID) (File, error) {
	f, err := fileByID(ctx, s.DB, file)
	if errors.Is(err, store.ErrNone) {
		return f, fault.NotFound()
	}
	if err != nil {
		return f, err
	}
	if err := s.mayFetch(ctx, actor, &f); err != nil {
		return File{}, err
	}
	return f, s.mayOpen(actor.Person(), f)
}

// readLater has the text of a new file read, unless its content is known.
func (s *Service) readLater(ctx context.Context, tx *store.Tx, f File) error {
	if blob.IsImage(f.Media) {
		return nil
	}
	waits, err := awaitText(ctx, tx, f.Hash)
	if err != nil || !waits {
		return err
	}
	return s.Queue.Enqueue(ctx, tx, readFile{f.Hash}, jobs.Slow(), jobs.Tries(readTries))
}

// ReadLeft has read what waits although nobody asked: files of before, those of
// an older reader, those whose job was lost.
func (s *Service) ReadLeft(ctx context.Context) error {
	left, err := unreadHashes(ctx, s.DB, unreadStep)
	if err != nil || len(left) == 0 {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		for _, hash := range left {
			once := jobs.Once(hash + " " + strconv.Itoa(extract.Version))
			if err := s.Queue.Enqueue(ctx, tx, readFile{hash}, once, jobs.Slow(), jobs.Tries(readTries)); err != nil {
				return err
			}
		}
		return nil
	})
}

// read is the job: it may be repeated, and finds nothing to do the second time.
func (s *Service) read(ctx context.Context, r readFile) error {
	known, err := s.FileText(ctx, s.DB, r.Hash)
	if err != nil || known[r.Hash].Version >= extract.Version {
		return err
	}
	name, err := nameOf(ctx, s.DB, r.Hash)
	if errors.Is(err, store.ErrNone) {
		return nil // nobody has it any more
	}
	if err != nil {
		return err
	}
	file, err := s.spool(ctx, r.Hash)
	if fault.KindOf(err) == fault.KindNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	found, err := s.Reader.Read(ctx, file, path.Ext(name))
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := keepText(ctx, tx, r.Hash, found, s.Clock.Now()); err != nil {
			return err
		}
		return s.tellFile(ctx, tx, FileRead, "a file was read", r.Hash)
	})
}

// tellFile says of each item with a file of some content what happened to it.
func (s *Service) tellFile(ctx context.Context, tx *store.Tx, verb activity.Verb, why, hash string) error {
	bearers, err := bearersOf(ctx, tx, hash)
	if err != nil {
		return err
	}
	for _, b := range bearers {
		if _, err := s.Log.Append(ctx, tx, access.SystemActor(why), b.event(verb, hash)); err != nil {
			return err
		}
	}
	return nil
}

// spool gives a content as a file of this machine, wherever it is kept. The
// caller closes it.
func (s *Service) spool(ctx context.Context, hash string) (*os.File, error) {
	body, err := s.Files.Open(ctx, hash)
	if err != nil {
		return nil, err
	}
	if file, is := body.(*os.File); is {
		return file, nil
	}
	defer body.Close()
	file, err := os.CreateTemp("", "parvis-read-*")
	if err != nil {
		return nil, err
	}
	// Nobody else needs its name, and a killed process leaves nothing.
	err = os.Remove(file.Name())
	if err == nil {
		_, err = io.Copy(file, body)
	}
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}
