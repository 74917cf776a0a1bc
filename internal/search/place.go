package search

import (
	"fmt"
	"strings"

	"parvis/internal/id"
)

// place is where the feed of an index stands: reading everything that is in the
// database, or following the log.
type place struct {
	event id.ID // the last one whose changes are there, or will be once everything is read
	part  part  // what is being read; all once it follows
	after id.ID // the last thing read of that part
	done  int   // how many things were read
	made  int   // of which documents, see documents
}

// documents changes with what documents are made of: an index of others serves
// until a new one is made.
const documents = 2

// part is one of the runs in which everything is read.
type part int

const (
	placePart part = iota
	personPart
	itemPart
	all
)

func (p place) String() string {
	return fmt.Sprintf("%d %d %d %d %d", p.event, p.part, p.after, p.done, p.made)
}

// parsePlace reads a place; what is none is the beginning, told by false.
func parsePlace(s string) (p place, ok bool) {
	if strings.TrimSpace(s) == "" {
		return p, false
	}
	n, _ := fmt.Sscanf(s, "%d %d %d %d %d", &p.event, &p.part, &p.after, &p.done, &p.made)
	return p, n >= 4 && p.part >= placePart && p.part <= all
}

// following tells whether everything was read.
func (p place) following() bool { return p.part == all }
