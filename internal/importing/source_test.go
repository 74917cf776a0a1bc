package importing

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// read gives all that a source does, one line each.
func read(t *testing.T, src Source) (records []Record, refused []string) {
	t.Helper()
	for rec, err := range src.Records(t.Context()) {
		var no Refusal
		switch {
		case errors.As(err, &no):
			refused = append(refused, fmt.Sprintf("%d: %s", no.Line, no.Why))
		case err != nil:
			refused = append(refused, "stopped: "+err.Error())
		default:
			records = append(records, rec)
		}
	}
	return records, refused
}

func mapping(t *testing.T, pairs map[string]string) Mapping {
	t.Helper()
	m, err := ParseMapping(pairs)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestJSONL(t *testing.T) {
	text := "\uFEFF" + `{"id":12345678901234567890,"q":"Une question","s":{"t":"Santé"},"text":"Un texte","themes":["a","b"],"at":"2015-09-26T02:27:54+0200"}
not json
[1,2]

{"id":"x","text":"` + strings.Repeat("y", largestRecord) + `"}
{"id":"z","text":"sans fin de ligne","at":"jadis"}
{"id":7,"text":"dernier","at":1443227274,"refs":["L. 1","L. 2"]}`
	m := mapping(t, map[string]string{"id": "id", "title": "q+s.t", "text": "text+refs", "tags": "themes", "created": "at"})
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	io.WriteString(zip, text)
	zip.Close()
	for name, content := range map[string]string{"plain.jsonl": text, "packed.jsonl.gz": packed.String()} {
		src, err := OpenJSONL(write(t, name, content), m)
		if err != nil {
			t.Fatal(err)
		}
		defer src.Close()
		records, refused := read(t, src)
		if len(records) != 2 || len(refused) != 4 {
			t.Fatalf("%s: %d records, refused %q", name, len(records), refused)
		}
		r := records[0]
		if r.Ref != "12345678901234567890" || r.Title != "Une question – Santé" || r.Line != 1 || strings.Join(r.Tags, " ") != "a b" || r.Created.Format(time.RFC3339) != "2015-09-26T00:27:54Z" {
			t.Errorf("%+v", r)
		}
		if r = records[1]; r.Line != 7 || r.Text != "dernier\n\n- L. 1\n- L. 2" || r.Created.Year() != 2015 {
			t.Errorf("%+v", r)
		}
		if done, total := src.Progress(); done != total {
			t.Errorf("%s: %d of %d", name, done, total)
		}
	}
}

func TestCSV(t *testing.T) {
	m := mapping(t, map[string]string{"id": "réf", "title": "titre", "text": "corps", "tags": "thèmes", "created": "date"})
	plain := "réf;titre;corps;thèmes;date\n1;Été;\"Un texte ;\nsur deux lignes\";a, b;14/07/2019\n2;Deux;Texte;;\n3;Trop;de;colonnes;;x\n4;Quatre;Texte;;demain\n"
	latin, err := charmap.Windows1252.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"utf8": plain, "mark": "\uFEFF" + plain, "latin": latin, "utf16": wide, "tabs": strings.ReplaceAll(strings.ReplaceAll(plain, "texte ;", "texte :"), ";", "\t"),
	} {
		src, err := OpenCSV(write(t, name, content), m)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer src.Close()
		records, refused := read(t, src)
		if len(records) != 2 || len(refused) != 2 || !strings.HasPrefix(refused[0], "5: ") || !strings.HasPrefix(refused[1], "6: ") {
			t.Fatalf("%s: %+v, refused %q", name, records, refused)
		}
		if r := records[0]; r.Ref != "1" || r.Title != "Été" || len(r.Tags) != 2 || r.Line != 2 || r.Created.Format(time.DateOnly) != "2019-07-13" { // midnight in Paris
			t.Errorf("%s: %+v", name, r)
		}
	}
}

func TestHostileTables(t *testing.T) {
	m := mapping(t, map[string]string{"text": "text"})
	src, err := OpenCSV(write(t, "open.csv", "text\nun\n\"deux"+strings.Repeat("x,\n", largestRecord/2)), m)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	records, refused := read(t, src)
	if len(records) != 1 || len(refused) != 1 || !strings.Contains(refused[0], "stopped: after line 2, a record has no end") {
		t.Errorf("%d records, refused %q", len(records), refused)
	}
	for _, content := range []string{"", "\n\n", "other\nx\n", "\x1f\x8bnot gzip"} {
		if src, err := OpenCSV(write(t, "bad.csv", content), m); err == nil {
			src.Close()
			t.Errorf("%q is taken", content)
		}
	}
	for _, pairs := range []map[string]string{{}, {"id": "x"}, {"text": ""}, {"text": "a+"}, {"color": "x", "text": "y"}} {
		if _, err := ParseMapping(pairs); err == nil {
			t.Errorf("%v is taken", pairs)
		}
	}
}

func TestFolder(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"a.md":          "---\ntitle: Une page\ntags: [un, deux]\ndate: 2020-02-03\nauthor: marc.petit\n---\n# Une page\n\nTexte ![x](img/a.png) ![x](img/a.png), [autre](b.md), [hors](../secret), [web](https://example.org/x.png).",
		"b.md":          "Texte.\n\n# Un titre plus bas\n",
		"bad.md":        "---\ntitle: [\n---\nx",
		"sub/c.txt":     "\xc9t\xe9",
		"sub/plan.docx": "PK",
		"img/a.png":     "PNG",
		"img/lone.png":  "PNG",
		".hidden/x.md":  "caché",
		".git":          "x",
	} {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	outside := write(t, "secret", "secret")
	if err := os.Symlink(outside, filepath.Join(folder, "leak.md")); err != nil {
		t.Fatal(err)
	}
	src, err := OpenFolder(folder, false)
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	records, refused := read(t, src)
	var told []string
	for _, r := range records {
		told = append(told, fmt.Sprintf("%s|%s|%s|%d|%s", r.Ref, r.Title, r.Text, len(r.Files), r.Folder))
	}
	got, want := strings.Join(told, "\n"), `a.md|Une page|Texte ![x](img/a.png) ![x](img/a.png), [autre](b.md), [hors](../secret), [web](https://example.org/x.png).|1|
b.md|Un titre plus bas|Texte.

# Un titre plus bas|0|
img/lone.png|lone||1|img
sub/c.txt|c|Été|0|sub
sub/plan.docx|plan||1|sub`
	if got != want || len(refused) != 1 {
		t.Errorf("got\n%s\nwant\n%s\nrefused %q", got, want, refused)
	}
	if r := records[0]; r.Author != "marc.petit" || len(r.Tags) != 2 || r.Created.Year() != 2020 || r.Files[0].Link != "img/a.png" || len(r.Leads) != 1 || r.Leads[0] != (Lead{"b.md", "b.md"}) {
		t.Errorf("%+v", r)
	}
	whole, err := OpenFolder(folder, true)
	if err != nil {
		t.Fatal(err)
	}
	defer whole.Close()
	if records, _ := read(t, whole); len(records) != 7 || records[0].Title != "a.md" || len(records[0].Files) != 1 {
		t.Errorf("as files: %+v", records)
	}
}
