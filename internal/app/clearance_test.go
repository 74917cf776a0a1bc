package app

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/administration"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestALoweredClearanceHoldsAtOnce: what goes above it is gone from every page,
// list, count, search, notice, export and stream of who read it, in the same
// breath; given back, it is there again.
func TestALoweredClearanceHoldsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		item, file := s.confides(t)
		desk := "/desk/" + s.params["private"]["desk"]
		// The words are in the title: questions ask by those of the text.
		pages := []string{
			"/", "/notifications", desk, desk + "/selection", desk + "/" + item, "/i/" + item, "/dispatches/archive", "/dispatches/archive?q=hermine",
			"/search?q=hermine", "/search?q=hermine&kind=dispatch", "/search/suggest?q=objet", "/affairs/" + item, "/dispatches/" + item + "/export.eml", "/p/manon.leroy", file,
		}
		reads := func(want bool) {
			t.Helper()
			for _, path := range pages {
				if status, _, body := call(t, h, http.MethodGet, path, s.cookies["member"], nil); strings.Contains(body, "zibeline") != want || want && status != http.StatusOK {
					t.Errorf("%s: %d, meets the dispatch: %v, want %v", path, status, !want, want)
				}
			}
		}
		bell := func() string {
			_, _, body := call(t, h, http.MethodGet, "/live/poll", s.cookies["member"], nil)
			return body
		}
		reads(true)
		rung := bell()
		site := httptest.NewServer(h)
		defer site.Close()
		streams := []*bufio.Reader{s.opens(t, site, "/live"), s.opens(t, site, desk+"/"+item+"/live")}

		s.clear(t, h, "member", "restricted", "limited")
		reads(false)
		if now := bell(); now == rung || !strings.Contains(now, `"clearance":1`) {
			t.Errorf("the bell says %s, and said %s", now, rung)
		}
		for _, stream := range streams {
			if _, err := io.Copy(io.Discard, stream); err != nil {
				t.Error("a stream that should have ended:", err)
			}
		}
		for path, want := range map[string]int{desk + "/" + item + "/live": 404, "/i/" + item: 404, desk + "/" + item: 404, file: 404} {
			if status, _, _ := call(t, h, http.MethodGet, path, s.cookies["member"], nil); status != want {
				t.Errorf("%s: %d, want %d", path, status, want)
			}
		}
		s.clear(t, h, "member", "limited", "restricted")
		reads(true)
		if now := bell(); now != rung {
			t.Errorf("the bell says %s, and said %s", now, rung)
		}
	})
}

// TestAClearanceIsTold: whoever it is reads how far they read from then on, on
// their lines and in their settings, until they saw it.
func TestAClearanceIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		told := func(who, sentence string, want bool) {
			t.Helper()
			if err := s.Activity.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			_, _, body := call(t, h, http.MethodGet, "/", s.cookies[who], nil)
			if strings.Contains(body, sentence) != want || want && !strings.Contains(body, `href="/settings#clearance"`) {
				t.Errorf("%s is told “%s”: %v, want %v", who, sentence, !want, want)
			}
		}
		for _, who := range []string{"member", "guest"} {
			was := "restricted"
			if who == "guest" {
				was = "public"
			}
			s.clear(t, h, who, was, "limited")
			told(who, "jusqu’à la diffusion limitée, pas les restreintes", true)
			if _, _, body := call(t, h, http.MethodGet, "/settings", s.cookies[who], nil); !strings.Contains(body, "jusqu’à la diffusion limitée") {
				t.Errorf("the settings of the %s do not say it", who)
			}
			told(who, "jusqu’à la diffusion limitée, pas les restreintes", false)
		}
		s.clear(t, h, "member", "limited", "restricted")
		s.clear(t, h, "member", "restricted", "public")
		told("member", "et aucune qui soit protégée", true) // the last one alone
		told("member", "jusqu’aux restreintes", false)
		told("manager", "Votre habilitation a changé", false)
	})
}

// TestAClearanceFromTheCommandLine ends the open pages of the server: the program
// that changes it there reaches none, the server finds it in the log.
func TestAClearanceFromTheCommandLine(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		item, _ := s.confides(t)
		site := httptest.NewServer(h)
		defer site.Close()
		desk := "/desk/" + s.params["private"]["desk"]
		streams := []*bufio.Reader{s.opens(t, site, "/live"), s.opens(t, site, desk+"/"+item+"/live")}
		other := administration.New(s.Administration.Config)
		other.Open = deaf{}
		if _, err := other.ClearByOperator(t.Context(), "marc.petit", access.Public); err != nil {
			t.Fatal(err)
		}
		if err := s.Activity.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, stream := range streams {
			if _, err := io.Copy(io.Discard, stream); err != nil {
				t.Error("a stream that should have ended:", err)
			}
		}
	})
}

// deaf is the command line, which reaches no open page.
type deaf struct{}

// RightsMoved reaches nobody.
func (deaf) RightsMoved(context.Context, *store.Tx, id.ID) {}

// confides has the manager sign a restricted dispatch for the desk of the member,
// keep it for the day and give it to them; it returns the dispatch and the
// address of a file that goes with it.
func (s *scene) confides(t *testing.T) (item, file string) {
	t.Helper()
	as, desk := s.as(t, "manager"), parsed(t, s.params["private"]["desk"])
	joined, err := s.Content.Upload(t.Context(), as, "annexe.txt", strings.NewReader("Liste zibeline."))
	if err != nil {
		t.Fatal(err)
	}
	d, err := s.Dispatches.Draft(t.Context(), as, correspondence.Writing{
		ID: s.IDs.New(), Unit: parsed(t, s.params["private"]["above"]), Subject: "Objet zibeline", Source: "Le texte dit hermine.", Files: []id.ID{joined.ID}, Signatory: as.Person(),
		Qualified: &correspondence.Qualification{Type: "TD", Precedence: correspondence.Urgent, Protection: access.Restricted, Distribution: access.ForNamed},
		To:        []correspondence.Target{{Unit: desk, Acts: true}},
	})
	if err == nil {
		err = s.Dispatches.Send(t.Context(), as, d.Item)
	}
	if err == nil {
		_, err = s.Dispatches.Release(t.Context(), as, d.Item, clock.Time{})
	}
	if err == nil {
		_, err = s.Desks.Assign(t.Context(), as, desk, d.Item, s.people["member"])
	}
	if err == nil {
		err = s.Desks.Keep(t.Context(), as, desk, d.Item)
	}
	if err == nil {
		_, err = s.Content.Comment(t.Context(), as, content.NewComment{Form: s.IDs.New(), Item: d.Item, Source: "Pour @marc.petit, sur la zibeline."})
	}
	err = errors.Join(err, s.Jobs.Drain(t.Context()), s.Activity.CatchUp(t.Context()), s.Search.Feed.CatchUp(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	return d.Item.String(), "/files/" + joined.ID.String() + "/annexe.txt"
}

// clear has the administrator say how far somebody reads.
func (s *scene) clear(t *testing.T, h http.Handler, who, was, to string) {
	t.Helper()
	path := "/admin/people/" + s.people[who].String() + "/clearance"
	if status, _, body := call(t, h, http.MethodPost, path, s.cookies["administrator"], url.Values{"was": {was}, "clearance": {to}}); status != http.StatusSeeOther {
		t.Fatal(status, body)
	}
}

// opens is a stream of the member that has said its first word.
func (s *scene) opens(t *testing.T, site *httptest.Server, path string) *bufio.Reader {
	t.Helper()
	ask, err := http.NewRequestWithContext(t.Context(), http.MethodGet, site.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	ask.AddCookie(&http.Cookie{Name: "parvis", Value: s.cookies["member"]})
	answer, err := site.Client().Do(ask)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	out := bufio.NewReader(answer.Body)
	if line, err := out.ReadString('\n'); err != nil || !strings.HasPrefix(line, "event: ") {
		t.Fatalf("%s: %q, %v", path, line, err)
	}
	return out
}

// TestFilesOfProtectedDispatchesAreNotKept: a browser asks for them each time, so
// that none outlives the right to read it.
func TestFilesOfProtectedDispatchesAreNotKept(t *testing.T) {
	s := newScene(t, start(t, store.SQLite))
	h := handlerOf(t, s.App)
	_, guarded := s.confides(t)
	p := s.params["open"]
	for path, want := range map[string]string{guarded: "no-store", "/files/" + p["file"] + "/" + p["name"]: "private, max-age=3600"} {
		ask := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		ask.AddCookie(&http.Cookie{Name: "parvis", Value: s.cookies["member"]})
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, ask)
		if got := answer.Header().Get("Cache-Control"); answer.Code != http.StatusOK || got != want {
			t.Errorf("%s: %d, %q, want %q", path, answer.Code, got, want)
		}
	}
}
