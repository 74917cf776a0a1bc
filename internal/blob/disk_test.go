package blob

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/fault"
)

func open(t *testing.T, folder string) *Disk {
	t.Helper()
	disk, err := OpenDisk(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = disk.Close() })
	return disk
}

func put(t *testing.T, disk *Disk, content string) Ref {
	t.Helper()
	ref, err := disk.Put(t.Context(), strings.NewReader(content), math.MaxInt64)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

func hashOf(content string) string {
	sum := sha256.Sum256([]byte(content))
	return hex.EncodeToString(sum[:])
}

// kept are the hashes in the store, and files every path below its folder.
func kept(t *testing.T, disk *Disk) (hashes []string) {
	t.Helper()
	for entry, err := range disk.Each(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, entry.Hash)
	}
	return hashes
}

func files(t *testing.T, folder string) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func TestPutAndOpen(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "folder")
	disk := open(t, folder)
	for _, content := range []string{"", "bonjour", strings.Repeat("x", 300_000)} {
		ref := put(t, disk, content)
		if want := (Ref{hashOf(content), int64(len(content))}); ref != want {
			t.Fatalf("got %+v, want %+v", ref, want)
		}
		file, err := disk.Open(t.Context(), ref.Hash)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		if err != nil || string(got) != content {
			t.Fatalf("read %d bytes, %v", len(got), err)
		}
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if err := file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(folder, place(hashOf("bonjour"))))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info, err)
	}
}

func TestSameContentIsKeptOnce(t *testing.T) {
	folder := t.TempDir()
	disk := open(t, folder)
	ref := put(t, disk, "bonjour")
	old := time.Now().Add(-48 * time.Hour)
	if err := os.Chtimes(filepath.Join(folder, place(ref.Hash)), old, old); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { put(t, disk, "bonjour") })
	}
	wg.Wait()
	if got := files(t, folder); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
	for entry, err := range disk.Each(t.Context()) {
		if err != nil || entry.Ref != ref || time.Since(entry.Modified) > time.Minute {
			t.Errorf("got %+v, %v: put again, it must be young again", entry, err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	folder := t.TempDir()
	disk := open(t, folder)
	if _, err := disk.Put(t.Context(), strings.NewReader("12345"), 5); err != nil {
		t.Errorf("exactly the bound: %v", err)
	}
	_, err := disk.Put(t.Context(), strings.NewReader("123456"), 5)
	if found, ok := fault.As(err); !ok || found.Kind != fault.TooLarge || found.Key != "fault.file.too_large" {
		t.Errorf("got %v", err)
	}
	if got := files(t, folder); len(got) != 1 {
		t.Errorf("the folder holds %v", got)
	}
}

func TestBrokenUploadsLeaveNothing(t *testing.T) {
	folder := t.TempDir()
	disk := open(t, folder)
	broken := errors.New("line cut")
	_, err := disk.Put(t.Context(), io.MultiReader(strings.NewReader("begun"), iotest.ErrReader(broken)), 100)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := disk.Put(ctx, strings.NewReader("given up"), 100); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := files(t, folder); len(got) != 0 {
		t.Errorf("the folder holds %v", got)
	}
}

func TestOpenAndDelete(t *testing.T) {
	disk := open(t, t.TempDir())
	ref := put(t, disk, "bonjour")
	for _, hash := range []string{"", "..", "../" + ref.Hash, strings.ToUpper(ref.Hash), hashOf("absent"), ref.Hash + "\x00", "unfinished"} {
		if _, err := disk.Open(t.Context(), hash); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("%q gives %v", hash, err)
		}
		if err := disk.Delete(t.Context(), hash); err != nil {
			t.Errorf("deleting %q gives %v", hash, err)
		}
	}
	reading, err := disk.Open(t.Context(), ref.Hash)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	if err := disk.Delete(t.Context(), ref.Hash); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(reading); err != nil || string(got) != "bonjour" {
		t.Errorf("whoever reads goes on: %q, %v", got, err)
	}
	if _, err := disk.Open(t.Context(), ref.Hash); fault.KindOf(err) != fault.KindNotFound {
		t.Errorf("deleted, yet %v", err)
	}
}

// TestLinksOutOfTheFolder plants what an archive restored carelessly could
// bring: a link that leads out.
func TestLinksOutOfTheFolder(t *testing.T) {
	folder, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	disk := open(t, folder)
	hash := hashOf("x")
	if err := os.MkdirAll(filepath.Join(folder, hash[:2]), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, place(hash))); err != nil {
		t.Fatal(err)
	}
	if file, err := disk.Open(t.Context(), hash); err == nil {
		content, _ := io.ReadAll(file)
		t.Errorf("the link was followed to %q", content)
	}
}

func TestEach(t *testing.T) {
	disk := open(t, t.TempDir())
	if got := kept(t, disk); got != nil {
		t.Errorf("an empty store gives %v", got)
	}
	want := []string{}
	for _, content := range []string{"a", "b", "c", "d", "e"} {
		want = append(want, put(t, disk, content).Hash)
	}
	got := kept(t, disk)
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range got[1:] {
		if got[i] >= got[i+1] {
			t.Errorf("out of order: %v", got)
		}
	}
	seen := 0
	for range disk.Each(t.Context()) {
		seen++
		break
	}
	if seen != 1 {
		t.Errorf("stopped after %d", seen)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range disk.Each(ctx) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	}
}

// TestKilledWhileWriting kills a process in the middle of a Put, and looks at
// what it leaves.
func TestKilledWhileWriting(t *testing.T) {
	if folder := os.Getenv("BLOB_TEST_FOLDER"); folder != "" {
		disk := open(t, folder)
		put(t, disk, "whole")
		// Says that the write has begun, then never ends.
		endless, feed := io.Pipe()
		var wg sync.WaitGroup
		wg.Go(func() {
			_, _ = feed.Write(bytes.Repeat([]byte("x"), 1<<20))
			_, _ = os.Stdout.WriteString("begun\n")
			select {}
		})
		_, _ = disk.Put(t.Context(), endless, math.MaxInt64)
		return
	}
	folder := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestKilledWhileWriting$")
	child.Env = append(os.Environ(), "BLOB_TEST_FOLDER="+folder)
	output, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	said := make([]byte, 6)
	if _, err := io.ReadFull(output, said); err != nil || string(said) != "begun\n" {
		t.Fatalf("the child said %q, %v", said, err)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()

	disk := open(t, folder)
	if diff := cmp.Diff([]string{hashOf("whole")}, kept(t, disk)); diff != "" {
		t.Error(diff)
	}
	if got := files(t, filepath.Join(folder, unfinished)); len(got) != 1 {
		t.Fatalf("unfinished: %v; another process may still be writing it", got)
	}
	put(t, disk, "after")
	left := files(t, filepath.Join(folder, unfinished))[0]
	old := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(left, old, old); err != nil {
		t.Fatal(err)
	}
	open(t, folder)
	if got := files(t, filepath.Join(folder, unfinished)); len(got) != 0 {
		t.Errorf("still unfinished a day later: %v", got)
	}
}
