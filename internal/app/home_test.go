package app

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestHome: home lists the searches that its reader keeps, with what is new in
// each, and asks few statements whatever they are.
func TestHome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := newPrograms(t, db.Engine())
		home := func(who string) (string, int) {
			ctx, n := store.Counted(t.Context())
			req := httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
			req.AddCookie(&http.Cookie{Name: "parvis", Value: p.cookies[who]})
			res := httptest.NewRecorder()
			p.handler.ServeHTTP(res, req)
			return res.Body.String(), *n
		}
		body, before := home("manager")
		if strings.Contains(body, `id="kept"`) {
			t.Error("nothing is kept and home says so")
		}
		p.keepsWatch(t, "manager")
		p.publishes(t)
		body, after := home("manager")
		for _, said := range []string{"Vos recherches", "Veille q", "Gérer vos recherches", "/search?q=titre&amp;sort=date"} {
			if !strings.Contains(body, said) {
				t.Errorf("home does not say %q", said)
			}
		}
		// What is new to read takes three more, to name what it is about; the states
		// of documents one. Whether one's unit has a desk takes one, in the menu.
		if before > 15 || after > 18 {
			t.Errorf("%d statements, then %d", before, after)
		}
	})
}
