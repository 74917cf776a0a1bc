// Package blob keeps files by the hash of their content, and looks into the
// images among them.
//
// What would surprise: a file appears under its hash whole or not at all, so
// that a process killed while it writes leaves nothing to see; and the same
// content is kept once, so whoever deletes must know that nobody else refers
// to it, see Entry.
package blob

import (
	"context"
	"io"
	"iter"
	"time"
)

// Ref is what to remember of a file in order to find it again.
type Ref struct {
	Hash string // SHA-256 of the content, 64 hexadecimal digits, lower case
	Size int64  // in bytes
}

// Entry is a kept file. Modified is when its content was last put, so that
// what was put again just before its reference is written can be spared.
type Entry struct {
	Ref
	Modified time.Time
}

// Store keeps files: on a disk (Disk), or in a bucket of an S3 server (S3),
// which several nodes share. What cannot be reached is a fault of kind
// Unavailable.
type Store interface {
	// Put keeps what r gives. More than max bytes is a fault of kind TooLarge.
	Put(ctx context.Context, r io.Reader, max int64) (Ref, error)
	// Open gives the content, or a fault of kind NotFound.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, error)
	// Stat tells of a file, or is a fault of kind NotFound.
	Stat(ctx context.Context, hash string) (Entry, error)
	// Delete forgets a file. One that is not kept is no error.
	Delete(ctx context.Context, hash string) error
	// Each gives all that is kept, in the order of the hashes, up to the first
	// error.
	Each(ctx context.Context) iter.Seq2[Entry, error]
	// Close lets go of what the store holds.
	Close() error
}
