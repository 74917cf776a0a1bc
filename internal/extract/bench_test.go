package extract

import (
	"path/filepath"
	"testing"
)

// BenchmarkWorker starts a process for each file, as the site does.
func BenchmarkWorker(b *testing.B) {
	p := worker(b, Command)
	for _, name := range []string{"d-01-F31192.docx", "d-02-F22767.odt", "d-tab-01.xlsx", "d-tab-02.ods", "d-pres-01.pptx", "d-pres-02.odp", "d-05-F22118.rtf",
		"d-06-F1433.doc", "d-tab-03.xls", "d-pres-03.ppt", "d-12-F20739.html", "d-tab-04.csv", "d-03-F2415.pdf"} {
		b.Run(filepath.Ext(name)[1:], func(b *testing.B) {
			file := opened(b, filepath.Join("testdata/known-text", name))
			if _, err := p.Read(b.Context(), file, filepath.Ext(name)); err != nil { // what is compiled once
				b.Fatal(err)
			}
			for b.Loop() {
				if got, err := p.Read(b.Context(), file, filepath.Ext(name)); err != nil || got.Text == "" {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "files/s")
		})
	}
	b.Run("draw", func(b *testing.B) {
		file := opened(b, "testdata/known-text/d-03-F2415.pdf")
		for b.Loop() {
			if drawn, err := p.Draw(b.Context(), file, []int{1, 2, 3}); err != nil || len(drawn) != 3 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(3*float64(b.N)/b.Elapsed().Seconds(), "pages/s")
	})
}
