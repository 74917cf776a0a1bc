package archive_test

import (
	"archive/zip"
	"bytes"
	"io"
	"math/rand/v2"
	"net/mail"
	"runtime"
	"strings"
	"testing"

	"parvis/internal/correspondence"
	"parvis/internal/id"
)

// large is a joined file that does not compress.
func (h *hall) large(t *testing.T, size int) (id.ID, string) {
	t.Helper()
	r := rand.NewChaCha8([32]byte{'p'})
	data := make([]byte, size)
	r.Read(data)
	f, err := h.Content.Upload(t.Context(), h.As(t, h.Rita), "plan.bin", bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return f.ID, string(data)
}

// What is joined leaves in lines as mail has them and reads back as it was, and
// an affair is taken away without being held.
func TestTakenOnTheWay(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		const size = 8_000_000
		file, data := h.large(t, size)
		first := h.Released(t, titled("La première"), func(w *writing) { w.Files = []id.ID{file} })
		h.Released(t, titled("La seconde"), after(first.Item, correspondence.Answers, false))

		f, err := h.archive.AffairMessages(french(t), h.As(t, h.Lucie), first.Item)
		if err != nil {
			t.Fatal(err)
		}
		var before, later runtime.MemStats
		runtime.ReadMemStats(&before)
		if err := f.Write(french(t), io.Discard); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&later)
		if taken := later.TotalAlloc - before.TotalAlloc; taken > size/2 {
			t.Errorf("%d bytes are asked of memory for a file of %d", taken, size)
		}

		whole := made(t, f)
		list, err := zip.NewReader(bytes.NewReader(whole.Bytes()), int64(whole.Len()))
		if err != nil || len(list.File) != 2 {
			t.Fatalf("it holds %v, %v", list, err)
		}
		entry, err := list.File[0].Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(entry)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if len(line) > 78 && !strings.Contains(line, ":") {
				t.Fatalf("a line has %d characters", len(line))
			}
		}
		m, err := mail.ReadMessage(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if _, name, joined := parts(t, m); name != "plan.bin" || joined != data {
			t.Errorf("%q reads back as %d bytes", name, len(joined))
		}
	})
}
