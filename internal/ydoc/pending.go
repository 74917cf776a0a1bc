package ydoc

import (
	"fmt"
	"slices"
)

// pending is what waits for structs that have not arrived.
type pending struct {
	queues  map[uint32]*queue
	missing map[uint32]uint32 // from which clock of whom it is worth trying again
	deletes Deletes
}

// Waiting tells whether something is kept until what it stands on arrives: a
// sign that an update was lost and that the state should be asked for again.
func (d *Doc) Waiting() bool { return len(d.pending.queues) > 0 || len(d.pending.deletes) > 0 }

// arrived tells whether something that was waited for is there.
func (p *pending) arrived(d *Doc) bool {
	for client, clock := range p.missing {
		if d.clients.state(client) >= clock {
			return true
		}
	}
	return false
}

// keep adds structs that must wait.
func (p *pending) keep(rest []*queue, missing map[uint32]uint32) {
	if len(rest) == 0 {
		return
	}
	if p.queues == nil {
		p.queues, p.missing = map[uint32]*queue{}, map[uint32]uint32{}
	}
	for client, clock := range missing {
		if known, is := p.missing[client]; !is || clock < known {
			p.missing[client] = clock
		}
	}
	for _, q := range rest {
		kept := p.queues[q.client]
		if kept == nil {
			p.queues[q.client] = q
			continue
		}
		kept.items = union(kept.items, q.items)
	}
}

// takeStructs gives what waited, to try again.
func (p *pending) takeStructs() []*queue {
	queues := make([]*queue, 0, len(p.queues))
	for _, q := range p.queues {
		queues = append(queues, q)
	}
	p.queues, p.missing = nil, nil
	return queues
}

// check bounds what waits.
func (p *pending) check(limits Limits) error {
	structs, size := 0, 0
	for _, q := range p.queues {
		structs += len(q.items)
		for _, it := range q.items {
			size += len(it.data)
		}
	}
	for _, spans := range p.deletes {
		structs += len(spans)
	}
	if structs > limits.Waiting || size > limits.Update {
		*p = pending{}
		return fmt.Errorf("%w: %d structs of %d bytes wait for others", ErrLimit, structs, size)
	}
	return nil
}

// union merges structs of one client, by clock, leaving out those that others
// cover. Gaps are left: skips say nothing that clocks do not.
func union(lists ...[]*item) []*item {
	all := slices.Concat(lists...)
	slices.SortStableFunc(all, func(a, b *item) int {
		switch {
		case a.id.clock < b.id.clock:
			return -1
		case a.id.clock > b.id.clock:
			return 1
		}
		return 0
	})
	kept := all[:0]
	for _, it := range all {
		if it.kind == isSkip || len(kept) > 0 && it.end() <= kept[len(kept)-1].end() {
			continue
		}
		kept = append(kept, it)
	}
	return kept
}
