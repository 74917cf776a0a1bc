package blob

import (
	"bytes"
	"math"
	"path/filepath"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/fault"
)

// TestFullDisk fills a real file system of one megabyte.
func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=1m"); err != nil {
		// Only root may mount. The error itself can still be played.
		_, err := open(t, folder).Put(t.Context(), iotest.ErrReader(syscall.ENOSPC), 100)
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a full disk gives %v", err)
		}
		return
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	disk := open(t, folder)
	ref := put(t, disk, "fits")
	_, err := disk.Put(t.Context(), bytes.NewReader(make([]byte, 4<<20)), math.MaxInt64)
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("a full disk gives %v", err)
	}
	if diff := cmp.Diff([]string{filepath.Join(folder, place(ref.Hash))}, files(t, folder)); diff != "" {
		t.Error(diff)
	}
	put(t, disk, "fits again")
}
