package ydoc

import "fmt"

// ID names one unit of content: who made it and the how-manieth of theirs it
// is. An item of length n holds n of them in a row.
type ID struct {
	Client uint64 `json:"client"`
	Clock  uint32 `json:"clock"`
}

func (i ID) String() string { return fmt.Sprintf("%d:%d", i.Client, i.Clock) }

// id is an ID inside a document, where clients are known by their place in a
// table: half the size, and items are many.
type id struct{ client, clock uint32 }

// none is the id of nothing.
var none = id{client: ^uint32(0)}

func (i id) plus(n uint32) id { return id{i.client, i.clock + n} }

// clients is the table of who wrote, with what each wrote.
type clients struct {
	all   []*client
	known map[uint64]uint32
	last  uint32 // the one asked for last: the next is often the same
}

// client is one writer: its structs, by clock, without gaps.
type client struct {
	id      uint64
	structs []*item
	starts  []uint32 // their first clocks: searched without touching them
	before  uint32   // where it stood before transaction number serial
	serial  uint32
}

// index finds the place of a client, making one if needed.
func (c *clients) index(of uint64) uint32 {
	if int(c.last) < len(c.all) && c.all[c.last].id == of {
		return c.last
	}
	at, known := c.known[of]
	if !known {
		if c.known == nil {
			c.known = map[uint64]uint32{}
		}
		at = uint32(len(c.all))
		c.all = append(c.all, &client{id: of})
		c.known[of] = at
	}
	c.last = at
	return at
}

// truncate forgets the clients that came after the first n.
func (c *clients) truncate(n int) {
	for _, gone := range c.all[n:] {
		delete(c.known, gone.id)
	}
	clear(c.all[n:])
	c.all, c.last = c.all[:n], 0
}

// id is the inner form of an ID.
func (c *clients) inner(i ID) id { return id{c.index(i.Client), i.Clock} }

// outer is the form of an id that others understand.
func (c *clients) outer(i id) ID { return ID{c.all[i.client].id, i.clock} }

// state is the first clock that a client has not used.
func (c *clients) state(of uint32) uint32 { return c.all[of].state() }

func (c *client) state() uint32 {
	if len(c.structs) == 0 {
		return 0
	}
	return c.structs[len(c.structs)-1].end()
}
