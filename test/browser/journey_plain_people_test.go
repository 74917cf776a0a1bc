package browser

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parvis/internal/store"
)

// passing is somebody who has not signed in, and whose browser runs no script.
func passing(t *testing.T, s *site) *reader {
	t.Helper()
	return plainly(t, &site{url: s.url, signIn: func(*testing.T, string) []*http.Cookie { return nil }}, "")
}

// enters signs somebody of an office in, and has them accept the charter.
func (r *reader) enters(login string) *reader {
	r.t.Helper()
	r.visit("/sign-in", 200).send("/sign-in", 422, url.Values{"login": {login}, "password": {""}}, nil).sees(`value="` + login + `"`)
	r.send("/sign-in", 200, url.Values{"login": {login}, "password": {password}}, nil)
	if r.path != "/charter" {
		return r
	}
	return r.agrees()
}

// agrees accepts the charter, once it has been asked to.
func (r *reader) agrees() *reader {
	r.t.Helper()
	r.send("/charter", 422, nil, nil).sees("Lisez la charte")
	return r.send("/charter", 200, url.Values{"accept": {"1"}}, nil)
}

// found is the part of the page that a pattern captures.
func (r *reader) found(pattern string) string {
	r.t.Helper()
	hit := regexp.MustCompile(pattern).FindStringSubmatch(r.page)
	if hit == nil {
		r.t.Fatalf("nothing on %s is like %s", r.path, pattern)
	}
	return hit[1]
}

// TestJourneyOfficeWithoutScripts: people come in and a site is kept in order
// by plain forms. Each is refused once, says why, and keeps what was typed.
func TestJourneyOfficeWithoutScripts(t *testing.T) {
	o := newOffice(t)
	nadia := passing(t, &o.site).enters("nadia.perrin@exemple.fr")
	var theo *reader

	t.Run("an invitation", func(t *testing.T) {
		nadia.t = t
		guest := url.Values{"who": {"colleague"}, "name": {"Théo Besnard"}, "email": {"theo.besnard"}}
		nadia.visit("/invite", 200).send("/invite", 422, guest, nil).sees(`value="Théo Besnard"`, `value="theo.besnard"`, "aria-invalid")
		guest.Set("email", "theo.besnard@exemple.fr")
		nadia.send("/invite", 200, guest, nil).sees("L’invitation de Théo Besnard est partie.")
		link := o.letter(t, "theo.besnard@exemple.fr", "Bonjour Théo Besnard,")
		theo = passing(t, &o.site).visit(link, 200).sees("Bienvenue, Théo Besnard")
		theo.send(link, 422, url.Values{"password": {"court"}}, nil).sees("aria-invalid").seesNot("court\"")
		theo.send(link, 200, url.Values{"password": {password}}, nil).agrees()
		theo.visit("/p/theo.besnard", 200).sees("Théo Besnard")
	})
	if t.Failed() {
		return
	}

	t.Run("a photo", func(t *testing.T) {
		theo.t = t
		theo.visit("/p/theo.besnard/edit", 200).bring("/p/theo.besnard/photo", 422, nil, "photo", map[string]string{"moi.png": "rien d’une image"}).sees("n’est pas une photo lisible")
		theo.bring("/p/theo.besnard/photo", 200, nil, "photo", map[string]string{"moi.png": string(picture(t))}).sees("Votre photo est enregistrée.", "/p/theo.besnard/photo")
		theo.send("/p/theo.besnard/photo/remove", 200, nil, nil).sees("Votre photo est retirée.")
	})

	t.Run("units and functions", func(t *testing.T) {
		nadia.t = t
		file := func(text string) map[string]string { return map[string]string{"services.csv": text} }
		units := url.Values{"what": {"units"}, "check": {"1"}}
		nadia.visit("/admin/units", 200).bring("/admin/units", 422, units, "file", nil).sees("aria-invalid")
		nadia.bring("/admin/units", 422, units, "file", file("code;parent;nom\nA;;Préfecture\nB;Z;Bureau des titres\n")).sees("Le fichier est refusé : rien n’a changé")
		right := file("code;parent;nom;sigle\nA;;Préfecture du Lot;PREF\nB;A;Bureau des titres;BT\nC;A;Bureau des armes;BA\n")
		nadia.bring("/admin/units", 200, units, "file", right).sees("Ce que l’import changerait", "Bureau des titres")
		units.Set("import", "1")
		nadia.bring("/admin/units", 200, units, "file", right).sees("Ce que l’import a changé")

		const form = "/p/theo.besnard/functions"
		given := url.Values{"title": {"Instructeur"}, "service": {"ZZZ"}, "head": {"1"}}
		nadia.visit(form, 200).send(form, 422, given, nil).sees("Aucun service ne porte ce sigle", `value="Instructeur"`, `value="ZZZ"`, "checked")
		given.Set("service", "bureau")
		nadia.send(form, 422, given, nil).sees("Plusieurs services portent ces mots", "Bureau des titres", "Bureau des armes")
		given.Set("unit", nadia.found(`name="unit" value="([^"]+)"`))
		nadia.send(form, 200, given, nil).sees("La fonction est donnée.", "Instructeur")
		nadia.send(nadia.found(`action="(`+form+`/[^"]+/end)"`), 200, nil, nil).sees("La fonction a pris fin.", "Aucune fonction")
	})

	t.Run("colours and tags", func(t *testing.T) {
		nadia.t = t
		site := url.Values{"name": {"Le pont"}, "baseline": {"Préfecture du Lot"}, "light": {"#ffff00"}, "dark": {""}}
		nadia.visit("/admin", 200).send("/admin/site", 422, site, nil).sees("Cette couleur se lirait mal sur fond clair.", `value="#ffff00"`, `value="Le pont"`)
		site.Set("light", "#7a1f5c")
		nadia.send("/admin/site", 200, site, nil).sees("Le site est à jour.", "Le pont")

		for _, name := range []string{"repos", "vacances", "vacance"} {
			o.exec(t, store.Q(`INSERT INTO tags (id, name, fold, slug, uses) VALUES (%s, %s, %s, %s, 0)`, o.app.IDs.New(), name, name, name))
		}
		nadia.visit("/admin/tags?q=vac", 200)
		rename := strings.ReplaceAll(nadia.found(`action="(/admin/tags/[^"]+/rename[^"]*)"`), "&amp;", "&")
		nadia.send(rename, 422, url.Values{"name": {"repos"}}, nil).sees(`value="repos"`, "Une autre étiquette porte déjà ce nom", "vacances").seesNot(`href="/t/repos"`)
		merge := nadia.found(`action="(/admin/tags/[^"]+/merge[^"]*)"`)
		nadia.send(merge, 422, url.Values{"into": {"vacation"}}, nil).sees(`value="vacation"`, "Aucune étiquette ne porte ce nom.")
		nadia.send(rename, 200, url.Values{"name": {"vacances d’été"}}, nil).sees("L’étiquette est renommée.", "vacances d’été")
	})

	t.Run("the charter", func(t *testing.T) {
		nadia.t, theo.t = t, t
		nadia.visit("/admin/charter", 200).send("/admin/charter", 422, url.Values{"source": {" "}}, nil).sees("aria-invalid")
		text := url.Values{"source": {"## Une seule règle\n\nNous nous *écoutons*."}, "preview": {"1"}}
		nadia.send("/admin/charter", 200, text, nil).sees("<em>écoutons</em>", "Nous nous *écoutons*.")
		text.Del("preview")
		nadia.send("/admin/charter", 200, text, nil).sees("<em>écoutons</em>").agrees()
		theo.visit("/communities", 200).sees("<em>écoutons</em>").agrees().visit("/communities", 200).sees("Le pont")
	})

	t.Run("devices and tokens", func(t *testing.T) {
		theo.t = t
		lost := passing(t, &o.site).enters("theo.besnard@exemple.fr")
		lost.visit("/settings", 200)
		theo.visit("/settings/sessions", 200).send(theo.found(`action="(/settings/sessions/[^"]+/close)"`), 200, nil, nil).sees("L’appareil est déconnecté.")
		if lost.visit("/settings", 200); lost.path != "/sign-in" {
			t.Errorf("a device that was signed out reads %s", lost.path)
		}
		token := url.Values{"name": {""}, "scopes": {"read", "write"}, "expires": {"2031-01-31"}}
		theo.visit("/settings/tokens", 200).send("/settings/tokens", 422, token, nil).sees(`value="2031-01-31"`, `value="write" checked`)
		token.Set("name", "Tableau de bord")
		theo.send("/settings/tokens", 200, token, nil).sees("Copiez-le maintenant", "Tableau de bord")
		theo.send(theo.found(`action="(/settings/tokens/[^"]+/revoke)"`), 200, nil, nil).sees("Le jeton est révoqué.", "Aucun jeton")
	})
}
