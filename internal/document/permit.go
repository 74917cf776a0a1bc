package document

import (
	"context"

	"parvis/internal/fault"
)

// permit asks again what those on the document may do whose rights may have
// changed.
func (r *room) permit(ctx context.Context, what shaken) {
	r.mu.Lock()
	var ask []*socket
	for s := range r.sockets {
		if what.all || what.ids[r.item] || what.ids[s.place] || what.ids[s.person] {
			ask = append(ask, s)
		}
	}
	r.mu.Unlock()
	for _, s := range ask {
		may, err := s.again(ctx)
		switch {
		case err != nil && fault.KindOf(err) == fault.Internal:
			continue // the database is not there: it is asked again soon
		case err == nil && may == MayRead && s.may != MayRead && r.rooms.refusal(ctx, r.item) == refusedFrozen:
			r.mu.Lock()
			r.forsake(errFrozen) // what still waits for the log comes too late
			r.freeze(s)
			r.mu.Unlock()
		case err != nil, may != s.may:
			s.end(closeForbidden, "") // who may still read comes back with the rights of now
		}
	}
}
