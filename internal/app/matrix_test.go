package app

import (
	"flag"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/web"
)

var update = flag.Bool("update", false, "write the golden files anew; read the difference before you commit it")

// TestMatrix holds what every route answers to every sort of caller, in an
// open and in a private community. A new route or a changed rule shows as a
// difference of testdata/matrix.txt, to be read like code.
//
// Beside the golden file it demands that to whoever may not read it, what is
// private answers exactly like what does not exist.
func TestMatrix(t *testing.T) {
	s := newScene(t, start(t, store.SQLite))
	h := handlerOf(t, s.App)
	restore := storetest.Snapshot(t, s.DB)
	var out strings.Builder
	for _, route := range s.Router.Routes() {
		places := []string{"open", "private"}
		if !strings.Contains(route.Pattern, "{") {
			places = []string{""}
		}
		for _, place := range places {
			fmt.Fprintf(&out, "%-6s %s", route.Method, route.Pattern)
			if place != "" {
				fmt.Fprintf(&out, " (%s)", place)
			}
			fmt.Fprintf(&out, " — %s\n      ", route.Action.Name)
			touched := true
			for _, who := range callers {
				if touched {
					// What changes something is tried on the site as it was; a
					// refusal leaves it so.
					restore()
				}
				path := s.fillPath(t, route.Pattern, place)
				status, to := s.knock(t, h, route, path, who)
				fmt.Fprintf(&out, " %s:%d", who, status)
				touched = route.Method != http.MethodGet && status < 400
				if place == "private" && stranger(who) && !strings.HasPrefix(route.Pattern, "/p/") && strings.ContainsAny(route.Pattern, "{") {
					unknown, elsewhere := s.knock(t, h, route, s.unknownPath(route.Pattern), who)
					if unknown != status || (elsewhere == "") != (to == "") {
						t.Errorf("%s %s as %s: private answers %d %s, unknown answers %d %s", route.Method, route.Pattern, who, status, to, unknown, elsewhere)
					}
				}
			}
			out.WriteString("\n")
		}
	}
	golden := filepath.Join("testdata", "matrix.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), out.String()); diff != "" {
		t.Errorf("the matrix changed (go test ./internal/app -run TestMatrix -update, then read the difference):\n%s", diff)
	}
}

// stranger tells whether a caller may not know the private community.
func stranger(who string) bool {
	switch who {
	case "member", "manager", "guest", "administrator":
		return false
	}
	return true
}

func (s *scene) knock(t *testing.T, h http.Handler, route web.Route, path, who string) (int, string) {
	t.Helper()
	var form url.Values
	if route.Method != http.MethodGet {
		// A form with a choice made, where one is needed to reach the judgement.
		form = url.Values{"openness": {"open"}, "role": {"member"}}
	}
	status, to, _ := call(t, h, route.Method, path, s.cookies[who], form)
	return status, to
}

var parameter = regexp.MustCompile(`\{(\w+)\.{0,3}\}`)

// fillPath gives each parameter a value of the place; those that mean
// different things under different paths are told apart by what is before.
func (s *scene) fillPath(t *testing.T, pattern, place string) string {
	if place == "" {
		return pattern
	}
	values := s.params[place]
	pick := func(name string) string {
		switch {
		case strings.HasPrefix(pattern, "/dispatches/{item}/visas") && name == "item":
			return values["in_visas"]
		case strings.HasPrefix(pattern, "/dispatches/{item}/visas") && name == "visa":
			return values["visa_asked"]
		case name == "item" && (strings.HasPrefix(pattern, "/affairs/") || strings.Contains(pattern, "/export.")):
			return values["dispatch"]
		case strings.HasPrefix(pattern, "/dispatches/") && name == "item":
			return values["begun"]
		case strings.HasPrefix(pattern, "/desk/") && name == "unit":
			return values["desk"]
		case strings.HasPrefix(pattern, "/desk/") && name == "item":
			return values["dispatch"]
		case strings.Contains(pattern, "/poll") && name == "item":
			return values["poll"]
		case strings.Contains(pattern, "/sheet/") && name == "item":
			return values["sheet"]
		case approvedOnce.MatchString(pattern) && name == "item":
			return values["approved"]
		case strings.Contains(pattern, "/signoff") && !strings.HasSuffix(pattern, "/ask") && name == "item":
			return values["reviewed"]
		case strings.HasPrefix(pattern, "/d/") && name == "item":
			return values["document"]
		case strings.HasPrefix(pattern, "/d/") && name == "comment":
			return values["thread"]
		case name == "item" && aboutQuestions.MatchString(pattern):
			return values["question"]
		case strings.Contains(pattern, "accept") && name == "comment":
			return values["answer"]
		case strings.Contains(pattern, "/pages/") && name == "file":
			return values["picture"]
		case ofFile.MatchString(pattern) && name == "item":
			return values["shelf"]
		case strings.Contains(pattern, "/versions/") && name == "file":
			return values["version"]
		case strings.HasPrefix(pattern, "/p/"):
			return values["handle"]
		}
		if v, ok := values[name]; ok {
			return v
		}
		if v, ok := elsewhere[name]; ok {
			return v
		}
		t.Fatalf("no value for {%s} of %s: add it to the scene", name, pattern)
		return ""
	}
	return parameter.ReplaceAllStringFunc(pattern, func(p string) string {
		return pick(strings.Trim(p, "{.}"))
	})
}

// ofFile are the routes about a file of a library.
var ofFile = regexp.MustCompile(`^/i/\{item\}/(name|version|versions/.*|download|document)$`)

// approvedOnce are the routes whose item is a document that was approved.
var approvedOnce = regexp.MustCompile(`/approved/|/signoff/(renew|keep)$`)

// aboutQuestions are the routes whose item is a question.
var aboutQuestions = regexp.MustCompile(`accept|/i/\{item\}/(ask|pass|decline|take-back|duplicate|separate)`)

// elsewhere are parameters that belong to no community.
var elsewhere = map[string]string{
	"key": "unknown", "version": "1", "format": "md", "session": "1", "token": "1", "place": "new", "number": "1", "job": "1", "option": "1", "page": "1", "search": "1", "line": "1", "substitute": "1", "code": "TS",
	"content": strings.Repeat("0", 64),
}

// unknownPath names things that do not exist, well formed.
func (s *scene) unknownPath(pattern string) string {
	return parameter.ReplaceAllStringFunc(pattern, func(p string) string {
		switch name := strings.Trim(p, "{.}"); name {
		case "kind":
			return "item"
		case "name", "tag", "handle":
			return "inconnu"
		case "code":
			return "INCONNU"
		case "key", "version", "place", "number", "job", "content", "format":
			return elsewhere[name]
		}
		return s.IDs.New().String()
	})
}

func handlerOf(t testing.TB, a *App) http.Handler {
	t.Helper()
	h, err := a.Handler()
	if err != nil {
		t.Fatal(err)
	}
	return h
}
