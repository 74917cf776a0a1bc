// Package document holds what several people write at once (U1, U3): one common
// text, edited in the page, always at its latest version, every earlier one
// there to be seen.
//
// A document is an item of the kind "document". What it says is a Yjs document
// (package ydoc): each change of an editor is an update, appended to the log of
// the document with its author before anybody is told that it is kept. The text
// of the item, which lists, search and programs read, is derived from it once
// the writing pauses.
//
// What would surprise: an update is integrated when it comes, so that it can be
// judged, and told to the others only once the log holds it. When the log fails,
// the room is thrown away and made again from the log; the browsers still have
// what they sent and send it again.
package document

import (
	"context"

	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Kind is the kind of the items that are documents.
const Kind = "document"

// MaxUpdate is the largest update that a browser may send, in bytes: what was
// written away from the network for a long time is one.
const MaxUpdate = 4 << 20

// MaxState is how large a document may grow, in bytes of its state. Pictures
// and files are no part of it.
const MaxState = 24 << 20

// New asks for a document.
type New struct {
	content.New
	Outline string     // Markdown with which it begins, "" for nothing
	Like    prose.Node // what it begins with instead, of a document
	From    id.ID      // that document, whose files are joined anew
	// Then is called in the transaction that makes it, nil for nothing.
	Then func(ctx context.Context, tx *store.Tx, it content.Item) error
	// Brings are loose files of its author that it shows.
	Brings []id.ID
}

// Topic is where the nodes tell each other that a document was written to.
func Topic(item id.ID) string { return topic + item.String() }

const topic = "document/"
