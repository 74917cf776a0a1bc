package ydoc

import "slices"

// find is the place of the struct that holds a clock, which must be below the
// state of the client.
func (c *client) find(clock uint32) int {
	last := len(c.structs) - 1
	if c.starts[last] <= clock {
		return last
	}
	// The place is guessed from the clocks at both ends, which in a long list
	// takes a few looks where halving takes many; halving comes in when guesses
	// do not help.
	low, high := 0, last
	for tries := 0; high-low > 1; tries++ {
		middle := int(uint(low+high) >> 1)
		if tries < guesses {
			from, to := c.starts[low], c.starts[high]
			middle = low + int(uint64(clock-from)*uint64(high-low)/uint64(to-from))
			middle = min(max(middle, low+1), high-1)
		}
		if c.starts[middle] <= clock {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// guesses is how many guesses are made before halving.
const guesses = 8

// at is the struct that holds a clock.
func (c *client) at(clock uint32) *item { return c.structs[c.find(clock)] }

// add appends a struct, which begins where the last one ends.
func (c *client) add(it *item) {
	c.structs, c.starts = append(c.structs, it), append(c.starts, it.id.clock)
}

// insert puts the right part of a struct that was cut after its left part. It
// tells how many structs moved.
func (c *client) insert(part *item) (moved int) {
	i := c.find(part.id.clock-1) + 1
	c.structs = slices.Insert(c.structs, i, part)
	c.starts = slices.Insert(c.starts, i, part.id.clock)
	return len(c.structs) - i
}

// remove takes structs out that were joined to the one before them.
func (c *client) remove(from, to int) {
	c.structs = slices.Delete(c.structs, from, to)
	c.starts = slices.Delete(c.starts, from, to)
}
