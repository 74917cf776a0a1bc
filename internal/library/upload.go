package library

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

const (
	// Lasting is how long what is on its way waits for its next piece.
	Lasting = 3 * 24 * time.Hour
	// reserved is how long an upload that went silent keeps the room that it
	// announced.
	reserved = time.Hour
	// MaxUploads is how many one person may have on their way.
	MaxUploads = 500
	// Patience is how long the next bytes of a piece are waited for.
	Patience = 30 * time.Second
	// giveWay is how long a piece that a newer one pushes aside has to stop.
	giveWay = 5 * time.Second
)

// NewUpload announces a file that will come in pieces.
type NewUpload struct {
	Community id.ID
	Folder    id.ID
	Replaces  id.ID  // the file of which it is a new version
	Name      string // of the file
	Way       string // see NewFile
	Note      string
	Same      bool
	Burst     bool
	Length    int64 // bytes in all
}

// Upload is one on its way. It is its owner's alone.
type Upload struct {
	ID        id.ID
	Owner     id.ID `db:"owner_id"`
	Community id.ID `db:"community_id"`
	Folder    id.ID `db:"folder_id"`
	Replaces  id.ID `db:"replaces_id"`
	Name      string
	Path      string
	Note      string
	Same      bool
	Burst     bool
	Length    int64
	Received  int64 // bytes that are on the disk for good
	Made      id.ID `db:"made_id"` // the file that it became
	Created   clock.Time
	Updated   clock.Time
}

// Expires is when it is forgotten unless more of it comes.
func (u Upload) Expires() time.Time { return u.Updated.Add(Lasting) }

// Piece is the body of a request, read as it comes.
type Piece interface {
	io.Reader
	Stop() // makes the read under way fail
}

// Begin judges a file before any of it is sent: who sends it, where, its size,
// its name, the room that is left with what others have on their way.
func (s *Service) Begin(ctx context.Context, actor access.Actor, n NewUpload) (Upload, error) {
	u := Upload{
		ID: s.IDs.New(), Owner: actor.Person(), Community: n.Community, Folder: n.Folder, Replaces: n.Replaces,
		Name: content.FileName(n.Name), Same: n.Same, Burst: n.Burst, Length: n.Length,
		Created: s.Clock.Now(), Updated: s.Clock.Now(),
	}
	u.Path, _ = text.Line(n.Way, 2000)
	u.Note, _ = text.Line(n.Note, MaxNote)
	return u, s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := s.mayBegin(ctx, tx, actor, &u); err != nil {
			return err
		}
		if err := s.check(u); err != nil {
			return err
		}
		if err := lockLibrary(ctx, tx, u.Community); err != nil {
			return err
		}
		mine, err := countUploads(ctx, tx, u.Owner)
		if err != nil {
			return err
		}
		if mine >= MaxUploads {
			return fault.New(fault.TooMany, "library.upload.many")
		}
		if err := s.fits(ctx, tx, u); err != nil {
			return err
		}
		return insertUpload(ctx, tx, u)
	})
}

func (s *Service) mayBegin(ctx context.Context, tx *store.Tx, actor access.Actor, u *Upload) error {
	if u.Replaces != 0 {
		it, _, err := s.holdFile(ctx, tx, actor, u.Replaces)
		u.Community, u.Folder = it.Community, 0
		return err
	}
	label, err := access.Load(ctx, tx, actor, Add, u.Community)
	if err != nil {
		return err
	}
	if len(folderNames(u.Path)) > 0 && !actor.May(Arrange, label) {
		return fault.New(fault.KindForbidden, "library.folder.guest")
	}
	_, err = s.parent(ctx, tx, u.Community, u.Folder)
	return err
}

func (s *Service) check(u Upload) error {
	switch {
	case u.Length <= 0:
		return fault.New(fault.Invalid, "fault.file.empty")
	case u.Length > s.Largest:
		return fault.New(fault.TooLarge, "fault.file.too_large", "max", bytesOf(s.Largest))
	case blob.IsProgram(nil, u.Name):
		return fault.New(fault.Unsupported, "content.file.program")
	}
	return nil
}

// fits refuses what would not fit once all that is on its way has come.
func (s *Service) fits(ctx context.Context, tx *store.Tx, u Upload) error {
	r, err := s.room(ctx, tx, u.Community)
	if err != nil {
		return err
	}
	coming, err := comingTo(ctx, tx, u.Community, clock.At(s.Clock.Now().Add(-reserved)))
	if err != nil {
		return err
	}
	if r.Used+coming+u.Length > r.Quota {
		return full(Room{Used: r.Used + coming, Quota: r.Quota})
	}
	return nil
}

// Find tells how far an upload of actor has come.
func (s *Service) Find(ctx context.Context, actor access.Actor, upload id.ID) (Upload, error) {
	u, err := uploadOf(ctx, s.DB, actor.Person(), upload)
	if errors.Is(err, store.ErrNone) {
		return u, fault.NotFound()
	}
	if err == nil && u.Made == 0 && u.Expires().Before(s.Clock.Now().Time) {
		return u, fault.NotFound()
	}
	return u, err
}

// Append writes the next piece, which must begin where the last one ended: a
// Conflict otherwise. What arrived before the network was cut is kept. With a
// checksum all of the piece is kept, or nothing: an Invalid. The last piece
// makes the file; until it is made, that piece is asked for again.
func (s *Service) Append(ctx context.Context, actor access.Actor, upload id.ID, at int64, piece Piece, sum *Checksum) (Upload, error) {
	if _, err := s.Find(ctx, actor, upload); err != nil {
		return Upload{}, err
	}
	defer s.arriving.take(upload, piece)()
	held, err := s.hold(ctx, upload)
	if err != nil {
		return Upload{}, err
	}
	defer held.Release()
	u, err := s.Find(ctx, actor, upload) // as the one before left it
	switch {
	case err != nil:
		return u, err
	case u.Received != at:
		return u, fault.New(fault.Conflict, "library.upload.offset")
	case u.Made != 0:
		return u, nil
	}
	// What follows ends even when the person goes: what arrived is kept.
	last := context.WithoutCancel(ctx)
	u.Received, err = s.write(last, held, u, piece, sum)
	if err != nil {
		return u, err
	}
	if u.Received < u.Length {
		return u, nil
	}
	return s.finish(last, actor, u, held)
}

// write appends a piece and keeps how far it went; the end is kept once the
// file is made.
func (s *Service) write(ctx context.Context, held *blob.Held, u Upload, piece io.Reader, sum *Checksum) (int64, error) {
	keep := func(end int64) error {
		if sum != nil || end == u.Length {
			return nil
		}
		return s.note(ctx, u.ID, end)
	}
	from := piece
	if sum != nil {
		from = io.TeeReader(piece, sum.hash)
	}
	end, err := held.Append(from, u.Received, u.Length-u.Received, keep)
	switch {
	case sum == nil && err != nil && end == u.Length:
		return u.Received, err
	case err != nil || sum == nil:
		return end, err
	case !sum.Right():
		return u.Received, fault.New(fault.Malformed, checksumKey)
	case end == u.Length:
		return end, nil
	}
	return end, s.note(ctx, u.ID, end)
}

func (s *Service) note(ctx context.Context, upload id.ID, end int64) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error { return setReceived(ctx, tx, upload, end, s.Clock.Now()) })
}

// finish makes the file of what has come whole.
func (s *Service) finish(ctx context.Context, actor access.Actor, u Upload, held *blob.Held) (Upload, error) {
	made, err := s.makeOf(ctx, actor, u, held.Whole())
	if f, ok := fault.As(err); ok && f.Kind != fault.Internal && f.Kind != fault.Unavailable {
		// Nothing that is sent again would change that answer.
		return u, errors.Join(err, s.drop(ctx, u))
	}
	if err != nil {
		return u, err
	}
	u.Made = made
	return u, s.Pieces.Remove(u.ID.String())
}

func (s *Service) makeOf(ctx context.Context, actor access.Actor, u Upload, whole io.Reader) (id.ID, error) {
	kept, err := s.Content.Receive(ctx, actor, u.Name, io.LimitReader(whole, u.Length), s.Largest)
	if err != nil {
		return 0, err
	}
	var it content.Item
	err = s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		if u.Replaces != 0 {
			it, err = s.replace(ctx, tx, actor, u.Replaces, kept, u.Note, s.Clock.Now())
		} else {
			it, err = s.AddIn(ctx, tx, actor, NewFile{
				Community: u.Community, Folder: u.Folder, Way: u.Path, Kept: kept, Note: u.Note, Same: u.Same, Burst: u.Burst,
			})
		}
		if err != nil {
			return err
		}
		return setMade(ctx, tx, u.ID, u.Length, it.ID, s.Clock.Now())
	})
	if err != nil {
		// Nobody brought it: it goes with the next sweep.
		return 0, errors.Join(err, s.Content.Discard(ctx, actor, kept.ID))
	}
	return it.ID, nil
}

// Cancel forgets an upload and what came of it.
func (s *Service) Cancel(ctx context.Context, actor access.Actor, upload id.ID) error {
	u, err := s.Find(ctx, actor, upload)
	if err != nil {
		return err
	}
	defer s.arriving.take(upload, nothing{})()
	held, err := s.hold(ctx, upload)
	if err != nil {
		return err
	}
	defer held.Release()
	return s.drop(ctx, u)
}

func (s *Service) drop(ctx context.Context, u Upload) error {
	err := s.DB.Write(ctx, func(tx *store.Tx) error { return dropUploads(ctx, tx, []id.ID{u.ID}) })
	return errors.Join(err, s.Pieces.Remove(u.ID.String()))
}

// Sweep forgets what nobody went on sending.
func (s *Service) Sweep(ctx context.Context) error {
	before := clock.At(s.Clock.Now().Add(-Lasting))
	var old []id.ID
	err := s.DB.Write(ctx, func(tx *store.Tx) (err error) {
		old, err = sweepUploads(ctx, tx, before)
		return err
	})
	if err != nil {
		return err
	}
	for _, upload := range old {
		if err := s.Pieces.Remove(upload.String()); err != nil {
			return err
		}
	}
	// Pieces without an upload, left by a process that was killed.
	left, err := s.Pieces.Before(ctx, before.Add(-Lasting))
	for _, name := range left {
		err = errors.Join(err, s.Pieces.Remove(name))
	}
	return err
}

// hold waits a little for the writer before to stop.
func (s *Service) hold(ctx context.Context, upload id.ID) (*blob.Held, error) {
	end := time.Now().Add(giveWay)
	for {
		held, err := s.Pieces.Hold(upload.String())
		if !errors.Is(err, blob.ErrHeld) {
			return held, err
		}
		if time.Now().After(end) {
			return nil, fault.New(fault.Conflict, "library.upload.busy")
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// arriving knows the pieces that this process is reading: a network that was
// cut without a word leaves one that waits in vain, and whoever comes back
// takes its place.
type arriving struct {
	sync.Mutex
	under map[id.ID]Piece
}

// take stops the piece before and stands in its place until the function that
// it returns is called.
func (a *arriving) take(upload id.ID, piece Piece) func() {
	a.Lock()
	defer a.Unlock()
	if before := a.under[upload]; before != nil {
		before.Stop()
	}
	a.under[upload] = piece
	return func() {
		a.Lock()
		defer a.Unlock()
		if a.under[upload] == piece {
			delete(a.under, upload)
		}
	}
}

// nothing is the piece of who only wants the others to stop.
type nothing struct{}

func (nothing) Read([]byte) (int, error) { return 0, io.EOF }
func (nothing) Stop()                    {}
