package blob

import (
	"context"
	"fmt"
	"iter"
	"math"

	"parvis/internal/fault"
)

// Copied counts what a Copy did.
type Copied struct {
	Seen   int   // files in the source
	Sent   int   // those that the target lacked
	Bytes  int64 // in those
	Broken []string
}

// Copy gives a store all that another holds and it lacks, and may be run again
// after it stopped halfway. Both are listed in the order of the hashes, side by
// side, so that neither list is held. What is read is hashed again: a file
// whose content is not what its name says is not copied, and is listed as
// broken. say is told after each file.
func Copy(ctx context.Context, from, to Store, say func(Copied)) (Copied, error) {
	var done Copied
	there, stop := iter.Pull2(to.Each(ctx))
	defer stop()
	next, err, more := there()
	for entry, failed := range from.Each(ctx) {
		if failed != nil {
			return done, failed
		}
		for more && err == nil && next.Hash < entry.Hash {
			next, err, more = there()
		}
		if err != nil {
			return done, err
		}
		done.Seen++
		if !more || next.Ref != entry.Ref {
			if err := done.send(ctx, from, to, entry.Ref); err != nil {
				return done, err
			}
		}
		say(done)
	}
	return done, nil
}

func (c *Copied) send(ctx context.Context, from, to Store, ref Ref) error {
	body, err := from.Open(ctx, ref.Hash)
	if fault.KindOf(err) == fault.KindNotFound {
		return nil // deleted since it was listed
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", ref.Hash, err)
	}
	defer body.Close()
	got, err := to.Put(ctx, body, math.MaxInt64)
	if err != nil {
		return fmt.Errorf("copying %s: %w", ref.Hash, err)
	}
	if got != ref {
		c.Broken = append(c.Broken, ref.Hash)
		return nil
	}
	c.Sent++
	c.Bytes += got.Size
	return nil
}
