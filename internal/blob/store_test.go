package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"parvis/internal/fault"
)

// eachStore runs what every store owes on each of them.
func eachStore(t *testing.T, body func(t *testing.T, s Store)) {
	t.Run("disk", func(t *testing.T) { body(t, open(t, t.TempDir())) })
	t.Run("s3", func(t *testing.T) {
		g := serveS3(t)
		body(t, g.open(t, g.address))
	})
}

func keep(t *testing.T, s Store, content string) Ref {
	t.Helper()
	ref, err := s.Put(t.Context(), strings.NewReader(content), math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	if want := (Ref{hashOf(content), int64(len(content))}); ref != want {
		t.Fatalf("put %+v, want %+v", ref, want)
	}
	return ref
}

func content(t *testing.T, s Store, hash string) string {
	t.Helper()
	body, err := s.Open(t.Context(), hash)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	got, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

func list(t *testing.T, s Store) (entries []Entry) {
	t.Helper()
	for entry, err := range s.Each(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, entry)
	}
	return entries
}

func TestStores(t *testing.T) {
	eachStore(t, func(t *testing.T, s Store) {
		t.Run("Check", func(t *testing.T) {
			if err := Check(t.Context(), s); err != nil {
				t.Error(err)
			}
			if left := list(t, s); len(left) != 0 {
				t.Errorf("it leaves %v", left)
			}
		})
		t.Run("WhatWasPutIsRead", func(t *testing.T) { roundTrip(t, s) })
		t.Run("Seek", func(t *testing.T) { seek(t, s) })
		t.Run("Bound", func(t *testing.T) { bound(t, s) })
		t.Run("BrokenUploads", func(t *testing.T) { brokenUploads(t, s) })
		t.Run("Concurrent", func(t *testing.T) { concurrent(t, s) })
		t.Run("AbsentAndStrange", func(t *testing.T) { absent(t, s) })
		t.Run("Each", func(t *testing.T) { ordered(t, s) })
	})
}

func roundTrip(t *testing.T, s Store) {
	large := make([]byte, 20<<20) // several parts, of a bucket
	rand.NewChaCha8([32]byte{1}).Read(large)
	for _, text := range []string{"", "bonjour", strings.Repeat("x", 300_000), string(large)} {
		ref := keep(t, s, text)
		if got := content(t, s, ref.Hash); got != text {
			t.Errorf("of %d bytes, %d came back", len(text), len(got))
		}
		if err := s.Delete(t.Context(), ref.Hash); err != nil {
			t.Error(err)
		}
		if _, err := s.Open(t.Context(), ref.Hash); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("deleted, yet %v", err)
		}
	}
}

func seek(t *testing.T, s Store) {
	text := make([]byte, 3<<20)
	rand.NewChaCha8([32]byte{2}).Read(text)
	body, err := s.Open(t.Context(), keep(t, s, string(text)).Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if n, err := body.Seek(0, io.SeekEnd); n != int64(len(text)) || err != nil {
		t.Fatalf("it ends at %d, %v", n, err)
	}
	for range 40 {
		from, size := rand.IntN(len(text)), 1+rand.IntN(200_000)
		if _, err := body.Seek(int64(from), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, min(size, len(text)-from))
		if _, err := io.ReadFull(body, got); err != nil || !bytes.Equal(got, text[from:from+len(got)]) {
			t.Fatalf("%d bytes from %d differ: %v", len(got), from, err)
		}
	}
	if _, err := body.Seek(5, io.SeekEnd); err != nil {
		t.Error(err)
	}
	if n, err := body.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("after the end, %d bytes and %v", n, err)
	}
	if _, err := body.Seek(-1, io.SeekStart); err == nil {
		t.Error("one reads before the beginning")
	}
}

func bound(t *testing.T, s Store) {
	before := len(list(t, s))
	_, err := s.Put(t.Context(), strings.NewReader("123456"), 5)
	if found, ok := fault.As(err); !ok || found.Kind != fault.TooLarge || found.Key != "fault.file.too_large" {
		t.Errorf("got %v", err)
	}
	if len(list(t, s)) != before {
		t.Error("it was kept")
	}
	if _, err := s.Put(t.Context(), strings.NewReader("12345"), 5); err != nil {
		t.Errorf("exactly the bound: %v", err)
	}
}

func brokenUploads(t *testing.T, s Store) {
	before := len(list(t, s))
	broken := errors.New("line cut")
	if _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("begun"), iotest.ErrReader(broken)), 100); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(ctx, strings.NewReader("given up"), 100); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if len(list(t, s)) != before {
		t.Error("something was kept")
	}
}

func concurrent(t *testing.T, s Store) {
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			text := strings.Repeat("abc"[i%3:i%3+1], 50_000)
			ref, err := s.Put(t.Context(), strings.NewReader(text), math.MaxInt64)
			if err != nil || ref.Hash != hashOf(text) {
				t.Errorf("put %+v, %v", ref, err)
				return
			}
			if got := content(t, s, ref.Hash); got != text {
				t.Errorf("%d bytes came back", len(got))
			}
		})
	}
	wg.Wait()
}

func absent(t *testing.T, s Store) {
	ref := keep(t, s, "bonjour")
	for _, hash := range []string{"", "..", "../" + ref.Hash, strings.ToUpper(ref.Hash), hashOf("absent"), ref.Hash + "\x00", "unfinished"} {
		if _, err := s.Open(t.Context(), hash); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("%q gives %v", hash, err)
		}
		if err := s.Delete(t.Context(), hash); err != nil {
			t.Errorf("deleting %q gives %v", hash, err)
		}
	}
}

func ordered(t *testing.T, s Store) {
	for i := range 30 {
		keep(t, s, strings.Repeat("e", i))
	}
	entries := list(t, s)
	if len(entries) < 30 {
		t.Fatalf("%d are listed", len(entries))
	}
	for i, entry := range entries {
		if i > 0 && entries[i-1].Hash >= entry.Hash {
			t.Errorf("%s comes after %s", entry.Hash, entries[i-1].Hash)
		}
		if age := time.Since(entry.Modified); age > time.Minute || age < -time.Minute {
			t.Errorf("put just now, dated %s", entry.Modified)
		}
	}
	seen := 0
	for range s.Each(t.Context()) {
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("stopped after %d", seen)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	failed := false
	for _, err := range s.Each(ctx) {
		failed = errors.Is(err, context.Canceled)
	}
	if !failed {
		t.Error("a listing that was given up ends as if it were whole")
	}
}
