package app

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// address finds every place that a page leads to, links, forms that read and
// fragments alike.
var address = regexp.MustCompile(`(?:href|action|src|hx-get|data-[a-z-]+)="(/[^"]*)"`)

// TestCanary sends each sort of caller through every page, list, search,
// suggestion and fragment that they can reach, and through what they can only
// guess. The words of the private community must not appear. Its members, who
// take the same walk, must meet them: that is what makes the silence a proof.
func TestCanary(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		for _, who := range callers {
			walk := s.walk(t, h, who)
			inside := who == "member" || who == "manager" || who == "guest"
			switch {
			case inside && len(walk.heard) < 8:
				t.Errorf("%s met the mark on %d pages only: the walk is too short to prove anything", who, len(walk.heard))
			case !inside && len(walk.heard) > 0 && who != "administrator":
				t.Errorf("%s met the mark: %v", who, walk.heard)
			}
			if who == "administrator" {
				// Administration names every community; what is said in them stays theirs.
				for path, body := range walk.heard {
					if strings.Contains(body, "Texte "+mark) || strings.Contains(body, "Titre "+mark) || strings.Contains(body, "Commentaire "+mark) {
						t.Errorf("the administrator reads private words at %s", path)
					}
				}
			}
			t.Logf("%s: %d pages", who, walk.pages)
		}
	})
}

// walk is what one caller met.
type walk struct {
	pages int
	heard map[string]string // path → the body that held the mark
}

func (s *scene) walk(t *testing.T, h http.Handler, who string) walk {
	t.Helper()
	w := walk{heard: map[string]string{}}
	seen := map[string]bool{}
	queue := append([]string{"/"}, s.guesses()...)
	for len(queue) > 0 && w.pages < 900 {
		path := queue[0]
		queue = queue[1:]
		if seen[path] || strings.HasPrefix(path, "/assets/") || path == "/live" || strings.HasPrefix(path, "/sign-out") {
			continue
		}
		seen[path] = true
		status, to, body := call(t, h, http.MethodGet, path, s.cookies[who], nil)
		w.pages++
		if status >= 500 {
			t.Errorf("%s: %s answers %d", who, path, status)
		}
		if strings.HasPrefix(to, "/") {
			queue = append(queue, to)
		}
		// What the caller typed may come back to them; what they did not, not.
		if typed, err := url.QueryUnescape(path); err == nil && !strings.Contains(typed, mark) && strings.Contains(body, mark) {
			w.heard[path] = body
		} else if strings.Contains(path, mark) && strings.Count(body, mark) > strings.Count(s.echo(t, h, who, path), mark) {
			w.heard[path] = body
		}
		for _, m := range address.FindAllStringSubmatch(body, -1) {
			next := html.UnescapeString(m[1])
			if at := strings.IndexByte(next, '#'); at >= 0 {
				next = next[:at]
			}
			// Filters of filters have no end: those of the guesses are walked.
			if strings.HasPrefix(path, "/search") && strings.HasPrefix(next, "/search?") {
				continue
			}
			queue = append(queue, next)
		}
	}
	return w
}

// echo is the same question about a word that nothing holds: what comes back
// of it is only what was typed.
func (s *scene) echo(t *testing.T, h http.Handler, who, path string) string {
	_, _, body := call(t, h, http.MethodGet, strings.ReplaceAll(path, mark, "nullepart"), s.cookies[who], nil)
	return strings.ReplaceAll(body, "nullepart", mark)
}

// guesses are the addresses of the private community, which an outsider may
// have been told, and the questions that could bring its words out.
func (s *scene) guesses() []string {
	p := s.params["private"]
	var out []string
	for _, pattern := range []string{
		"/c/%[1]s", "/c/%[1]s/members", "/c/%[1]s/about", "/c/%[1]s/bin", "/c/%[1]s/settings", "/c/%[1]s/requests", "/c/%[1]s/new", "/c/%[1]s/audience",
		"/i/%[2]s", "/i/%[2]s/history", "/i/%[2]s/edit", "/i/%[2]s/readers", "/i/%[3]s", "/i/%[4]s", "/i/%[4]s/poll", "/files/%[5]s/%[6]s", "/files/%[5]s/preview", "/files/%[7]s/preview", "/files/%[7]s/pages/1",
		"/c/%[1]s/knowledge", "/c/%[1]s/knowledge/print", "/c/%[1]s/knowledge/new", "/c/%[1]s/knowledge/arrange", "/i/%[8]s", "/i/%[8]s/sheet/card", "/i/%[3]s/sheet",
		"/c/%[1]s/questions", "/c/%[1]s/questions/settings", "/c/%[1]s/questions/near?kind=question&title=titre+question", "/c/%[1]s/questions/people?kind=question&title=titre+question",
		"/d/%[9]s", "/d/%[9]s?threads=all", "/d/%[9]s/margin", "/d/%[9]s/live", "/d/%[9]s/card", "/d/%[9]s/history", "/d/%[9]s/history/1", "/d/%[9]s/history/1?whole=1", "/i/%[9]s", "/c/%[1]s/documents/new",
		"/d/%[9]s/signoff", "/d/%[9]s/signoff/ask", "/d/%[10]s", "/i/%[10]s", "/d/%[10]s/signoff", "/d/%[10]s/signoff/%[11]s/pass", "/d/%[12]s", "/i/%[12]s", "/d/%[12]s/signoff", "/d/%[12]s/approved/1",
		"/i/%[3]s/ask", "/i/%[3]s/pass", "/i/%[3]s/duplicate", "/i/%[3]s?alone=1",
		"/desk/%[13]s", "/desk/%[13]s?view=read", "/desk/%[13]s?view=done", "/desk/%[13]s/selection", "/desk/%[13]s/measure", "/desk/%[13]s/measure/csv", "/desk/%[14]s", "/desk/%[14]s/below", "/desk/%[14]s/below?desk=%[13]s",
		"/desk/%[13]s/%[15]s", "/desk/%[14]s/%[15]s", "/i/%[15]s", "/contributions/%[16]s",
		"/dispatches/new?answers=%[15]s", "/dispatches/new?instructs=%[15]s", "/dispatches/new?refers=%[15]s", "/affairs/%[15]s", "/affairs/%[15]s?view=graph", "/affairs/%[15]s/export.pdf", "/affairs/%[15]s/export.zip", "/dispatches/%[15]s/export.pdf", "/dispatches/%[15]s/export.eml", "/i/%[17]s", "/dispatches/%[17]s/edit", "/dispatches/%[17]s/return",
		"/i/%[18]s", "/dispatches/%[18]s/edit", "/dispatches/%[18]s/visas",
	} {
		out = append(out, fmt.Sprintf(pattern, p["community"], p["item"], p["question"], p["poll"], p["file"], p["name"], p["picture"], p["sheet"], p["document"],
			p["reviewed"], p["visa"], p["approved"], p["desk"], p["above"], p["dispatch"], p["note"], p["begun"], p["in_visas"]))
	}
	for _, page := range []string{"/search?q=", "/palette?q=", "/suggest/tags?q=", "/suggest/people?q=", "/suggest/dispatches?q=", "/communities?q=", "/people?q=", "/t/"} {
		out = append(out, page+mark, page+"can", page+url.QueryEscape("titre"), page+"marc", page+mark+"-partage")
	}
	// What resembles a question being written in the open community, and who would be asked.
	for _, title := range []string{mark + "+question", "titre+question", "texte+de+question"} {
		form := "?kind=question&title=" + title + "&tags=" + mark + "+partag%C3%A9"
		out = append(out, "/c/"+s.params["open"]["community"]+"/questions/near"+form, "/c/"+s.params["open"]["community"]+"/questions/people"+form)
	}
	// Operators, tabs, filters and what is misspelt; facets, counts, chips and
	// corrections come with each page.
	for n, asked := range []string{
		"texte " + mark, "titre", "canarri", "titre -lisible", `"texte ` + mark + `"`, "in:discret", "dans:" + p["community"], "de:marc.petit", "from:marc titre",
		"tag:" + mark + "-partage", "kind:question titre", "kind:commentaire commentaire", "has:file", "avant:2100", "après:2000 texte",
	} {
		out = append(out, "/search?q="+url.QueryEscape(asked))
		for _, tab := range []string{"items", "comments", "files", "people", "communities", "tags"} {
			if n < 2 {
				out = append(out, "/search?tab="+tab+"&q="+url.QueryEscape(asked))
			}
		}
	}
	out = append(out, "/search?kind=post&in="+p["community"], "/search?q=titre&tag="+mark+"-partage", "/search?q=texte&sort=date", "/searches",
		"/search/suggest?q="+mark, "/search/suggest?q=can", "/search/suggest?q=canri", "/search/suggest?q=titre+can", "/palette?q=canri", "/palette?q=discret")
	for _, asked := range []string{"", "?q=titre", "?q=" + mark, "?tag=" + mark + "-partage", "?unit=Bureau+" + p["desk"], "?protection=2", "?q=texte&type=TD&precedence=1&acts=action&from=2026-01-01"} {
		out = append(out, "/dispatches/archive"+asked)
	}
	return append(out, "/questions", "/desk", "/desk/followed", "/dispatches/lists", "/dispatches", "/dispatches/measure", "/dispatches/measure/csv", "/dispatches/new", "/dispatches/receivers?acts=Bureau", "/suggest/dispatches?q=2026-1", "/live/poll", "/notifications", "/notifications?stream=info", "/p/marc.petit", "/p/manon.leroy", "/drafts", "/communities", "/units", "/admin", "/api/openapi.json")
}
