package index

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"parvis/internal/id"
	"parvis/internal/store"
)

// The tables. terms holds the terms of each document and nothing else: which
// documents hold a term. What ranks them is in indexed.
func tables() []*store.Query {
	return []*store.Query{
		store.Q(`CREATE TABLE IF NOT EXISTS index_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`),
		store.Q(`CREATE TABLE IF NOT EXISTS indexed (n INTEGER PRIMARY KEY, key INTEGER NOT NULL, published INTEGER NOT NULL, facts BLOB NOT NULL, words BLOB NOT NULL)`),
		store.Q(`CREATE UNIQUE INDEX IF NOT EXISTS indexed_key ON indexed (key)`),
		store.Q(`CREATE TABLE IF NOT EXISTS stems (hash INTEGER PRIMARY KEY, docs INTEGER NOT NULL)`),
		store.Q(`CREATE TABLE IF NOT EXISTS labels (n INTEGER PRIMARY KEY, name TEXT NOT NULL)`),
		store.Q(`CREATE TABLE IF NOT EXISTS reader_sets (n INTEGER PRIMARY KEY, tokens TEXT NOT NULL)`),
		store.Q(`CREATE TABLE IF NOT EXISTS readership (block INTEGER PRIMARY KEY, sets BLOB NOT NULL)`),
		// size is how many times docs can be halved: it changes seldom, so that the
		// index by frequency does too.
		store.Q(`CREATE TABLE IF NOT EXISTS vocabulary (form TEXT PRIMARY KEY, shown TEXT, docs INTEGER NOT NULL, size INTEGER NOT NULL) WITHOUT ROWID`),
		store.Q(`CREATE INDEX IF NOT EXISTS vocabulary_start ON vocabulary (substr(form, 1, 2), size)`),
		store.Q(`CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5(t, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars '=^!#@-.'")`),
	}
}

// prepare makes the tables of a new file and refuses one of another version.
func (x *Index) prepare(ctx context.Context) error {
	any, err := store.One[int](ctx, x.db, store.Q("SELECT count(*) FROM sqlite_master"))
	if err != nil {
		return errors.Join(ErrUnusable, err)
	}
	if any > 0 {
		found, err := store.One[string](ctx, x.db, store.Q("SELECT value FROM index_state WHERE name = 'version'"))
		if held, _, _ := strings.Cut(found, "."); err != nil || held != strconv.Itoa(layout) {
			return errors.Join(ErrUnusable, err)
		}
		x.old = found != version()
		return nil
	}
	return x.db.Write(ctx, func(tx *store.Tx) error {
		for _, table := range tables() {
			if _, err := store.Exec(ctx, tx, table); err != nil {
				return err
			}
		}
		_, err := store.Exec(ctx, tx, store.Q("INSERT INTO index_state (name, value) VALUES ('version', %s)", version()))
		return err
	})
}

// load brings into memory what every search needs.
func (x *Index) load(ctx context.Context) error {
	type state struct{ Name, Value string }
	states, err := store.All[state](ctx, x.db, store.Q("SELECT name, value FROM index_state"))
	if err != nil {
		return err
	}
	for _, s := range states {
		n, _ := strconv.ParseInt(s.Value, 10, 64)
		switch s.Name {
		case "docs":
			x.docs = n
		case "length0", "length1", "length2":
			x.lengths[s.Name[len("length")]-'0'] = n
		}
	}
	last, err := store.One[int64](ctx, x.db, store.Q("SELECT coalesce(max(n), 0) FROM indexed"))
	if err != nil {
		return err
	}
	x.next = last + 1
	type label struct {
		N    int64
		Name string
	}
	labels, err := store.All[label](ctx, x.db, store.Q("SELECT n, name FROM labels"))
	if err != nil {
		return err
	}
	for _, l := range labels {
		x.labels[l.Name], x.names[l.N] = l.N, l.Name
	}
	type stem struct{ Hash, Docs int64 }
	for s, err := range store.Each[stem](ctx, x.db, store.Q("SELECT hash, docs FROM stems")) {
		if err != nil {
			return err
		}
		if s.Hash >= 0 && s.Hash < hashes {
			x.freq[s.Hash] = uint32(s.Docs)
		}
	}
	return x.loadReaders(ctx)
}

// Place is where the feed goes on, as the last Batch said; "" at the start.
func (x *Index) Place(ctx context.Context) (string, error) {
	place, err := store.One[string](ctx, x.db, store.Q("SELECT value FROM index_state WHERE name = 'place'"))
	if errors.Is(err, store.ErrNone) {
		return "", nil
	}
	return place, err
}

// row is a document as it was written.
type row struct {
	N     int64
	Key   id.ID
	Facts []byte
	Words []byte
}

func (x *Index) known(ctx context.Context, tx *store.Tx, keys []id.ID) (map[id.ID]row, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	rows, err := store.All[row](ctx, tx, store.Q("SELECT n, key, facts, words FROM indexed WHERE key IN (SELECT value FROM json_each(%s))", numbers(keys)))
	if err != nil {
		return nil, err
	}
	known := make(map[id.ID]row, len(rows))
	for _, r := range rows {
		known[r.Key] = r
	}
	return known, nil
}

// numbers writes numbers as a list that SQLite reads: one text for any length.
func numbers[T ~int64](list []T) string {
	b := []byte{'['}
	for i, n := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return string(append(b, ']'))
}

func (x *Index) write(ctx context.Context, tx *store.Tx, entries []entry, gone []int64, c *change, place string) error {
	if len(gone) > 0 {
		list := numbers(gone)
		for _, q := range []*store.Query{
			store.Q("DELETE FROM terms WHERE rowid IN (SELECT value FROM json_each(%s))", list),
			store.Q("DELETE FROM indexed WHERE n IN (SELECT value FROM json_each(%s))", list),
		} {
			if _, err := store.Exec(ctx, tx, q); err != nil {
				return err
			}
		}
	}
	err := store.Fill(ctx, tx, "INSERT OR REPLACE INTO indexed (n, key, published, facts, words)", entries, func(e entry) []any {
		return []any{e.n, int64(e.doc.Key), e.facts.published, e.facts.pack(), e.words}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, "INSERT OR REPLACE INTO terms (rowid, t)", entries, func(e entry) []any { return []any{e.n, e.terms} })
	if err != nil {
		return err
	}
	if err := x.writeCounts(ctx, tx, c); err != nil {
		return err
	}
	if err := x.writeReaders(ctx, tx, c); err != nil {
		return err
	}
	x.mu.RLock()
	states := map[string]string{"docs": strconv.FormatInt(x.docs+c.docs, 10)}
	for i := range x.lengths {
		states["length"+strconv.Itoa(i)] = strconv.FormatInt(x.lengths[i]+c.lengths[i], 10)
	}
	x.mu.RUnlock()
	if place != "" {
		states["place"] = place
	}
	for name, value := range states {
		_, err := store.Exec(ctx, tx, store.Q("INSERT INTO index_state (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value))
		if err != nil {
			return err
		}
	}
	return nil
}

// Settle packs the index into one piece, after a load: reading then costs
// least. Searches go on meanwhile, writes wait.
func (x *Index) Settle(ctx context.Context) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	err := x.db.Write(ctx, func(tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, store.Q("INSERT INTO terms (terms) VALUES ('optimize')"))
		return err
	})
	if err != nil {
		return fmt.Errorf("settle the index: %w", err)
	}
	return nil
}
