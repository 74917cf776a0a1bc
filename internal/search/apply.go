package search

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"parvis/internal/search/index"
)

// apply writes a batch. A text that the index cannot bear is left out, and
// said in the log: it must keep neither the others nor the feed waiting.
func (f *Feed) apply(ctx context.Context, x *index.Index, b index.Batch) error {
	broken, err := try(ctx, x, b)
	if broken == "" {
		return err
	}
	for _, doc := range b.Put {
		broken, err := try(ctx, x, index.Batch{Put: []index.Doc{doc}})
		if err != nil {
			return err
		}
		if broken != "" {
			f.out.ErrorContext(ctx, "a text is left out of the index", slog.String("id", doc.Key.String()), slog.String("because", broken))
			b.Remove = append(b.Remove, doc.Key)
		}
	}
	b.Put = nil
	return x.Apply(ctx, b)
}

// try writes a batch and tells of a panic.
func try(ctx context.Context, x *index.Index, b index.Batch) (broken string, err error) {
	defer func() {
		if r := recover(); r != nil {
			broken = fmt.Sprintf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return "", x.Apply(ctx, b)
}
