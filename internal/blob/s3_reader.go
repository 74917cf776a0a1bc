package blob

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/minio/minio-go/v7"
)

// remote reads a file of a bucket from wherever its reader stands. A
// connection that breaks is made again where it stopped: the content under a
// hash never changes.
type remote struct {
	ctx   context.Context
	store *S3
	hash  string
	size  int64

	at    int64         // where the next byte is read
	body  io.ReadCloser // nil before the first read and after a jump
	stand int64         // where body stands
}

// near is how far ahead is read and thrown away rather than asked for anew.
const near = 64 << 10

func (r *remote) Read(p []byte) (int, error) {
	if r.at >= r.size {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	var last error
	for range tries {
		if err := r.ctx.Err(); err != nil {
			return 0, err
		}
		if err := r.reach(); err != nil {
			return 0, err
		}
		n, err := r.body.Read(p[:min(int64(len(p)), r.size-r.at)])
		r.at += int64(n)
		r.stand += int64(n)
		if n > 0 {
			return n, nil
		}
		if err == nil {
			continue
		}
		r.drop()
		if last = err; errors.Is(err, io.EOF) {
			last = io.ErrUnexpectedEOF
		}
	}
	return 0, r.store.answer(r.ctx, "reading a file", fmt.Errorf("it broke off %d times: %w", tries, last))
}

// reach opens the content where the reader stands, unless it is open there.
func (r *remote) reach() error {
	if ahead := r.at - r.stand; r.body != nil && ahead > 0 && ahead <= near {
		n, err := io.CopyN(io.Discard, r.body, ahead)
		if r.stand += n; err != nil {
			r.drop()
		}
	}
	if r.body != nil && r.stand == r.at {
		return nil
	}
	r.drop()
	var options minio.GetObjectOptions
	if r.at > 0 {
		if err := options.SetRange(r.at, 0); err != nil {
			return err
		}
	}
	body, _, _, err := r.store.client.GetObject(r.ctx, r.store.at.name, r.store.name(r.hash), options)
	if err != nil {
		return r.store.answer(r.ctx, "reading a file", err)
	}
	r.body, r.stand = body, r.at
	return nil
}

func (r *remote) drop() {
	if r.body != nil {
		_ = r.body.Close() // the rest is not wanted
		r.body = nil
	}
}

// Seek implements io.Seeker and asks nothing of the server.
func (r *remote) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.size
	}
	if offset < 0 {
		return 0, errors.New("blob: a place before the beginning")
	}
	r.at = offset
	return offset, nil
}

// Close implements io.Closer.
func (r *remote) Close() error {
	r.drop()
	return nil
}
