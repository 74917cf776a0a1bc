package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"math"
	"os"
	"path"
	"strings"
	"syscall"
	"time"

	"parvis/internal/fault"
	"parvis/internal/i18n"
)

// Disk is a Store in a folder: a file's path is the first two digits of its
// hash, then the hash. It may be shared between goroutines, and a folder
// between processes.
type Disk struct {
	root *os.Root
}

var _ Store = (*Disk)(nil)

const (
	unfinished = "unfinished"   // folder of what is being written
	abandoned  = 24 * time.Hour // age at which it surely is not any more
)

// OpenDisk opens a store in folder, which is made if need be, and removes what
// killed processes left unfinished.
func OpenDisk(folder string) (*Disk, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("blob: making the folder of files: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("blob: opening the folder of files: %w", err)
	}
	disk := &Disk{root}
	if err := disk.prepare(); err != nil {
		_ = root.Close()
		return nil, fmt.Errorf("blob: preparing the folder of files: %w", err)
	}
	return disk, nil
}

// Close lets go of the folder.
func (d *Disk) Close() error { return d.root.Close() }

func (d *Disk) prepare() error {
	if err := d.root.MkdirAll(unfinished, 0o700); err != nil {
		return err
	}
	left, err := fs.ReadDir(d.root.FS(), unfinished)
	if err != nil {
		return err
	}
	for _, entry := range left {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > abandoned {
			_ = d.root.Remove(path.Join(unfinished, entry.Name()))
		}
	}
	return nil
}

// Put implements Store. When it returns, the file is on the disk for good.
func (d *Disk) Put(ctx context.Context, r io.Reader, max int64) (Ref, error) {
	temporary := path.Join(unfinished, rand.Text())
	ref, err := d.write(temporary, &careful{ctx, r}, max)
	if err == nil {
		err = d.settle(temporary, ref.Hash)
	}
	if err == nil {
		return ref, nil
	}
	_ = d.root.Remove(temporary)
	return Ref{}, unkept(err)
}

// unkept says why a file could not be written.
func unkept(err error) error {
	if _, ok := fault.As(err); ok {
		return err
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.New(fault.Unavailable, fault.Unavailable.Key()).Because(fmt.Errorf("blob: the disk is full: %w", err))
	}
	return fmt.Errorf("blob: keeping a file: %w", err)
}

// write fills a file that only this call knows of.
func (d *Disk) write(name string, r io.Reader, max int64) (Ref, error) {
	file, err := d.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return Ref{}, err
	}
	defer file.Close()
	hash := sha256.New()
	// One byte more than max tells a file that is too large from one that fits.
	size, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(r, min(max, math.MaxInt64-1)+1))
	if err != nil {
		return Ref{}, err
	}
	if size > max {
		return Ref{}, fault.New(fault.TooLarge, "fault.file.too_large", "max", i18n.Bytes(max))
	}
	if err := file.Sync(); err != nil {
		return Ref{}, err
	}
	return Ref{hex.EncodeToString(hash.Sum(nil)), size}, file.Close()
}

// settle gives a written file its name. If that content is kept already, this
// one takes its place: it is the same, and its date is now.
func (d *Disk) settle(temporary, hash string) error {
	name := place(hash)
	folder := path.Dir(name)
	switch err := d.root.Mkdir(folder, 0o700); {
	case err == nil:
		if err := d.sync("."); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	if err := d.root.Rename(temporary, name); err != nil {
		return err
	}
	return d.sync(folder)
}

// sync makes the names in a folder outlive a power cut.
func (d *Disk) sync(folder string) error {
	opened, err := d.root.Open(folder)
	if err != nil {
		return err
	}
	defer opened.Close()
	return opened.Sync()
}

// Open implements Store.
func (d *Disk) Open(_ context.Context, hash string) (io.ReadSeekCloser, error) {
	if !isHash(hash) {
		return nil, fault.NotFound()
	}
	file, err := d.root.Open(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fault.NotFound().Because(err)
	}
	if err != nil {
		return nil, fmt.Errorf("blob: opening a file: %w", err)
	}
	return file, nil
}

// Stat implements Store.
func (d *Disk) Stat(_ context.Context, hash string) (Entry, error) {
	if !isHash(hash) {
		return Entry{}, fault.NotFound()
	}
	info, err := d.root.Stat(place(hash))
	if errors.Is(err, fs.ErrNotExist) {
		return Entry{}, fault.NotFound().Because(err)
	}
	if err != nil {
		return Entry{}, fmt.Errorf("blob: looking at a file: %w", err)
	}
	return Entry{Ref{hash, info.Size()}, info.ModTime().UTC()}, nil
}

// Delete implements Store. Whoever has the file open reads on.
func (d *Disk) Delete(_ context.Context, hash string) error {
	if !isHash(hash) {
		return nil
	}
	if err := d.root.Remove(place(hash)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("blob: deleting a file: %w", err)
	}
	return nil
}

// Each implements Store. What is put or deleted meanwhile may be given or not.
func (d *Disk) Each(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		folders, err := fs.ReadDir(d.root.FS(), ".")
		if err != nil {
			yield(Entry{}, fmt.Errorf("blob: listing the files: %w", err))
			return
		}
		for _, folder := range folders {
			if len(folder.Name()) == 2 && !d.each(ctx, folder.Name(), yield) {
				return
			}
		}
	}
}

// each lists one folder, and says whether to go on.
func (d *Disk) each(ctx context.Context, folder string, yield func(Entry, error) bool) bool {
	files, err := fs.ReadDir(d.root.FS(), folder)
	if err != nil {
		yield(Entry{}, fmt.Errorf("blob: listing the files: %w", err))
		return false
	}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
			return false
		}
		info, err := file.Info()
		if errors.Is(err, fs.ErrNotExist) || !isHash(file.Name()) {
			continue
		}
		if err != nil {
			yield(Entry{}, fmt.Errorf("blob: looking at a file: %w", err))
			return false
		}
		if !yield(Entry{Ref{file.Name(), info.Size()}, info.ModTime().UTC()}, nil) {
			return false
		}
	}
	return true
}

func place(hash string) string { return path.Join(hash[:2], hash) }

func isHash(hash string) bool {
	return len(hash) == 64 && strings.Trim(hash, "0123456789abcdef") == ""
}

// careful stops reading once the request is given up.
type careful struct {
	ctx context.Context
	r   io.Reader
}

func (c *careful) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
