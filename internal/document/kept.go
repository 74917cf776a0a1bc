package document

import (
	"context"
	"errors"
	"slices"
)

// written hears from the journal what became of updates of this room, in the
// order in which they were given to it.
func (r *room) written(list []entry, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	release(list, err)
	if errors.Is(err, errFrozen) {
		r.forsake(errFrozen)
		for s := range r.sockets {
			if s.may != MayRead {
				r.freeze(s)
			}
		}
		return
	}
	if err != nil {
		r.lose()
		return
	}
	if first := list[0].number; first > r.number+1 || r.doc == nil {
		r.catchUp(context.Background(), first-1)
	}
	for _, e := range list {
		if r.doc != nil && e.made != r.made && e.number > r.number {
			_ = r.take(e.body) // it was judged when it came
		}
		r.hold(e.number, e.body, e.from)
	}
	for _, e := range slices.Backward(list) { // the last of each socket says all
		if s := e.from; s != nil && e.taken > s.kept {
			s.kept = e.taken
			if s.waiting == 0 {
				s.kept = s.taken
			}
			s.send(savedFrame(s.kept))
		}
	}
	r.rooms.wrote(r, list[len(list)-1].number)
	r.settleSoon()
}

// dropped hears of updates that stood on some which were lost.
func (r *room) dropped(list []entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	release(list, r.why)
}

// release tells who waits for updates what became of them.
func release(list []entry, err error) {
	for _, e := range list {
		if e.from != nil {
			e.from.waiting--
		}
		if e.done != nil {
			e.done(err)
		}
	}
}

// lose throws the document away when nobody knows what the log holds: all begin
// anew from it, and send again what was not said to be kept. What still waits
// for the log may stand on what was lost. r.mu is held.
func (r *room) lose() {
	r.forsake(errLost)
	r.endAll(closeAgain)
}

// forsake throws away a document that holds what the log does not take; what was
// made on it is not written either, and why is what its makers hear. r.mu is held.
func (r *room) forsake(why error) {
	r.why = why
	r.lost.Store(int64(r.made))
	r.drop()
}

// catchUp takes from the log what other nodes wrote, up to a number or all of
// it for 0. r.mu is held.
func (r *room) catchUp(ctx context.Context, upTo int64) {
	err := r.load(ctx)
	var list []update
	if err == nil {
		list, err = updatesAfter(ctx, r.rooms.db, r.item, r.number)
	}
	if err != nil && ctx.Err() != nil {
		return // the program stops: what comes after reads it from where this one was
	}
	if err != nil {
		r.rooms.out.ErrorContext(ctx, "document not followed", "document", r.item, "error", err)
		r.lose()
		return
	}
	for _, u := range list {
		if upTo != 0 && u.Number > upTo {
			return
		}
		if err := r.take(u.Body); err != nil {
			r.rooms.out.ErrorContext(ctx, "update of the log not understood", "document", r.item, "number", u.Number, "error", err)
		}
		r.hold(u.Number, u.Body, nil)
	}
}

// follow takes what other nodes wrote.
func (r *room) follow(ctx context.Context) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.doc == nil && len(r.sockets) == 0 {
		return // read when it is asked for
	}
	r.catchUp(ctx, 0)
	r.settleSoon()
}
