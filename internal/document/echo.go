package document

import (
	"context"
	"slices"

	"parvis/internal/ydoc"
)

// echoes tells whether an update brings nothing that the document lacks. A
// reader's browser sends one when it comes back with a copy of its own: all that
// was ever deleted is told each time. r.mu is held.
func (r *room) echoes(ctx context.Context, body []byte) bool {
	told, err := ydoc.Inspect(body)
	if err != nil || r.load(ctx) != nil {
		return false
	}
	has := r.doc.StateVector()
	for client, written := range told.Written {
		if has[client] < written.Clock+written.Len {
			return false
		}
	}
	gone := r.doc.Deletes()
	for client, spans := range told.Deleted {
		for _, s := range spans {
			within := func(of ydoc.Span) bool { return of.Clock <= s.Clock && s.Clock+s.Len <= of.Clock+of.Len }
			if !slices.ContainsFunc(gone[client], within) {
				return false
			}
		}
	}
	return true
}
