package pdf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parvis/internal/document/office"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// cache is where the reader of PDF keeps what it compiled, for all the tests.
var cache string

func TestMain(m *testing.M) {
	var err error
	if cache, err = os.MkdirTemp("", "parvis-pdf-"); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(cache)
	os.Exit(code)
}

// set gives the file of a paper, and what a reader of PDF finds in it.
func set(t *testing.T, p office.Paper) (raw []byte, found extract.Result) {
	t.Helper()
	var out bytes.Buffer
	if err := Write(&out, p); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(name, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	in, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if found, err = (extract.Within{Cache: cache}).Read(t.Context(), in, ".pdf"); err != nil || found.Reason != "" {
		t.Fatalf("not read: %v %s", err, found.Reason)
	}
	return out.Bytes(), found
}

func TestSaysAll(t *testing.T) {
	raw, found := set(t, officetest.Paper())
	if found.Title != officetest.Paper().Title {
		t.Errorf("title %q", found.Title)
	}
	text := strings.Join(strings.Fields(found.Text), " ")
	for _, words := range []string{
		"Ministère de l’Essai", "Accueil du public", "Page 1 sur 2", "Version du 14 mars 2026 à 10:30", "L’essentiel", "tout à la fois", "@Élise Marchand",
		"La circulaire <de> mars", "cœur, naïf, 12 € — “œuvre”", "4. quatrième", "C’est à faire", "trois semaines", "Attention", "FROM agents", "barème.ods", "Fin.",
	} {
		if !strings.Contains(text, words) {
			t.Errorf("%q is not in it:\n%s", words, text)
		}
	}
	for tag, many := range map[string]int{
		"H1": 1, "H2": 1, "H3": 1, "H4": 1, "H5": 1, "Table": 1, "TR": 3, "TH": 3, "TD": 4, "L": 7, "LI": 12, "BlockQuote": 2, "Sect": 1, "Code": 1, "Figure": 1, "Link": 4,
	} {
		if n := bytes.Count(raw, []byte("/StructElem /S /"+tag+" ")); n != many {
			t.Errorf("%d parts %s, want %d", n, tag, many)
		}
	}
	for _, words := range []string{"/Lang (fr-FR)", "/Alt " + said("Un dégradé"), "/RowSpan 2", "/Scope /Column", "/Marked true", "/PageMode /UseOutlines", "(https://www.service-public.fr/?a=1&b=2)"} {
		if !bytes.Contains(raw, []byte(words)) {
			t.Errorf("it lacks %s", words)
		}
	}
}

func TestLongTable(t *testing.T) {
	p := officetest.Paper()
	p.Doc = prose.Read("| Poste | Montant |\n| --- | --- |\n"+strings.Repeat("| Une ligne du budget | 12 € |\n", 200), nil)
	_, found := set(t, p)
	if found.Pages < 5 {
		t.Errorf("%d pages", found.Pages)
	}
	if n := strings.Count(found.Text, "Montant"); n != found.Pages {
		t.Errorf("the head of the table is on %d of %d pages", n, found.Pages)
	}
	if n := strings.Count(found.Text, "Une ligne du budget"); n != 200 {
		t.Errorf("%d of its 200 lines", n)
	}
}

func TestHighRow(t *testing.T) {
	p := officetest.Paper()
	p.Doc = prose.Read("| a | b |\n| --- | --- |\n| "+strings.Repeat("un texte très long ", 1500)+" | court |\n", nil)
	_, found := set(t, p)
	if n := strings.Count(strings.Join(strings.Fields(found.Text), " "), "très"); n != 1500 {
		t.Errorf("%d of 1500 words of a row higher than a page", n)
	}
}

func TestWhatFontsLack(t *testing.T) {
	p := officetest.Paper()
	p.Title = "Ελλάδα, Москва, 日本 😀"
	p.Doc = prose.Read(strings.Repeat("sansespaces", 60), nil)
	raw, found := set(t, p)
	if !strings.Contains(found.Text, "Ελλάδα, Москва") {
		t.Errorf("Greek and Cyrillic letters are lost: %.200s", found.Text)
	}
	if !bytes.Contains(raw, []byte("/Title "+said(p.Title))) {
		t.Error("the title lost some of its letters")
	}
	if n := strings.Count(strings.Join(strings.Fields(found.Text), ""), "sansespaces"); n != 60 {
		t.Errorf("a word longer than a line: %d of its 60 pieces", n)
	}
}

func TestNothingMissingStopsIt(t *testing.T) {
	p := officetest.Paper()
	p.Picture, p.File = nil, nil
	_, found := set(t, p)
	for _, words := range []string{"Une image n’est plus là : Un dégradé", "Un fichier n’est plus là : barème.ods"} {
		if !strings.Contains(strings.Join(strings.Fields(found.Text), " "), words) {
			t.Errorf("%q is not told", words)
		}
	}
	p.Doc = prose.Node{Type: prose.Doc}
	set(t, p)
}
