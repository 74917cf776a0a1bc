package ydoc

import "slices"

// find is the place of the struct that holds a clock, which must be below the
// state of the client.
func (c *client) find(clock uint32) int {
	last := len(c.structs) - 1
	if c.structs[last].id.clock <= clock {
		return last
	}
	low, high := 0, last-1
	for low < high {
		middle := int(uint(low+high+1) >> 1)
		if c.structs[middle].id.clock <= clock {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

// at is the struct that holds a clock.
func (c *client) at(clock uint32) *item { return c.structs[c.find(clock)] }

// add appends a struct, which begins where the last one ends.
func (c *client) add(it *item) { c.structs = append(c.structs, it) }

// insert puts the right part of a struct that was cut after its left part.
func (c *client) insert(part *item) {
	c.structs = slices.Insert(c.structs, c.find(part.id.clock-1)+1, part)
}
