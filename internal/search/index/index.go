// Package index is the search engine proper: a file of its own beside the
// node's data that finds documents by their words, for one who may read some
// of them only (U5, S1). It knows nothing of the product: whoever feeds it
// says what a document is, who reads it, and how far in the log it is.
//
// What would surprise: rights are matched in the index. A document bears the
// tokens of its readers, a question those of its asker, and words and tokens
// are matched together, so that hits, totals, facets, suggestions and
// corrections all come from what the asker may read. The file can be thrown
// away: a file that Open refuses (ErrUnusable) is made again from the
// database.
//
// The contract, in short:
//
//	x, err := index.Open(ctx, path)         // ErrUnusable: Delete(path), then Open and feed from the start
//	x.Apply(ctx, index.Batch{Put: docs, Remove: keys, Place: "…"}) // one transaction
//	x.Place(ctx)                            // where the feed goes on; "" at the start
//	x.SetSynonyms([][]string{{"accident du travail", "at"}, …})
//	x.Search(ctx, index.Query{…})           // hits, total, facets, corrections
//	x.Suggest(ctx, typed, f, readers, 8)    // completions while typing
//	x.Similar(ctx, text, filter, readers, 5)
//	x.Contributors(ctx, index.Query{…}, 20) // who wrote what matches best
//	x.Settle(ctx)                           // after a load: packs the file
//	index.Replace(fresh, path)              // a fresh file takes the place of the old one
//
// A site stays up on its old index while a fresh one is made: open a second
// path, feed it, Close both, Replace, Open again. Everything is safe for
// concurrent use; one Apply runs at a time.
package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"sync"

	"parvis/internal/search/analysis"
	"parvis/internal/store"
)

// ErrUnusable is the error of Open for a file that another version wrote, or
// that is damaged: delete it and feed a new one from the start.
var ErrUnusable = errors.New("index: the file has to be made again")

// layout changes with what the file holds.
const layout = 2

// version is what a file must bear to be used.
func version() string { return strconv.Itoa(layout) + "." + strconv.Itoa(analysis.Version) }

// Index is an open index.
type Index struct {
	db     *store.DB
	tuning Tuning
	bounds bounds
	old    bool // its words were cut by another version of analysis

	writing sync.Mutex // one Apply at a time

	mu       sync.RWMutex // guards what follows
	next     int64        // number of the next document
	docs     int64        // how many there are
	lengths  [fields]int64
	freq     []uint32 // documents by hash of stem
	labels   map[string]int64
	names    map[int64]string
	synonyms *synonyms
	readers  readership
	batches  int // written since the file was opened
}

// Open opens the index at a path, making it when it is missing.
func Open(ctx context.Context, path string) (*Index, error) {
	x, err := openAny(ctx, path)
	if err == nil && x.old {
		x.Close()
		return nil, ErrUnusable
	}
	return x, err
}

// OpenOld is Open that takes a file whose words another version cut, too: it
// finds nearly everything, until a new one is made. Old tells.
func OpenOld(ctx context.Context, path string) (*Index, error) { return openAny(ctx, path) }

// Old tells that another version of analysis cut the words of the file.
func (x *Index) Old() bool { return x.old }

func openAny(ctx context.Context, path string) (*Index, error) {
	db, err := store.Open(ctx, "sqlite:"+path+store.MayLose)
	if err != nil {
		return nil, errors.Join(ErrUnusable, err)
	}
	x := &Index{db: db, tuning: Tuned(), bounds: usual(), freq: make([]uint32, hashes), labels: map[string]int64{}, names: map[int64]string{}, readers: newReadership()}
	if err := x.prepare(ctx); err != nil {
		db.Close()
		return nil, err
	}
	if err := x.load(ctx); err != nil {
		db.Close()
		return nil, errors.Join(ErrUnusable, err)
	}
	return x, nil
}

// Close closes the file.
func (x *Index) Close() error { return x.db.Close() }

// Docs is how many documents there are.
func (x *Index) Docs() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return int(x.docs)
}

// Delete removes the file at a path and what SQLite keeps beside it. It must
// not be open.
func Delete(path string) error {
	for _, tail := range []string{"-wal", "-shm", ""} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("delete the index: %w", err)
		}
	}
	return nil
}

// Replace puts the file at fresh in the place of the one at path. Both must be
// closed: SQLite has then folded its log into the file.
func Replace(fresh, path string) error {
	if _, err := os.Stat(fresh + "-wal"); err == nil {
		return fmt.Errorf("replace the index: %s is still open", fresh)
	}
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Remove(path + tail); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("replace the index: %w", err)
		}
	}
	if err := os.Rename(fresh, path); err != nil {
		return fmt.Errorf("replace the index: %w", err)
	}
	return nil
}
