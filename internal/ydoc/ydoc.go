// Package ydoc is Yjs in Go: documents that several people change at once,
// without a lock, and that end the same everywhere whatever the order in which
// the changes arrive. It reads and writes what the JavaScript library reads
// and writes (update format V1), and understands what it holds: text with
// marks, elements, maps, lists, and who wrote each character.
//
// A document is a set of items. An item is written once, by one client, under
// a number that only grows (ID); it says after and before which items it was
// put (its origins), and never changes place. Deleting marks an item. Two
// copies that hold the same items and the same marks are the same document.
// docs/documents.md tells the model at length.
//
// What would surprise: lengths and indices count UTF-16 code units, as
// browsers do, so that an emoji counts for two and may be cut in two halves,
// each of which becomes U+FFFD. A Doc is not safe for concurrent use: who owns
// it holds the lock.
package ydoc

import (
	"crypto/rand"
	"encoding/binary"
	"maps"
	"slices"
)

// Options are what a document is opened with.
type Options struct {
	// Client signs what is written through Edit. Zero draws one.
	Client uint64
	// KeepDeleted keeps the content of what is deleted, which snapshots need.
	// Otherwise it is dropped at the end of each transaction.
	KeepDeleted bool
	// Limits bounds what others may make it hold; the zero value has defaults.
	Limits Limits
}

// Doc is one document.
type Doc struct {
	options Options
	clients clients
	own     uint32 // the client that signs local changes
	roots   map[string]*Node
	names   map[string]*string // keys of maps and attributes, kept once
	pending pending
	stamp   uint32 // the last mark given by a search among rivals, see integrate
	serial  uint32 // the number of the current transaction
	open    bool   // whether one is under way
}

// New makes an empty document.
func New(options Options) *Doc {
	options.Limits = options.Limits.orDefaults()
	if options.Client == 0 {
		options.Client = drawClient()
	}
	d := &Doc{options: options, roots: map[string]*Node{}, names: map[string]*string{}}
	d.own = d.clients.index(options.Client)
	return d
}

// Client is who signs what is written through Edit.
func (d *Doc) Client() uint64 { return d.clients.all[d.own].id }

// drawClient draws a client as browsers do: 32 random bits.
func drawClient() uint64 {
	var b [4]byte
	rand.Read(b[:]) // never fails since Go 1.24
	return uint64(binary.LittleEndian.Uint32(b[:]))
}

// Root is a named type of the document, which exists as soon as it is named.
// The wire tells nothing of its kind: it is read as the last kind given.
func (d *Doc) Root(name string, kind Kind) *Node {
	n := d.root(name)
	n.kind = kind
	return n
}

// Roots are the names of the roots that hold or held something, or were named.
func (d *Doc) Roots() []string { return slices.Sorted(maps.Keys(d.roots)) }

func (d *Doc) root(name string) *Node {
	n := d.roots[name]
	if n == nil {
		n = &Node{doc: d, name: name}
		d.roots[name] = n
	}
	return n
}

// Node is the type that an item holds; nil when there is none, or when it was
// deleted and its content dropped.
func (d *Doc) Node(at ID) *Node {
	if it := d.item(at); it != nil {
		return it.node
	}
	return nil
}

// item is the struct that holds an id, or nil.
func (d *Doc) item(at ID) *item {
	client, known := d.clients.known[at.Client]
	if !known || at.Clock >= d.clients.state(client) {
		return nil
	}
	return d.clients.all[client].at(at.Clock)
}

// keep gives the one copy of a key.
func (d *Doc) keep(key string) *string {
	if kept := d.names[key]; kept != nil {
		return kept
	}
	key = owned(key)
	d.names[key] = &key
	return &key
}
