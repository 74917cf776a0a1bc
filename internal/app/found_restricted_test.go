package app

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
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
		rows, err := p.Content.Rows(t.Context(), member, []id.ID{open, private})
		if err != nil || len(rows) != 2 {
			t.Fatal(rows, err)
		}
		for _, r := range rows {
			if (r.Excerpt == "") != (r.ID == private) {
				t.Errorf("a list says %q of %s", r.Excerpt, r.Title)
			}
		}
		told, err := p.Notifications.List(t.Context(), member, notification.Wanted{Streams: []notification.Stream{notification.Do, notification.ForMe, notification.ForInfo}, Kind: "dispatch", Limit: 30})
		if err != nil || !slices.ContainsFunc(told.Notices, func(n notification.Notice) bool { return n.Subject.ID == private }) {
			t.Fatalf("the member is told of %+v, %v", told.Notices, err)
		}
		for _, n := range told.Notices {
			if n.Subject.ID == private && n.Of.Excerpt != "" {
				t.Errorf("a line of home says %q", n.Of.Excerpt)
			}
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
