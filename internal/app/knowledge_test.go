package app

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/knowledge"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

// TestSheetForms: what is typed is never lost, a draft comes back to its form,
// and what a thread says stays where its readers are.
func TestSheetForms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		s := newScene(t, start(t, db.Engine()))
		h := handlerOf(t, s.App)
		open, private := s.params["open"], s.params["private"]
		form := "/c/" + open["community"] + "/knowledge/new"
		ask := func(want int, who, method, path string, values url.Values, words ...string) string {
			t.Helper()
			status, to, body := call(t, h, method, path, s.cookies[who], values)
			if status != want {
				t.Errorf("%s %s by the %s: %d %s", method, path, who, status, to)
			}
			for _, w := range words {
				if !strings.Contains(body, w) {
					t.Errorf("%s %s lacks %q", method, path, w)
				}
			}
			return to
		}

		typed := url.Values{"id": {s.IDs.New().String()}, "title": {""}, "source": {"Mot à mot."}, "sources": {"Le code | javascript:alert(1)"}, "tags": {"archives"}}
		ask(422, "member", http.MethodPost, form, typed, "Mot à mot.", "Le code | javascript:alert(1)", `value="archives"`, "commence par http")
		typed.Set("title", "Archives")
		typed.Set("sources", "Le code | https://exemple.fr")
		typed.Set("go", "preview")
		ask(200, "member", http.MethodPost, form, typed, "<p>Mot à mot.</p>")
		typed.Set("go", "draft")
		ask(303, "member", http.MethodPost, form, typed)
		ask(200, "member", http.MethodGet, "/drafts", nil, form+"?draft="+typed.Get("id"))
		ask(200, "member", http.MethodGet, form, nil, "Mot à mot.", "Le code | https://exemple.fr", "repris votre brouillon")
		typed.Del("go")
		page := ask(303, "member", http.MethodPost, form, typed)
		ask(200, "member", http.MethodGet, page, nil, "Archives", "exemple.fr", "Personne ne l’a encore vérifiée")
		ask(303, "member", http.MethodGet, "/c/"+open["community"]+"/new?kind=knowledge", nil)

		to := ask(303, "member", http.MethodGet, "/i/"+open["question"]+"/sheet?comment="+open["answer"], nil)
		ask(200, "member", http.MethodGet, to, nil, "Réponse lisible", "/i/"+open["question"], "Manon Leroy")
		ask(403, "manager", http.MethodGet, form+"?from="+private["question"], nil)
		ask(404, "outsider", http.MethodGet, "/i/"+private["question"]+"/sheet", nil)
		ask(403, "manager", http.MethodPost, form, url.Values{"id": {s.IDs.New().String()}, "title": {"Ailleurs"}, "source": {"Texte."}, "origin": {private["question"]}}, "reste dans cette communauté")
		ask(200, "member", http.MethodGet, "/i/"+open["question"], nil, "Devenu la fiche", "Titre lisible de fiche")

		// A sheet of a private place made of an open thread is not told to who may not read it.
		if _, err := s.Knowledge.Write(t.Context(), s.as(t, "manager"), knowledge.New{
			New:    content.New{Community: s.world.Private, Title: "Titre " + mark + " tiré", Source: "Texte."},
			Origin: idOf(t, open["item"]),
		}); err != nil {
			t.Fatal(err)
		}
		if _, _, body := call(t, h, http.MethodGet, "/i/"+open["item"], s.cookies["outsider"], nil); strings.Contains(body, mark) || strings.Contains(body, "Devenu la fiche") {
			t.Error("an outsider learns what a thread became")
		}
		ask(200, "manager", http.MethodGet, "/i/"+open["item"], nil, "Devenu la fiche")
	})
}

func idOf(t *testing.T, raw string) id.ID {
	t.Helper()
	i, err := id.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
