package text

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestLine(t *testing.T) {
	tests := []struct {
		in   string
		max  int
		want string
		ok   bool
	}{
		{"", 10, "", true},
		{"  Bonjour   à\u2003tous \n", 20, "Bonjour à tous", true},
		{"e\u0301te\u0301", 3, "été", true},
		{"Qui\u00a0?", 10, "Qui\u00a0?", true},
		{"Qui \u00a0 ?", 10, "Qui ?", true},
		{"a\u2028b", 10, "a b", true},
		{"\ufeffa\u202eb\u200b", 10, "ab", true},
		{"👩🏽\u200d🚒", 4, "👩🏽\u200d🚒", true},
		{"été", 2, "", false},
		{"a\nb", 10, "", false},
		{"a\tb", 10, "", false},
		{"a\x00", 10, "", false},
		{"a\u0085b", 10, "", false},
		{"a\xffb", 10, "", false},
	}
	for _, test := range tests {
		if got, ok := Line(test.in, test.max); got != test.want || ok != test.ok {
			t.Errorf("Line(%q, %d) = %q, %v; want %q, %v", test.in, test.max, got, ok, test.want, test.ok)
		}
	}
}

func TestBlock(t *testing.T) {
	tests := []struct {
		in   string
		max  int
		want string
		ok   bool
	}{
		{"", 10, "", true},
		{" \n\t", 10, "", true},
		{"a\r\nb\rc\nd", 10, "a\nb\nc\nd", true},
		{"a\u2029b", 10, "a\n\nb", true},
		{"\n  \n    code  \n\nfin \n\n", 30, "    code  \n\nfin", true},
		{"a\tb", 10, "a\tb", true},
		{"e\u0301\u202e", 1, "é", true},
		{"abc", 2, "", false},
		{"a\x1b[0m", 10, "", false},
		{"\xc3", 10, "", false},
	}
	for _, test := range tests {
		if got, ok := Block(test.in, test.max); got != test.want || ok != test.ok {
			t.Errorf("Block(%q, %d) = %q, %v; want %q, %v", test.in, test.max, got, ok, test.want, test.ok)
		}
	}
}

func FuzzLine(f *testing.F) {
	for _, seed := range []string{"", " a  b ", "e\u0301", "\xff", "a\u202eb", "\u00a0\u00a0a", "a\u200b b", "\u0344", "a\r\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, ok := Line(s, 50)
		if !ok {
			return
		}
		if !norm.NFC.IsNormalString(line) || utf8.RuneCountInString(line) > 50 || strings.TrimSpace(line) != line ||
			strings.Contains(line, "  ") || strings.ContainsFunc(line, unicode.IsControl) {
			t.Fatalf("Line(%q) = %q", s, line)
		}
		if again, ok := Line(line, 50); !ok || again != line {
			t.Fatalf("Line(%q) = %q, then %q, %v", s, line, again, ok)
		}
	})
}

func FuzzBlock(f *testing.F) {
	for _, seed := range []string{"", "a\r\nb", "\n\n  a\n ", "\x00", "\xff", "a\u2028b", "\r\r\n\n", "\ufeff\n\ufeffa"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		block, ok := Block(s, 50)
		if !ok {
			return
		}
		control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
		if !norm.NFC.IsNormalString(block) || utf8.RuneCountInString(block) > 50 || strings.ContainsFunc(block, control) {
			t.Fatalf("Block(%q) = %q", s, block)
		}
		if again, ok := Block(block, 50); !ok || again != block {
			t.Fatalf("Block(%q) = %q, then %q, %v", s, block, again, ok)
		}
	})
}

func TestFold(t *testing.T) {
	tests := []struct{ in, fold, slug string }{
		{"", "", ""},
		{"Œuvre d’État", "oeuvre d etat", "oeuvre-d-etat"},
		{"  L'article L1237-19 ! ", "l article l1237 19", "l-article-l1237-19"},
		{"ÇA ÉTÉ\u00a0: naïf", "ca ete naif", "ca-ete-naif"},
		{"e\u0301", "e", "e"},
		{"ﬁn Straße Łódź Æ", "fin strasse lodz ae", "fin-strasse-lodz-ae"},
		{"Ελλάδα 2026", "ελλαδα 2026", "2026"},
		{"…", "", ""},
	}
	for _, test := range tests {
		if got := Fold(test.in); got != test.fold {
			t.Errorf("Fold(%q) = %q, want %q", test.in, got, test.fold)
		}
		if got := Slug(test.in); got != test.slug {
			t.Errorf("Slug(%q) = %q, want %q", test.in, got, test.slug)
		}
		if again := Fold(Fold(test.in)); again != test.fold {
			t.Errorf("folding %q twice gives %q", test.in, again)
		}
	}
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Léa Marchand":       "LM",
		"élodie de La Tour":  "ÉT",
		"Jean-Pierre Roux":   "JR",
		"Jean-Pierre":        "JP",
		"e\u0301ric":         "É",
		"  ":                 "",
		"« Nadia » (Benali)": "NB",
		"":                   "",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}
