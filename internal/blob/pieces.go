package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"

	"parvis/internal/fault"
)

// Pieces keeps what arrives in pieces until it is whole and goes to a Store.
// The folder may be shared between processes: a piece is written by one at a
// time.
type Pieces struct {
	root *os.Root
}

// step is how many bytes are written between two moments from which what was
// sent need not be sent again.
const step = 8 << 20

// ErrHeld is the error of Hold: somebody else is writing.
var ErrHeld = errors.New("blob: the piece is being written")

// OpenPieces opens a folder of pieces, which is made if need be.
func OpenPieces(folder string) (*Pieces, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("blob: making the folder of pieces: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("blob: opening the folder of pieces: %w", err)
	}
	return &Pieces{root}, nil
}

// Close lets go of the folder.
func (p *Pieces) Close() error { return p.root.Close() }

// Held is a piece that its holder alone writes.
type Held struct{ file *os.File }

// Hold opens the piece of that name, which is made if need be, for one writer.
func (p *Pieces) Hold(name string) (*Held, error) {
	file, err := p.root.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("blob: opening a piece: %w", err)
	}
	// The lock goes with the process, however it ends.
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, ErrHeld
	}
	return &Held{file}, nil
}

// Release lets others write.
func (h *Held) Release() { _ = h.file.Close() }

// Append writes after the first `at` bytes, and forgets what stood beyond. It
// stops at the end of from, at its first error, or after most bytes. kept is
// told how far the piece goes for good, each time that it does; the number
// returned is the last that it was told.
func (h *Held) Append(from io.Reader, at, most int64, kept func(end int64) error) (int64, error) {
	info, err := h.file.Stat()
	if err != nil {
		return at, fmt.Errorf("blob: looking at a piece: %w", err)
	}
	if info.Size() < at {
		return at, fault.New(fault.Conflict, fault.Conflict.Key()).Because(fmt.Errorf("blob: a piece of %d bytes was said to have %d", info.Size(), at))
	}
	if err := h.file.Truncate(at); err != nil {
		return at, fmt.Errorf("blob: cutting a piece: %w", err)
	}
	if _, err := h.file.Seek(at, io.SeekStart); err != nil {
		return at, fmt.Errorf("blob: cutting a piece: %w", err)
	}
	end := at
	for {
		n, copied := io.CopyN(h.file, from, min(step, at+most-end))
		if n > 0 {
			if err := h.file.Sync(); err != nil {
				return end, written(err)
			}
			if err := kept(end + n); err != nil {
				return end, err
			}
			end += n
		}
		switch {
		case errors.Is(copied, io.EOF):
			return end, nil
		case copied != nil:
			return end, written(copied)
		case end == at+most:
			return end, nil
		}
	}
}

// written tells a full disk from the rest.
func written(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.Unavailable, fault.Unavailable.Key()).Because(fmt.Errorf("blob: the disk is full: %w", err))
	}
	return err
}

// Whole reads what was written, from its beginning.
func (h *Held) Whole() io.ReadSeeker { return io.NewSectionReader(h.file, 0, 1<<62) }

// Remove forgets a piece. One that is not there is no error.
func (p *Pieces) Remove(name string) error {
	if err := p.root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: removing a piece: %w", err)
	}
	return nil
}

// Before lists the pieces that nobody wrote since a moment.
func (p *Pieces) Before(ctx context.Context, moment time.Time) ([]string, error) {
	entries, err := fs.ReadDir(p.root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("blob: listing the pieces: %w", err)
	}
	var out []string
	for _, entry := range entries {
		info, err := entry.Info()
		if err == nil && info.Mode().IsRegular() && info.ModTime().Before(moment) {
			out = append(out, entry.Name())
		}
	}
	return out, ctx.Err()
}
