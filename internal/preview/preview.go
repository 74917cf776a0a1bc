// Package preview keeps the pictures of pages that were drawn, in a folder of
// this machine that may be removed at any time (U5: one looks into a file before
// fetching it).
//
// What would surprise: it is bounded, and forgets first what was not looked at
// for the longest. Another machine of the site draws its own.
package preview

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Picture is what a page looks like; without Data, the page cannot be drawn.
type Picture struct {
	Media string
	Data  []byte
}

// Cache is a folder of pictures. It is safe for concurrent use.
type Cache struct {
	root *os.Root
	max  int64

	mutex sync.Mutex
	size  int64 // as far as is known
}

const (
	unused  = 30 * 24 * time.Hour // what nobody looked at for so long goes
	touched = time.Hour           // how exactly it is known when one was looked at
)

// extensions of the pictures, by media type; the empty type is that of a page
// that cannot be drawn.
var extensions = map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "": ".none"}

// Open opens the cache in folder, made if need be, with room for max bytes.
func Open(folder string, max int64) (*Cache, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("preview: %w", err)
	}
	c := &Cache{root: root, max: max}
	if err := c.sweep(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return c, nil
}

// Close lets go of the folder.
func (c *Cache) Close() error { return c.root.Close() }

// place is where the picture of a page stands, but for its extension.
func place(hash string, page int) string {
	return path.Join(hash[:2], hash+"-"+strconv.Itoa(page))
}

func known(hash string, page int) bool {
	return len(hash) >= 8 && !strings.ContainsAny(hash, `/\.`) && page > 0
}

// Get gives the picture of a page of a content, if it is kept.
func (c *Cache) Get(hash string, page int) (Picture, bool) {
	if !known(hash, page) {
		return Picture{}, false
	}
	for media, extension := range extensions {
		name := place(hash, page) + extension
		data, err := c.root.ReadFile(name)
		if err != nil {
			continue
		}
		if info, err := c.root.Stat(name); err == nil && time.Since(info.ModTime()) > touched {
			now := time.Now()
			_ = c.root.Chtimes(name, now, now)
		}
		return Picture{media, data}, true
	}
	return Picture{}, false
}

// Put keeps a picture. What cannot be kept is drawn again the next time.
func (c *Cache) Put(hash string, page int, p Picture) error {
	extension, is := extensions[p.Media]
	if !is || !known(hash, page) {
		return fmt.Errorf("preview: no place for a %q of %q", p.Media, hash)
	}
	name := place(hash, page) + extension
	if err := c.root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	// Written aside, so that nobody reads half of it.
	aside := name + "." + strconv.FormatInt(time.Now().UnixNano(), 36)
	if err := c.root.WriteFile(aside, p.Data, 0o600); err != nil {
		_ = c.root.Remove(aside)
		return fmt.Errorf("preview: %w", err)
	}
	if err := c.root.Rename(aside, name); err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	c.mutex.Lock()
	c.size += int64(len(p.Data))
	full := c.size > c.max
	c.mutex.Unlock()
	if full {
		return c.sweep()
	}
	return nil
}

// Forget removes all the pictures of a content.
func (c *Cache) Forget(hash string) error {
	if !known(hash, 1) {
		return nil
	}
	list, err := fs.ReadDir(c.root.FS(), hash[:2])
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, entry := range list {
		if strings.HasPrefix(entry.Name(), hash+"-") {
			err = errors.Join(err, c.root.Remove(path.Join(hash[:2], entry.Name())))
		}
	}
	return err
}

// sweep removes what is old, then the oldest until a quarter of the room is
// free.
func (c *Cache) sweep() error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	type kept struct {
		name string
		size int64
		at   time.Time
	}
	var all []kept
	var total int64
	err := fs.WalkDir(c.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		all = append(all, kept{name, info.Size(), info.ModTime()})
		total += info.Size()
		return nil
	})
	if err != nil {
		return fmt.Errorf("preview: %w", err)
	}
	slices.SortFunc(all, func(a, b kept) int { return a.at.Compare(b.at) })
	room := c.max
	if total > c.max {
		room = c.max * 3 / 4
	}
	for _, k := range all {
		if total <= room && time.Since(k.at) < unused {
			break
		}
		if err := c.root.Remove(k.name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("preview: %w", err)
		}
		total -= k.size
	}
	c.size = total
	return nil
}
