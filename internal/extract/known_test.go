package extract

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// expected is a line of known-text/expected.jsonl: what a file says.
type expected struct {
	File  string
	Title string
	Lines []string
}

// TestKnownText holds each format to the measure: at least 98 % of the
// lines that are known to stand in a file are found.
func TestKnownText(t *testing.T) {
	list, err := os.Open("testdata/known-text/expected.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer list.Close()
	type tally struct{ found, lines int }
	formats, all := map[string]*tally{}, &tally{}
	lines := bufio.NewScanner(list)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var want expected
		if err := json.Unmarshal(lines.Bytes(), &want); err != nil {
			t.Fatal(err)
		}
		format := strings.TrimPrefix(filepath.Ext(want.File), ".")
		got := read(t, filepath.Join("testdata/known-text", want.File))
		if got.Reason != "" || string(got.Format) != format {
			t.Errorf("%s: a %q that is not read: %q", want.File, got.Format, got.Reason)
		}
		text := strings.Join(strings.Fields(got.Text), " ")
		of := formats[format]
		if of == nil {
			of = &tally{}
			formats[format] = of
		}
		for _, line := range want.Lines {
			of.lines++
			if strings.Contains(text, strings.Join(strings.Fields(line), " ")) {
				of.found++
			} else {
				t.Logf("%s lacks %q", want.File, line)
			}
		}
	}
	for format, of := range formats {
		share := 100 * float64(of.found) / float64(of.lines)
		t.Logf("%-5s %4d of %4d lines, %.1f %%", format, of.found, of.lines, share)
		if share < 98 {
			t.Errorf("%s: only %.1f %% of the lines are found", format, share)
		}
		all.found += of.found
		all.lines += of.lines
	}
	t.Logf("all   %4d of %4d lines, %.1f %%", all.found, all.lines, 100*float64(all.found)/float64(all.lines))
}

// read reads a file in this process.
func read(t testing.TB, name string) Result {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	got, err := Within{Cache: cacheFolder}.Read(t.Context(), file, filepath.Ext(name))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return got
}
