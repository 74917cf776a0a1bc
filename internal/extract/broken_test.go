package extract

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestBroken breaks known files in a few places, thousands of times, always the
// same: no reader may panic, nor say what no database takes. PDFs are left out:
// what breaks PDFium breaks it within its walls.
func TestBroken(t *testing.T) {
	type known struct {
		name   string
		format Format
		data   []byte
	}
	var all []known
	for _, folder := range []string{"known-text", "samples"} {
		list, err := filepath.Glob("testdata/" + folder + "/*")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range list {
			format := Claims(filepath.Ext(name))
			if format == PDF || format == Unknown {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, known{name, format, data})
		}
	}
	chance := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		from := all[chance.IntN(len(all))]
		data := bytes.Clone(from.data)
		for range 1 + chance.IntN(20) {
			at := chance.IntN(len(data) - 4)
			if chance.IntN(2) == 0 {
				data[at] = byte(chance.IntN(256))
			} else {
				copy(data[at:], "\xff\xff\xff\x7f")
			}
		}
		func() {
			defer func() {
				if cause := recover(); cause != nil {
					t.Fatalf("%s: %v", from.name, cause)
				}
			}()
			fuzzed(t, from.format, data)
		}()
	}
}
