package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestRestrictedIsFoundWithoutItsWords: who may read a restricted dispatch finds
// it, and what is said under it, by title alone: no list of results shows words
// that the register would not know of.
func TestRestrictedIsFoundWithoutItsWords(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		h := p.handler
		member, open, private := p.as(t, "member"), parsed(t, p.params["open"]["dispatch"]), parsed(t, p.params["private"]["dispatch"])
		if _, err := p.Content.Comment(t.Context(), member, content.NewComment{Form: p.IDs.New(), Item: private, Source: "Texte dit sous la dépêche."}); err != nil {
			t.Fatal(err)
		}
		p.exec(t, store.Q(`DELETE FROM dispatch_readings WHERE item_id IN (%s, %s)`, open, private))
		if found := p.finds(t, "member", "kind:dispatch texte"); found != "item Titre canari de dépêche, item Titre lisible de dépêche [Texte]" {
			t.Errorf("the member finds %q", found)
		}
		if found := p.finds(t, "member", "kind:comment dit sous"); found != "comment Titre canari de dépêche" {
			t.Errorf("the member finds %q", found)
		}
		token := p.token(t, "member", access.Read)
		for _, path := range []string{"/search?text=kind:dispatch+texte", "/archive/dispatches", "/archive/dispatches?text=texte"} {
			r := p.ask(t, token, http.MethodGet, path, "", "")
			if r.status != http.StatusOK || !strings.Contains(r.text, private.String()) || strings.Contains(strings.ToLower(r.text), "texte "+mark) {
				t.Errorf("%s: %d %s", path, r.status, r.text)
			}
		}
		for _, path := range []string{"/search?q=" + url.QueryEscape("kind:dispatch texte"), "/dispatches/archive", "/dispatches/archive?q=texte"} {
			status, _, body := call(t, h, http.MethodGet, path, p.cookies["member"], nil)
			plain := strings.NewReplacer("<mark>", "", "</mark>", "").Replace(body)
			if status != http.StatusOK || !strings.Contains(plain, private.String()) || strings.Contains(plain, "Texte "+mark) {
				t.Errorf("%s: %d shows %v", path, status, strings.Contains(plain, "Texte "+mark))
			}
		}
		if n, err := store.One[int](t.Context(), p.DB, store.Q(`SELECT COUNT(*) FROM dispatch_readings WHERE item_id = %s`, private)); err != nil || n != 0 {
			t.Errorf("%d readings, %v", n, err)
		}
	})
}
