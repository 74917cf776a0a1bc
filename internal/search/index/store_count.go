package index

import (
	"context"
	"encoding/json"
	"maps"
	"math/bits"
	"slices"

	"parvis/internal/store"
)

// writeCounts adds up what a batch counted.
func (x *Index) writeCounts(ctx context.Context, tx *store.Tx, c *change) error {
	type counted struct{ hash, docs int64 }
	stems := make([]counted, 0, len(c.freq))
	x.mu.RLock()
	for _, h := range slices.Sorted(maps.Keys(c.freq)) {
		if by := c.freq[h]; by != 0 {
			stems = append(stems, counted{int64(h), max(int64(x.freq[h])+int64(by), 0)})
		}
	}
	x.mu.RUnlock()
	err := store.Fill(ctx, tx, "INSERT OR REPLACE INTO stems (hash, docs)", stems, func(s counted) []any { return []any{s.hash, s.docs} })
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, "INSERT INTO labels (n, name)", slices.Sorted(maps.Keys(c.names)), func(name string) []any {
		return []any{c.names[name], name}
	})
	if err != nil {
		return err
	}
	return x.writeForms(ctx, tx, c)
}

// writeForms adds the words of a batch to the vocabulary. It only grows: what
// it offers is looked up in the documents before it is shown.
func (x *Index) writeForms(ctx context.Context, tx *store.Tx, c *change) error {
	words := slices.Sorted(maps.Keys(c.forms))
	list, err := json.Marshal(words)
	if err != nil {
		return err
	}
	type kept struct {
		Form string
		Docs int
	}
	known, err := store.All[kept](ctx, tx, store.Q("SELECT form, docs FROM vocabulary WHERE form IN (SELECT value FROM json_each(%s))", string(list)))
	if err != nil {
		return err
	}
	docs, sizes := map[string]int{}, map[string]int{}
	for _, k := range known {
		docs[k.Form] = k.Docs + c.forms[k.Form].docs
		if size := bits.Len(uint(docs[k.Form])); size != bits.Len(uint(k.Docs)) {
			sizes[k.Form] = size
		}
	}
	if len(docs) > 0 {
		list, err := json.Marshal(docs)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, store.Q("UPDATE vocabulary SET docs = j.value FROM json_each(%s) j WHERE vocabulary.form = j.key", string(list))); err != nil {
			return err
		}
	}
	if len(sizes) > 0 {
		list, err := json.Marshal(sizes)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, store.Q("UPDATE vocabulary SET size = j.value FROM json_each(%s) j WHERE vocabulary.form = j.key", string(list))); err != nil {
			return err
		}
	}
	fresh := slices.DeleteFunc(words, func(w string) bool { return docs[w] > 0 })
	return store.Fill(ctx, tx, "INSERT INTO vocabulary (form, shown, docs, size)", fresh, func(w string) []any {
		f := c.forms[w]
		var shown any
		if f.shown != w {
			shown = f.shown
		}
		return []any{w, shown, f.docs, bits.Len(uint(f.docs))}
	})
}
