package blob

import (
	"bytes"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parvis/internal/fault"
)

func TestAddresses(t *testing.T) {
	for _, address := range []string{
		"", "disk:", "s3:", "s3://host/bucket", "s3://key@host/bucket", "s3://key:s3cr3t@host/", "s3://key:s3cr3t@host/No",
		"s3://key:s3cr3t@host/bucket?tls=maybe", "s3://key:s3cr3t@host/bucket?color=red", "s3://key:s3cr3t@host/bucket?prefix=../x",
		"s3://key:s3cr3t/x@host/bucket", "s3://key:s3cr3t@host/bucket?region=a b", "https://key:s3cr3t@host/bucket", "s3://key:s3cr3t@host:no/bucket",
	} {
		err := CheckAddress(address)
		if err == nil {
			t.Errorf("%q is taken", address)
		} else if strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("the secret is told: %v", err)
		}
	}
	got, err := parseBucket("s3://key:s3%2Fcr@host:9000/the-bucket/?region=eu-west-3&tls=no&prefix=/a/b/")
	if want := (bucket{"key", "s3/cr", "host:9000", "the-bucket", "eu-west-3", "a/b/", false}); err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
}

// between stands in front of the server: it can cut every connection after
// some bytes, and counts those that came back.
type between struct {
	address string
	cut     atomic.Int64 // bytes of an answer after which it breaks off, 0 for never
	back    atomic.Int64
}

func stand(t *testing.T, server string) *between {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	b := &between{address: listener.Addr().String()}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go b.pass(conn, server)
		}
	}()
	return b
}

func (b *between) pass(conn net.Conn, server string) {
	defer conn.Close()
	to, err := net.Dial("tcp", server)
	if err != nil {
		return
	}
	defer to.Close()
	go func() {
		_, _ = io.Copy(to, conn)
		to.Close()
	}()
	part := make([]byte, 8<<10)
	for sent := int64(0); ; {
		n, err := to.Read(part)
		if n > 0 {
			if _, err := conn.Write(part[:n]); err != nil {
				return
			}
			b.back.Add(int64(n))
			sent += int64(n)
		}
		if at := b.cut.Load(); err != nil || at > 0 && sent >= at {
			return
		}
	}
}

func TestReadingGoesOnAfterACut(t *testing.T) {
	g := serveS3(t)
	b := stand(t, g.address)
	s := g.open(t, b.address)
	text := strings.Repeat("0123456789abcdef", 40_000)
	ref := keep(t, s, text)
	b.cut.Store(100_000)
	if got := content(t, s, ref.Hash); got != text {
		t.Errorf("%d bytes of %d came back", len(got), len(text))
	}
}

func TestARangeIsAllThatIsFetched(t *testing.T) {
	g := serveS3(t)
	b := stand(t, g.address)
	s := g.open(t, b.address)
	ref := keep(t, s, strings.Repeat("x", 30<<20))
	body, err := s.Open(t.Context(), ref.Hash)
	if err != nil {
		t.Fatal(err)
	}
	before := b.back.Load()
	if _, err := body.Seek(-1000, io.SeekEnd); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(body); len(got) != 1000 || err != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	body.Close()
	if came := b.back.Load() - before; came > 100_000 {
		t.Errorf("%d bytes came for 1000", came)
	}
}

// TestTheServerDies looks at what is told when the bucket cannot be reached.
func TestTheServerDies(t *testing.T) {
	g := serveS3(t)
	s := g.open(t, g.address)
	ref := keep(t, s, strings.Repeat("x", 1<<20))
	body, err := s.Open(t.Context(), ref.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	g.stop()
	unavailable := func(what string, err error) {
		t.Helper()
		found, ok := fault.As(err)
		if !ok || found.Kind != fault.Unavailable || found.Key != "fault.file.unavailable" {
			t.Errorf("%s: %v", what, err)
		} else if strings.Contains(err.Error(), "se/cr+et") {
			t.Errorf("%s tells the secret: %v", what, err)
		}
	}
	_, err = io.ReadAll(body)
	unavailable("reading", err)
	_, err = s.Open(t.Context(), ref.Hash)
	unavailable("opening", err)
	_, err = s.Put(t.Context(), strings.NewReader("x"), 10)
	unavailable("putting", err)
	unavailable("deleting", s.Delete(t.Context(), ref.Hash))
	for _, err := range s.Each(t.Context()) {
		unavailable("listing", err)
	}
	if left, err := os.ReadDir(s.spool); err != nil || len(left) != 0 {
		t.Errorf("the spool holds %v, %v", left, err)
	}
}

func TestAWrongSecretIsNotAnAbsentFile(t *testing.T) {
	g := serveS3(t)
	s, err := Open("s3://key:guess@"+g.address+"/parvis?tls=no", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(t.Context(), s); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("got %v", err)
	}
}

// TestPutAgainIsYoungAgain: the sweep spares what was put just before its row
// is written.
func TestPutAgainIsYoungAgain(t *testing.T) {
	g := serveS3(t)
	s := g.open(t, g.address)
	ref := keep(t, s, "bonjour")
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(g.folder, "parvis", s.name(ref.Hash)), old, old); err != nil {
		t.Fatal(err)
	}
	if got := list(t, s); len(got) != 1 || time.Since(got[0].Modified) < time.Hour {
		t.Fatalf("%v: it was to be made old", got)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { keep(t, s, "bonjour") })
	}
	wg.Wait()
	if got := list(t, s); len(got) != 1 || time.Since(got[0].Modified) > time.Minute {
		t.Errorf("got %v", got)
	}
}

func TestCopy(t *testing.T) {
	g := serveS3(t)
	folder := t.TempDir()
	from, to := open(t, folder), g.open(t, g.address)
	for i := range 25 {
		keep(t, from, strings.Repeat("c", i))
		if i%5 == 0 {
			keep(t, to, strings.Repeat("c", i))
		}
	}
	keep(t, to, "only there")
	damaged := keep(t, from, "whole")
	if err := os.WriteFile(filepath.Join(folder, place(damaged.Hash)), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
	told := 0
	done, err := Copy(t.Context(), from, to, func(Copied) { told++ })
	if err != nil || done.Seen != 26 || done.Sent != 20 || len(done.Broken) != 1 || done.Broken[0] != damaged.Hash || told != 26 {
		t.Errorf("%+v, told %d times, %v", done, told, err)
	}
	for i := range 25 {
		if got := content(t, to, hashOf(strings.Repeat("c", i))); got != strings.Repeat("c", i) {
			t.Errorf("%q", got)
		}
	}
	again, err := Copy(t.Context(), from, to, func(Copied) {})
	if err != nil || again.Sent != 0 || again.Seen != 26 {
		t.Errorf("again: %+v, %v", again, err)
	}
	if err := os.Remove(filepath.Join(folder, place(damaged.Hash))); err != nil {
		t.Fatal(err)
	}
	back := open(t, t.TempDir())
	if done, err := Copy(t.Context(), to, back, func(Copied) {}); err != nil || done.Sent != 27 {
		t.Errorf("back: %+v, %v", done, err)
	}
	if !bytes.Equal([]byte(content(t, back, hashOf("only there"))), []byte("only there")) {
		t.Error("not the same")
	}
}
