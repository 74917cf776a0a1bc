package i18n

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func files(fr, en string) fs.FS {
	return fstest.MapFS{
		"messages.fr.json": {Data: []byte(fr)},
		"messages.en.json": {Data: []byte(en)},
	}
}

func load(t *testing.T, fsys ...fs.FS) *Catalogue {
	t.Helper()
	catalogue, err := Load(fsys...)
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func TestLoadRefuses(t *testing.T) {
	tests := []struct {
		name string
		fsys []fs.FS
		want string
	}{
		{"missing file", []fs.FS{fstest.MapFS{"messages.fr.json": {Data: []byte(`{}`)}}}, "messages.en.json"},
		{"not JSON", []fs.FS{files(`{"a": `, `{}`)}, "not JSON"},
		{"not an object", []fs.FS{files(`["a"]`, `{}`)}, "messages.fr.json"},
		{"twice in a file", []fs.FS{files(`{"a.b": "x", "a.b": "y"}`, `{}`)}, "given twice"},
		{"twice in two files", []fs.FS{files(`{}`, `{"a.b": "x"}`), files(`{}`, `{"a.b": "y"}`)}, "another part"},
		{"empty", []fs.FS{files(`{"a.b": ""}`, `{}`)}, `"other" is missing`},
		{"no other", []fs.FS{files(`{"a.b": {"one": "x"}}`, `{}`)}, `"other" is missing`},
		{"many", []fs.FS{files(`{"a.b": {"many": "x", "other": "y"}}`, `{}`)}, `"one" and "other"`},
		{"template", []fs.FS{files(`{"a.b": "{{if .x}}y{{end}}"}`, `{}`)}, "only {{.name}}"},
		{"open braces", []fs.FS{files(`{"a.b": "{{.x"}`, `{}`)}, "only {{.name}}"},
		{"stray braces", []fs.FS{files(`{"a.b": "x}}"}`, `{}`)}, "stray"},
		{"no name", []fs.FS{files(`{"a.b": "{{.}}"}`, `{}`)}, "only {{.name}}"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Load(test.fsys...); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want an error about %q", err, test.want)
			}
		})
	}
}

func TestT(t *testing.T) {
	catalogue := load(t, files(
		`{"plain": "Bonjour", "hello": "Bonjour {{.name}} !", "twice": "{{.x}}{{ .x }}",
		  "members": {"one": "{{.count}} membre de {{.where}}", "other": "{{.count}} membres de {{.where}}"}}`,
		`{"plain": "Hello", "hello": "Hello {{.name}}!", "twice": "{{.x}}",
		  "members": {"one": "{{.count}} member of {{.where}}", "other": "{{.count}} members of {{.where}}"}}`))
	tests := []struct {
		lang Lang
		key  string
		args []any
		want string
	}{
		{French, "plain", nil, "Bonjour"},
		{English, "plain", nil, "Hello"},
		{Lang("de"), "plain", nil, "Bonjour"},
		{French, "absent", nil, "⟦absent⟧"},
		{French, "hello", []any{"name", "Léa <b>"}, "Bonjour Léa <b> !"},
		{French, "hello", nil, "Bonjour ⟦name⟧ !"},
		{French, "hello", []any{"name"}, "Bonjour ⟦name⟧ !"},
		{French, "hello", []any{"name", English}, "Bonjour en !"},
		{French, "twice", []any{"x", 12345}, "12\u202f34512\u202f345"},
		{French, "hello", []any{"name", Bytes(2_500_000)}, "Bonjour 2,5\u00a0Mo !"},
		{French, "members", []any{"where", "DGT", "count", 0}, "0 membre de DGT"},
		{French, "members", []any{"where", "DGT", "count", 1}, "1 membre de DGT"},
		{French, "members", []any{"where", "DGT", "count", int64(2)}, "2 membres de DGT"},
		{French, "members", []any{"where", "DGT", "count", 10_000_001}, "10\u202f000\u202f001 membres de DGT"},
		{French, "members", []any{"where", "DGT"}, "⟦count⟧ membres de DGT"},
		{English, "members", []any{"where", "DGT", "count", 0}, "0 members of DGT"},
		{English, "members", []any{"where", "DGT", "count", 1}, "1 member of DGT"},
	}
	for _, test := range tests {
		if got := catalogue.In(test.lang).T(test.key, test.args...); got != test.want {
			t.Errorf("%s %s %v: got %q, want %q", test.lang, test.key, test.args, got, test.want)
		}
	}
}

func TestContext(t *testing.T) {
	catalogue := load(t, Messages)
	ctx := With(t.Context(), catalogue.In(English))
	if got := T(ctx, "word.save"); got != "Save" {
		t.Errorf("got %q", got)
	}
	if got := T(t.Context(), "word.save"); got != "⟦word.save⟧" {
		t.Errorf("without a printer: got %q", got)
	}
	if got := From(t.Context()).Number(1000); got != "1\u202f000" {
		t.Errorf("without a printer: got %q", got)
	}
}

func TestMessagesAreComplete(t *testing.T) {
	catalogue := load(t, Messages)
	if diff := cmp.Diff(catalogue.Keys(French), catalogue.Keys(English)); diff != "" {
		t.Error(diff)
	}
	for _, kind := range []string{"internal", "invalid", "malformed", "unauthenticated", "forbidden", "not_found",
		"conflict", "too_large", "unsupported", "too_many", "unavailable"} {
		for _, key := range []string{"fault." + kind, "fault." + kind + ".advice"} {
			if !catalogue.In(French).Has(key) {
				t.Errorf("%s has no message", key)
			}
		}
	}
	// A plain space before double punctuation lets the line break there.
	careless := regexp.MustCompile(` [:;?!»]|« |'|[^\x{00a0}]:(?:[^/]|$)|[^\x{202f}][;?!]`)
	for key, message := range catalogue.In(French).messages {
		for _, form := range []form{message.one, message.other} {
			if text := strings.Join(form, "x"); careless.MatchString(text) {
				t.Errorf("%s is not typographic French: %q", key, text)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	tests := []struct {
		header string
		want   Lang
	}{
		{"", French},
		{"fr-FR,fr;q=0.9,en;q=0.8", French},
		{"en-GB,en;q=0.9,fr;q=0.1", English},
		{"en-US", English},
		{"de,en;q=0.5", English},
		{"de", French},
		{"fr-CA", French},
		{"*", French},
		{";;;q=", French},
		{strings.Repeat("en-", 1000), French},
	}
	for _, test := range tests {
		if got := Match(test.header); got != test.want {
			t.Errorf("%q gave %s, want %s", test.header, got, test.want)
		}
	}
}

func BenchmarkT(b *testing.B) {
	catalogue, err := Load(Messages)
	if err != nil {
		b.Fatal(err)
	}
	printer := catalogue.In(French)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			printer.T("word.save")
		}
	})
	b.Run("plural", func(b *testing.B) {
		for b.Loop() {
			printer.T("fault.field.too_long", "count", 120)
		}
	})
}
