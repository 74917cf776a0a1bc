package index

import (
	"context"
	"encoding/binary"

	"parvis/internal/store"
)

// writeReaders writes the blocks that a batch changes.
func (x *Index) writeReaders(ctx context.Context, tx *store.Tx, c *change) error {
	type named struct {
		set    uint32
		tokens string
	}
	var fresh []named
	for tokens, set := range c.sets {
		fresh = append(fresh, named{set, tokens})
	}
	err := store.Fill(ctx, tx, "INSERT INTO reader_sets (n, tokens)", fresh, func(s named) []any { return []any{int64(s.set), s.tokens} })
	if err != nil {
		return err
	}
	blocks := map[int64][]byte{}
	x.mu.RLock()
	for n, set := range c.readers {
		b := blocks[n/block]
		if b == nil {
			b = make([]byte, 0, block*4)
			for i := n / block * block; i < (n/block+1)*block; i++ {
				b = binary.LittleEndian.AppendUint32(b, x.readers.set(i))
			}
			blocks[n/block] = b
		}
		binary.LittleEndian.PutUint32(b[n%block*4:], set)
	}
	x.mu.RUnlock()
	numbers := make([]int64, 0, len(blocks))
	for n := range blocks {
		numbers = append(numbers, n)
	}
	return store.Fill(ctx, tx, "INSERT OR REPLACE INTO readership (block, sets)", numbers, func(n int64) []any { return []any{n, blocks[n]} })
}

// loadReaders brings into memory who reads what.
func (x *Index) loadReaders(ctx context.Context) error {
	type named struct {
		N      int64
		Tokens string
	}
	sets, err := store.All[named](ctx, x.db, store.Q("SELECT n, tokens FROM reader_sets"))
	if err != nil {
		return err
	}
	for _, s := range sets {
		x.readers.know(s.Tokens, uint32(s.N))
	}
	x.readers.of = make([]uint32, (x.next/block+1)*block)
	type row struct {
		Block int64
		Sets  []byte
	}
	for b, err := range store.Each[row](ctx, x.db, store.Q("SELECT block, sets FROM readership")) {
		if err != nil {
			return err
		}
		for i := range len(b.Sets) / 4 {
			set := binary.LittleEndian.Uint32(b.Sets[i*4:])
			if int(set) >= len(x.readers.docs) {
				return ErrUnusable
			}
			x.readers.put(b.Block*block+int64(i), set)
		}
	}
	return nil
}
