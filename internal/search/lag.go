package search

import (
	"context"
	"errors"
	"os"

	"parvis/internal/clock"
	"parvis/internal/search/index"
	"parvis/internal/store"
)

// Lag is how far the index of this node is behind.
type Lag struct {
	Events int64      // that it does not hold yet, counted up to 100,000
	Since  clock.Time // when the oldest of them happened, zero for none
	Docs   int
	Bytes  int64
	Made   bool // everything was read once
	Old    bool // another version made it: a new one is made beside
	Done   int  // how many things were read, while it is being made
}

// Lag measures how far the index is behind, without making or mending one.
func (f *Feed) Lag(ctx context.Context) (Lag, error) {
	var lag Lag
	for _, tail := range []string{"", "-wal"} {
		if info, err := os.Stat(f.path(f.file) + tail); err == nil {
			lag.Bytes += info.Size()
		}
	}
	if lag.Bytes == 0 {
		return lag, nil
	}
	at, err := f.measure(ctx, &lag)
	if err != nil || !lag.Made && at.part == 0 && at.event == 0 {
		return lag, err
	}
	lag.Events, lag.Since, err = f.log.Behind(ctx, at.event)
	if errors.Is(err, store.ErrNone) {
		return lag, errElsewhere
	}
	return lag, err
}

// measure looks at the open index, or at its file when it is not open here.
func (f *Feed) measure(ctx context.Context, lag *Lag) (place, error) {
	tell := func(x *index.Index, at place) place {
		lag.Docs, lag.Made, lag.Old, lag.Done = x.Docs(), at.following(), isOld(x, at), at.done
		return at
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.x != nil {
		return tell(f.x, *f.now.Load()), nil
	}
	x, err := index.OpenOld(ctx, f.path(f.file))
	if err != nil {
		return place{}, err
	}
	defer x.Close()
	said, err := x.Place(ctx)
	if err != nil {
		return place{}, err
	}
	at, _ := parsePlace(said)
	return tell(x, at), nil
}
