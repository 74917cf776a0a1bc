package search

import (
	"context"
	"log/slog"

	"parvis/internal/id"
	"parvis/internal/search/index"
)

// full is how many things are read at once when everything is.
const full = 1000

// readOn reads the next run of everything.
func (f *Feed) readOn(ctx context.Context, x *index.Index, at place) (place, error) {
	var ids []id.ID
	var err error
	switch at.part {
	case placePart:
		ids, err = placesAfter(ctx, f.db, at.after, full)
	case personPart:
		ids, err = peopleAfter(ctx, f.db, at.after, full)
	case itemPart:
		ids, err = itemsAfter(ctx, f.db, at.after, full)
	}
	if err != nil {
		return at, err
	}
	if len(ids) == 0 {
		at.part, at.after = at.part+1, 0
		if at.following() {
			if err := x.Settle(ctx); err != nil {
				return at, err
			}
			f.out.InfoContext(ctx, "the index of search is made", slog.Int("documents", x.Docs()))
		}
		return at, f.apply(ctx, x, index.Batch{Place: at.String()})
	}
	at.done, at.after = at.done+len(ids), ids[len(ids)-1]
	var docs []index.Doc
	switch at.part {
	case placePart:
		docs, err = f.read.places(ctx, ids)
	case personPart:
		docs, err = f.read.people(ctx, ids)
	case itemPart:
		return at, f.readItems(ctx, x, ids, at)
	}
	if err != nil {
		return at, err
	}
	return at, f.apply(ctx, x, index.Batch{Put: docs, Place: at.String()})
}

// readItems writes a run of items with what hangs on them. What is written
// twice, after a kill, takes its own place.
func (f *Feed) readItems(ctx context.Context, x *index.Index, ids []id.ID, at place) error {
	docs, err := f.read.items(ctx, ids)
	if err != nil {
		return err
	}
	if err := f.run(ctx, x, func(after id.ID) ([]index.Doc, error) { return f.read.comments(ctx, commentsUnder(ids, after), full) }); err != nil {
		return err
	}
	attached, err := f.read.attachedUnder(ctx, ids, full)
	if err != nil {
		return err
	}
	if err := f.run(ctx, x, attached); err != nil {
		return err
	}
	return f.apply(ctx, x, index.Batch{Put: docs, Place: at.String()})
}

// run writes documents in runs, in the order of their keys.
func (f *Feed) run(ctx context.Context, x *index.Index, read func(after id.ID) ([]index.Doc, error)) error {
	for after := id.ID(0); ; {
		docs, err := read(after)
		if err != nil || len(docs) == 0 {
			return err
		}
		if err := f.apply(ctx, x, index.Batch{Put: docs}); err != nil {
			return err
		}
		if len(docs) < full {
			return nil
		}
		after = docs[len(docs)-1].Key
	}
}
