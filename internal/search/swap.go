package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	"parvis/internal/search/index"
)

// take puts an index that parvis reindex made in the place of the present one.
// The site answers from the old one until then.
func (f *Feed) take(ctx context.Context) error {
	if f.file != current {
		return nil
	}
	path := f.path(ready)
	if _, err := os.Stat(path); err != nil {
		return nil
	}
	x, err := index.Open(ctx, path)
	if errors.Is(err, index.ErrUnusable) {
		f.out.WarnContext(ctx, "an index made by another version is left aside", slog.String("file", path))
		return index.Delete(path)
	}
	if err != nil {
		return fmt.Errorf("open the new index: %w", err)
	}
	said, err := x.Place(ctx)
	if err := errors.Join(err, x.Close()); err != nil {
		return fmt.Errorf("close the new index: %w", err)
	}
	if at, _ := parsePlace(said); at.made != documents {
		f.out.WarnContext(ctx, "an index made by another version is left aside", slog.String("file", path))
		return index.Delete(path)
	}
	f.mu.Lock()
	if f.x != nil {
		err = f.x.Close()
		f.x = nil
	}
	if err == nil {
		err = index.Replace(path, f.path(current))
	}
	f.mu.Unlock()
	if err != nil {
		return fmt.Errorf("take the new index: %w", err)
	}
	f.out.InfoContext(ctx, "the new index of search is in use")
	return f.open(ctx)
}

// reopen opens the file again, which tells whether it is of this database.
func (f *Feed) reopen(ctx context.Context) error {
	f.mu.Lock()
	var err error
	if f.x != nil {
		err = f.x.Close()
		f.x = nil
	}
	f.mu.Unlock()
	if err != nil {
		return err
	}
	return f.open(ctx)
}

// renew makes, a part at a time, the index that takes the place of one that
// another version made; that one serves and follows the log meanwhile. It
// tells whether there is more to do.
func (f *Feed) renew(ctx context.Context) (more bool, err error) {
	f.stepping.Lock()
	defer f.stepping.Unlock()
	if f.file != current || !f.old.Load() {
		return false, f.endRenewal()
	}
	if f.next == nil {
		f.out.WarnContext(ctx, "another version made the index of search: it serves until a new one is made")
		f.next = f.beside(renewed)
	}
	if more, err = f.next.step(ctx); err != nil || more {
		return more, err
	}
	err = f.next.Close()
	f.next = nil
	if err == nil {
		err = index.Replace(f.path(renewed), f.path(ready))
	}
	return true, err // step takes it
}

// endRenewal leaves what was being made, when another way was faster.
func (f *Feed) endRenewal() error {
	if f.next == nil {
		return nil
	}
	err := errors.Join(f.next.Close(), index.Delete(f.path(renewed)))
	f.next = nil
	return err
}

// Progress is told how many things were read, of about how many.
type Progress func(done, todo int)

// Reindex makes a new index in a second file, which the program that serves
// takes in place of its own, now or when it starts. Stopped, it goes on where
// it was; from the start when anew is asked.
func (s *Service) Reindex(ctx context.Context, anew bool, tell Progress) error {
	f := s.Feed.beside(fresh)
	if err := os.MkdirAll(f.dir, 0o750); err != nil {
		return err
	}
	if anew {
		if err := index.Delete(f.path(fresh)); err != nil {
			return err
		}
	}
	todo, err := countAll(ctx, f.db)
	if err != nil {
		return err
	}
	for more := true; more; {
		if more, err = f.step(ctx); err != nil {
			return errors.Join(err, f.Close())
		}
		tell(min(f.now.Load().done, todo), todo)
	}
	if err := f.Close(); err != nil {
		return err
	}
	return index.Replace(f.path(fresh), f.path(ready))
}

// Taken tells whether the index that was made last is in use.
func (f *Feed) Taken() bool {
	_, err := os.Stat(f.path(ready))
	return errors.Is(err, os.ErrNotExist)
}

// beside is a feed of the same things into another file.
func (f *Feed) beside(file string) *Feed {
	return &Feed{db: f.db, log: f.log, out: f.out, dir: f.dir, file: file, read: f.read, meanings: f.meanings}
}
