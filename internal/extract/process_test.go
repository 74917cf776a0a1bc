package extract

import (
	"os"
	"path/filepath"
	"testing"
)

// worker is a Process made of this test.
func worker(t testing.TB) *Process {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return NewProcess([]string{program, Command}, cacheFolder, 2)
}

func TestProcess(t *testing.T) {
	p := worker(t)
	for _, name := range []string{"d-01-F31192.docx", "d-03-F2415.pdf", "d-tab-04.csv"} {
		file, err := os.Open(filepath.Join("testdata/known-text", name))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		got, err := p.Read(t.Context(), file, filepath.Ext(name))
		if err != nil {
			t.Fatal(err)
		}
		if want := read(t, file.Name()); got != want || got.Text == "" {
			t.Errorf("%s: the worker reads something else", name)
		}
		if got.Format != PDF {
			continue
		}
		drawn, err := p.Draw(t.Context(), file, []int{1, 2, 900})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range drawn {
			t.Logf("page %d: %s %d × %d, %d bytes", d.Page, d.Media, d.Width, d.Height, len(d.Data))
			os.WriteFile("/tmp/drawn.png", d.Data, 0o644)
		}
		if len(drawn) != 2 {
			t.Errorf("%d pages were drawn", len(drawn))
		}
	}
}
