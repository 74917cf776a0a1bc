package ui

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/assets"
	"parvis/internal/fault"
	"parvis/internal/i18n"
)

// speaking is a context in a language, within the sample shell.
func speaking(t *testing.T, lang i18n.Lang) context.Context {
	t.Helper()
	catalogue, err := i18n.Load(Messages)
	if err != nil {
		t.Fatal(err)
	}
	return WithShell(i18n.With(context.Background(), catalogue.In(lang)), SampleShell())
}

func page(t *testing.T, lang i18n.Lang) string {
	t.Helper()
	var html strings.Builder
	if err := ComponentsPage().Render(speaking(t, lang), &html); err != nil {
		t.Fatal(err)
	}
	return html.String()
}

func TestComponentsPage(t *testing.T) {
	for _, lang := range i18n.Langs() {
		html := page(t, lang)
		if missing := regexp.MustCompile(`⟦[^⟧]*⟧`).FindString(html); missing != "" {
			t.Errorf("in %s, no text for %s", lang, missing)
		}
		if inline := regexp.MustCompile(`<[^>]+\s(style|on\w+)="[^"]*"|<style|<script>`).FindString(html); inline != "" {
			t.Errorf("the content security policy forbids %s", inline)
		}
		seen := map[string]bool{}
		for _, id := range regexp.MustCompile(`\sid="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			if seen[id[1]] {
				t.Errorf("two elements have the id %q", id[1])
			}
			seen[id[1]] = true
		}
		for _, of := range regexp.MustCompile(`(?:aria-describedby|aria-controls|aria-labelledby|data-count| for)="([^"]*)"`).FindAllStringSubmatch(html, -1) {
			for _, id := range strings.Fields(of[1]) {
				if !seen[id] {
					t.Errorf("%s names no element", of[0])
				}
			}
		}
	}
}

// TestComponentsAreShown: whatever a screen may use stands on the page of
// components, or is a frame of one of its screens.
func TestComponentsAreShown(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	declared, shown := map[string]bool{}, map[string]bool{}
	for _, file := range files {
		syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(file, "components_") {
			ast.Inspect(syntax, func(n ast.Node) bool {
				if name, ok := n.(*ast.Ident); ok {
					shown[name.Name] = true
				}
				return true
			})
			continue
		}
		for _, d := range syntax.Decls {
			if name := componentOf(d); ast.IsExported(name) {
				declared[name] = true
			}
		}
	}
	if len(declared) < 50 {
		t.Fatalf("only %d components are found", len(declared))
	}
	for name := range declared {
		if !shown[name] {
			t.Errorf("ui.%s is not on the page of components: show it in components_samples.go", name)
		}
	}
}

// componentOf is the name of the component that a function makes or renders:
// its receiver's, for Render and With.
func componentOf(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok {
		return ""
	}
	if f.Recv != nil && (f.Name.Name == "Render" || f.Name.Name == "With") {
		name, _ := f.Recv.List[0].Type.(*ast.Ident)
		return name.Name
	}
	if f.Recv != nil || f.Type.Results == nil || len(f.Type.Results.List) != 1 {
		return ""
	}
	made, ok := f.Type.Results.List[0].Type.(*ast.SelectorExpr)
	if !ok || made.Sel.Name != "Component" {
		return ""
	}
	return f.Name.Name
}

// TestIcons fails on an icon that the sprite does not hold: a name that the
// build does not see because it is not written as Icon: "name" or Icon("name").
func TestIcons(t *testing.T) {
	r := httptest.NewRequest("GET", assets.URL("icons.svg"), nil)
	w := httptest.NewRecorder()
	assets.Handler().ServeHTTP(w, r)
	sprite := w.Body.String()
	for _, use := range regexp.MustCompile(`icons-\w+\.svg#([\w-]+)`).FindAllStringSubmatch(page(t, i18n.French), -1) {
		if !strings.Contains(sprite, `id="`+use[1]+`"`) {
			t.Errorf("the sprite has no icon %q", use[1])
		}
	}
}

func TestCheckAccent(t *testing.T) {
	for _, c := range []struct {
		light, dark string
		want        bool
	}{
		{"", "", true},
		{"#0b5d48", "#7ccbad", true}, // the built-in pair
		{"#7a1f3d", "#f0a5bd", true},
		{"#ffd400", "", false}, // yellow on paper
		{"", "#0b5d48", false}, // dark green on night
		{"green", "", false},
		{"#0b5d4", "", false},
		{"#0b5d48;}body{display:none", "", false},
	} {
		if got := CheckAccent(c.light, c.dark); got != c.want {
			t.Errorf("CheckAccent(%q, %q) = %v", c.light, c.dark, got)
		}
	}
}

func TestSiteStyles(t *testing.T) {
	for _, c := range []struct{ light, dark, want string }{
		{"", "", ""},
		{"#7a1f3d", "", ":root{--accent-light:#7a1f3d;}\n"},
		{"#7a1f3d", "#f0a5bd", ":root{--accent-light:#7a1f3d;--accent-dark:#f0a5bd;}\n"},
		{"red;}", "#f0a5bd", ":root{--accent-dark:#f0a5bd;}\n"},
	} {
		if got := SiteStyles(c.light, c.dark); got != c.want {
			t.Errorf("SiteStyles(%q, %q) = %q, want %q", c.light, c.dark, got, c.want)
		}
	}
}

func TestErrorsFrom(t *testing.T) {
	catalogue, err := i18n.Load(Messages, i18n.Messages)
	if err != nil {
		t.Fatal(err)
	}
	ctx := i18n.With(context.Background(), catalogue.In(i18n.French))
	var check fault.Check
	check.Field("title", false, "fault.field.required")
	check.Field("text", false, "fault.field.too_long", "count", 20)
	got := ErrorsFrom(ctx, check.Err())
	want := []FieldError{{"title", "Ce champ est nécessaire."}, {"text", "20 caractères au plus."}}
	if diff := cmp.Diff(want, got.Fields); diff != "" {
		t.Error(diff)
	}
	if got.For("text") != want[1].Message || got.For("other") != "" {
		t.Errorf("For finds %q and %q", got.For("text"), got.For("other"))
	}
	if got := ErrorsFrom(ctx, nil); got.Message != "" {
		t.Errorf("no error says %q", got.Message)
	}
	if got := ErrorsFrom(ctx, errors.New("disk full")); got.Message == "" || strings.Contains(got.Message, "disk") {
		t.Errorf("a cause is shown: %q", got.Message)
	}
}

func TestPollShare(t *testing.T) {
	p := Poll{Voters: 18}
	for votes, want := range map[int]int{0: 0, 1: 6, 9: 50, 12: 67, 18: 100} {
		if got := p.share(PollOption{Votes: votes}); got != want {
			t.Errorf("%d of 18 is %d %%, want %d", votes, got, want)
		}
	}
	if got := (Poll{}).share(PollOption{Votes: 3}); got != 0 {
		t.Errorf("a share of nobody is %d", got)
	}
}
