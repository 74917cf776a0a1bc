package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestJoinedQuestionsNeverLeak: a private question cannot be joined to one that
// more people read, whoever tries and by whichever way; and two open ones are
// read, found and told as one.
func TestJoinedQuestionsNeverLeak(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		open, private := s.params["open"]["question"], s.params["private"]["question"]
		for _, who := range []string{"member", "manager"} {
			for from, into := range map[string]string{private: open, open: private} {
				status, _, body := call(t, h, http.MethodPost, "/i/"+from+"/duplicate", s.cookies[who], url.Values{"address": {"https://parvis.example/i/" + into + "#thread"}})
				if status != 422 || !strings.Contains(body, "lisent") && !strings.Contains(body, "lisent pas") {
					t.Errorf("%s joins %s to %s: %d", who, from, into, status)
				}
			}
		}
		if status, _, body := call(t, h, http.MethodPost, "/i/"+open+"/duplicate", s.cookies["outsider"], url.Values{"address": {"/i/" + private}}); status < 400 || strings.Contains(body, mark) {
			t.Errorf("an outsider joins: %d", status)
		}
		if _, _, body := call(t, h, http.MethodGet, "/i/"+open, s.cookies["outsider"], nil); strings.Contains(body, mark) {
			t.Error("the open question shows private words")
		}

		again, err := s.Publications.Publish(t.Context(), s.as(t, "member"), publication.New{New: content.New{
			ID: s.IDs.New(), Kind: publication.Question, Community: s.world.Open, Title: "La même question", Source: "Encore.",
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Content.Comment(t.Context(), s.as(t, "outsider"), content.NewComment{Form: s.IDs.New(), Item: again.ID, Kind: content.Answer, Source: "Réponse perlimpinpin"}); err != nil {
			t.Fatal(err)
		}
		path := content.Href(again.ID)
		if status, to, _ := call(t, h, http.MethodPost, path+"/duplicate", s.cookies["member"], url.Values{"address": {open}}); status != 303 || to != "/i/"+open {
			t.Fatalf("joining: %d %s", status, to)
		}
		target, err := id.Parse(open)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Search.Feed.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		status, _, body := call(t, h, http.MethodGet, "/i/"+target.String(), s.cookies["outsider"], nil)
		if status != 200 || !strings.Contains(body, "perlimpinpin") || !strings.Contains(body, "La même question") {
			t.Errorf("read as one: %d", status)
		}
		if status, to, _ := call(t, h, http.MethodGet, path, s.cookies["outsider"], nil); status != 303 || to != "/i/"+open {
			t.Errorf("the first leads to %d %s", status, to)
		}
		if _, _, found := call(t, h, http.MethodGet, "/search?q=perlimpinpin", s.cookies["outsider"], nil); !strings.Contains(found, "/i/"+open) {
			t.Error("what was said under the first is not found under the second")
		}
		if status, _, _ := call(t, h, http.MethodPost, path+"/separate", s.cookies["outsider"], url.Values{}); status != 403 {
			t.Errorf("an outsider parts them: %d", status)
		}
		if status, to, _ := call(t, h, http.MethodPost, path+"/separate", s.cookies["manager"], url.Values{}); status != 303 || to != path {
			t.Errorf("parting: %d %s", status, to)
		}
		if _, _, body := call(t, h, http.MethodGet, path, s.cookies["outsider"], nil); !strings.Contains(body, "perlimpinpin") {
			t.Error("parted, and the answer is lost")
		}
	})
}
