package ui

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
)

// BadgeOf shows what the kind of an item tells of it in a list; false when it
// tells nothing.
func BadgeOf(ctx context.Context, m content.Mark) (Badge, bool) {
	if m.Key == "" {
		return Badge{}, false
	}
	b := Badge{Label: i18n.T(ctx, m.Key, m.Args...)}
	if m.Good {
		b.Tone, b.Icon = Success, "check"
	}
	return b, true
}

// MarkBadge is that badge where it tells something, nothing elsewhere.
func MarkBadge(m content.Mark) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		if b, ok := BadgeOf(ctx, m); ok {
			return b.Render(ctx, w)
		}
		return nil
	})
}
