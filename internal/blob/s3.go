package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"net/http"
	"os"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"parvis/internal/fault"
	"parvis/internal/i18n"
)

// S3 is a Store in a bucket: a file's name is the prefix, the first two digits
// of its hash, then the hash. It may be shared between goroutines, and a
// bucket between nodes.
type S3 struct {
	client *minio.Core
	at     bucket
	spool  string
}

var _ Store = (*S3)(nil)

const (
	fresh = 10 * time.Minute // age under which a file that is kept is not sent again
	quick = 20 * time.Second // bounds a gesture that carries no content
	slow  = 128 << 10        // bytes a second under which sending is given up
	part  = 16 << 20         // larger files go in parts of this size
)

func openS3(at bucket, spool string) (*S3, error) {
	if err := os.MkdirAll(spool, 0o700); err != nil {
		return nil, fmt.Errorf("blob: making the folder where files wait: %w", err)
	}
	client, err := dial(at)
	if err != nil {
		return nil, fmt.Errorf("blob: preparing for %s: %w", at.host, err)
	}
	return &S3{client, at, spool}, nil
}

// Close implements Store.
func (s *S3) Close() error { return nil }

// Put implements Store. The content waits in the spool until it is whole and
// its hash is known; in the bucket, it appears whole or not at all.
func (s *S3) Put(ctx context.Context, r io.Reader, max int64) (Ref, error) {
	file, err := os.CreateTemp(s.spool, "put-")
	if err != nil {
		return Ref{}, unkept(err)
	}
	defer file.Close()
	// Nobody else needs its name, and a killed process leaves nothing.
	if err := os.Remove(file.Name()); err != nil {
		return Ref{}, unkept(err)
	}
	hash := sha256.New()
	size, err := io.Copy(io.MultiWriter(file, hash), io.LimitReader(&careful{ctx, r}, min(max, math.MaxInt64-1)+1))
	if err != nil {
		return Ref{}, unkept(err)
	}
	if size > max {
		return Ref{}, fault.New(fault.TooLarge, "fault.file.too_large", "max", i18n.Bytes(max))
	}
	ref := Ref{hex.EncodeToString(hash.Sum(nil)), size}
	return ref, s.send(ctx, file, ref)
}

// send gives a whole file to the bucket, unless it was there a moment ago: what
// is older is sent again, so that its date is now.
func (s *S3) send(ctx context.Context, file *os.File, ref Ref) error {
	there, err := s.Stat(ctx, ref.Hash)
	switch {
	case err == nil && there.Size == ref.Size && time.Since(there.Modified) < fresh:
		return nil
	case err != nil && fault.KindOf(err) != fault.KindNotFound:
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return unkept(err)
	}
	sending, cancel := context.WithTimeout(ctx, time.Minute+time.Duration(ref.Size/slow)*time.Second)
	defer cancel()
	_, err = s.client.Client.PutObject(sending, s.at.name, s.name(ref.Hash), file, ref.Size, minio.PutObjectOptions{
		ContentType: "application/octet-stream", PartSize: part, NumThreads: 2, DisableMultipart: ref.Size <= part, SendContentMd5: true,
		// Signed piece by piece, nothing at all still has a last piece, which some
		// servers leave unread and then take for the next request.
		DisableContentSha256: ref.Size == 0,
	})
	return s.answer(ctx, "keeping a file", err)
}

// Open implements Store. Nothing is fetched before it is read, and then only
// from where reading begins.
func (s *S3) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	there, err := s.Stat(ctx, hash)
	if err != nil {
		return nil, err
	}
	return &remote{ctx: ctx, store: s, hash: hash, size: there.Size}, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, hash string) error {
	if !isHash(hash) {
		return nil
	}
	deleting, cancel := context.WithTimeout(ctx, quick)
	defer cancel()
	err := s.answer(ctx, "deleting a file", s.client.Client.RemoveObject(deleting, s.at.name, s.name(hash), minio.RemoveObjectOptions{}))
	if fault.KindOf(err) == fault.KindNotFound {
		return nil
	}
	return err
}

// Each implements Store: names in a bucket are listed in order, a thousand at
// a time.
func (s *S3) Each(ctx context.Context) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		listing, cancel := context.WithCancel(ctx)
		defer cancel()
		for object := range s.client.ListObjectsIter(listing, s.at.name, minio.ListObjectsOptions{Prefix: s.at.prefix, Recursive: true}) {
			if err := errors.Join(ctx.Err(), object.Err); err != nil {
				yield(Entry{}, s.answer(ctx, "listing the files", err))
				return
			}
			hash := path.Base(object.Key)
			if !isHash(hash) || object.Key != s.name(hash) {
				continue
			}
			if !yield(Entry{Ref{hash, object.Size}, object.LastModified.UTC()}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(Entry{}, err)
		}
	}
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, hash string) (Entry, error) {
	if !isHash(hash) {
		return Entry{}, fault.NotFound()
	}
	asking, cancel := context.WithTimeout(ctx, quick)
	defer cancel()
	there, err := s.client.Client.StatObject(asking, s.at.name, s.name(hash), minio.StatObjectOptions{})
	return Entry{Ref{hash, there.Size}, there.LastModified.UTC()}, s.answer(ctx, "looking for a file", err)
}

func (s *S3) name(hash string) string { return s.at.prefix + place(hash) }

// answer tells what became of a request: what the bucket does not hold is not
// found; whatever else went wrong, the person can only try later and the
// operator finds the cause in the log.
func (s *S3) answer(ctx context.Context, doing string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	said := minio.ToErrorResponse(err)
	if said.StatusCode == http.StatusNotFound && said.Code == "NoSuchKey" {
		return fault.NotFound().Because(err)
	}
	if said.Code != "" && !strings.Contains(err.Error(), said.Code) {
		err = fmt.Errorf("%s: %w", said.Code, err)
	}
	return fault.New(fault.Unavailable, "fault.file.unavailable").Because(fmt.Errorf("blob: %s in the bucket %s of %s: %w", doing, s.at.name, s.at.host, err))
}
