package content

import (
	"context"
	"errors"
	"io"
	"time"

	"parvis/internal/antivirus"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Scanner looks for what harms in files; antivirus.Clamd does.
type Scanner interface {
	Scan(ctx context.Context, r io.Reader) (antivirus.Verdict, error)
}

// Scan is what is known of a content. What came before the site had an
// antivirus is Unscanned, and served, until its turn comes.
type Scan uint8

// What may be known of a content. Only administrators release or destroy.
const (
	Unscanned Scan = iota
	ScanWaiting
	ScanClean
	ScanInfected
	ScanReleased // found harmful, or too large to tell, and let through by an administrator
	ScanDestroyed
	ScanTooLarge // the antivirus does not take files of this size
)

// Held tells whether an antivirus keeps the file from being opened: by all, or
// by all but its owner.
func (f File) Held() bool { return f.Scan.held() }

func (s Scan) held() bool {
	switch s {
	case ScanWaiting, ScanInfected, ScanDestroyed, ScanTooLarge:
		return true
	}
	return false
}

const (
	atOnce      = 5 * time.Second // how long whoever sends a file waits for the verdict
	scanEvery   = time.Minute
	scanStep    = 500 // contents that wait, looked at in one turn
	rescanEvery = time.Hour
	rescanStep  = 5_000
	rescanAfter = 30 * 24 * time.Hour
	scanBudget  = 8 * time.Minute // a job may last ten
)

// QuarantineKept is how long a harmful content is kept for administrators.
const QuarantineKept = 30 * 24 * time.Hour

// scanJob looks at one content that took too long to whoever sent it.
type scanJob struct {
	Hash string `json:"hash"`
}

// Kind names the job in the queue.
func (scanJob) Kind() string { return "content.scan" }

// admit asks the antivirus about a file that comes in. A harmful one is kept
// aside and refused; one that takes long waits for its turn.
func (s *Service) admit(ctx context.Context, f *File) error {
	if s.Scanner == nil {
		return nil
	}
	known, err := scanOf(ctx, s.DB, f.Hash)
	if err != nil {
		return err
	}
	f.Scan, f.Threat = known.State, known.Threat
	again := f.Scan == ScanClean && s.Clock.Now().Sub(known.Looked.Time) > rescanAfter
	if f.Scan == Unscanned || f.Scan == ScanWaiting || again {
		asking, cancel := context.WithTimeout(ctx, atOnce)
		defer cancel()
		f.Scan, f.Threat, err = s.ask(asking, f.Hash)
		if err != nil {
			f.Scan = ScanWaiting
		}
	}
	if f.Scan != ScanInfected && f.Scan != ScanDestroyed {
		return nil
	}
	f.Scan = ScanInfected // also what was destroyed: it was put again just now
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.quarantine(ctx, tx, *f) }); err != nil {
		return err
	}
	return fault.New(fault.Invalid, "content.file.infected", "name", f.Name, "threat", f.Threat)
}

// ask gives a content to the antivirus.
func (s *Service) ask(ctx context.Context, hash string) (Scan, string, error) {
	body, err := s.Files.Open(ctx, hash)
	if err != nil {
		return Unscanned, "", err
	}
	defer body.Close()
	v, err := s.Scanner.Scan(ctx, body)
	switch {
	case err != nil:
		return Unscanned, "", err
	case v.TooLarge:
		return ScanTooLarge, "", nil
	case v.Threat != "":
		return ScanInfected, v.Threat, nil
	}
	return ScanClean, "", nil
}

// noteScan writes with a new file what the antivirus said of it, or has it
// looked at soon.
func (s *Service) noteScan(ctx context.Context, tx *store.Tx, f File) error {
	if s.Scanner == nil {
		return nil
	}
	known, err := scanOf(ctx, tx, f.Hash)
	if err != nil {
		return err
	}
	if err := keepScan(ctx, tx, f, s.Clock.Now()); err != nil {
		return err
	}
	if f.Scan != ScanWaiting {
		// The same bytes may have waited in another file.
		return s.turned(ctx, tx, f.Hash, known.State, f.Scan)
	}
	return s.Queue.Enqueue(ctx, tx, scanJob{f.Hash}, jobs.Once(f.Hash+" "+f.ID.String()))
}

// scanOne does a scanJob. When the antivirus does not answer, the file waits
// for the next turn of ScanFiles, which says so.
func (s *Service) scanOne(ctx context.Context, j scanJob) error {
	known, err := scanOf(ctx, s.DB, j.Hash)
	if err != nil || s.Scanner == nil || known.State != ScanWaiting {
		return err
	}
	if err := s.scan(ctx, j.Hash); err != nil && ctx.Err() != nil {
		return err
	}
	return nil
}

// scan looks at one content that files bear and notes the verdict.
func (s *Service) scan(ctx context.Context, hash string) error {
	state, threat, err := s.ask(ctx, hash)
	if fault.KindOf(err) == fault.KindNotFound {
		return nil // its bytes are gone; so are its files, soon
	}
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		f, err := anyFile(ctx, tx, hash)
		if errors.Is(err, store.ErrNone) {
			return dropScans(ctx, tx, []string{hash})
		}
		if err != nil {
			return err
		}
		before := f.Scan
		if f.Scan, f.Threat = state, threat; state == ScanInfected {
			return s.quarantine(ctx, tx, f)
		}
		if err := turnScan(ctx, tx, f, s.Clock.Now()); err != nil {
			return err
		}
		return s.turned(ctx, tx, hash, before, state)
	})
}

// turned tells those who go by what may be opened that a verdict changed it.
func (s *Service) turned(ctx context.Context, tx *store.Tx, hash string, before, now Scan) error {
	if before.held() == now.held() {
		return nil
	}
	return s.tellFile(ctx, tx, FileScanned, "the antivirus looked at a file", hash)
}

// ScanFiles looks at what waits, and ends the quarantine of what has been in it
// for QuarantineKept. On a site that has no antivirus any more, nothing waits.
func (s *Service) ScanFiles(ctx context.Context) error {
	if err := s.endQuarantine(ctx); err != nil {
		return err
	}
	if s.Scanner == nil {
		return s.DB.Write(ctx, func(tx *store.Tx) error {
			freed, err := dropUnsaid(ctx, tx)
			for _, hash := range freed {
				if err == nil {
					err = s.tellFile(ctx, tx, FileScanned, "the site has no antivirus any more", hash)
				}
			}
			return err
		})
	}
	due, err := scansWaiting(ctx, s.DB, scanStep)
	if err != nil {
		return err
	}
	return s.scanAll(ctx, due)
}

// RescanFiles looks at what came before the site had an antivirus, and again at
// what was looked at long ago: what is known to be harmful changes.
func (s *Service) RescanFiles(ctx context.Context) error {
	if s.Scanner == nil {
		return nil
	}
	due, err := scansDue(ctx, s.DB, clock.At(s.Clock.Now().Add(-rescanAfter)), rescanStep)
	if err != nil {
		return err
	}
	return s.scanAll(ctx, due)
}

// scanAll stops after some minutes: the next turn goes on.
func (s *Service) scanAll(ctx context.Context, hashes []string) error {
	until := time.Now().Add(scanBudget)
	for _, hash := range hashes {
		if err := s.scan(ctx, hash); err != nil {
			return err
		}
		if time.Now().After(until) {
			return nil
		}
	}
	return nil
}

// Scans counts what waits for the antivirus and what is in quarantine.
func (s *Service) Scans(ctx context.Context) (ScanCount, error) { return countScans(ctx, s.DB) }

// ScanCount is how many contents are in which state.
type ScanCount struct {
	Waiting     int
	Quarantined int // those too large to tell included
}

// mayOpen judges what the antivirus said: what waits is for its owner alone.
func (s *Service) mayOpen(by id.ID, f File) error {
	switch {
	case f.Scan == ScanInfected || f.Scan == ScanDestroyed:
		return fault.New(fault.KindForbidden, "content.file.quarantined", "name", f.Name)
	case s.Scanner == nil || !f.Held() || by != 0 && f.Owner == by:
		return nil
	case f.Scan == ScanTooLarge:
		return fault.New(fault.KindForbidden, "content.file.unscannable", "name", f.Name)
	}
	return fault.New(fault.KindForbidden, "content.file.waiting", "name", f.Name)
}
