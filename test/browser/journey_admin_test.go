package browser

import (
	"bytes"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/app"
	"parvis/internal/community"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// TestJourneyAdministration: Nadia Perrin keeps a site in order: its name and
// colours, its units and functions, people, tags, a place that its people have
// left; all of it is in the register, and a hand in the database shows.
func TestJourneyAdministration(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	for _, name := range []string{"Théo Besnard", "Samira Lefort"} {
		o.colleague(t, name)
	}
	nadia := open(t, &o.site, "", desktop)
	nadia.signIn("nadia.perrin@exemple.fr", password)
	nadia.accept()
	nadia.at("/")

	siteDressed(nadia)
	unitsAndFunctions(nadia)
	suspended(t, o, nadia)
	tagsInOrder(t, o, nadia)
	placeRescued(t, o, nadia)

	nadia.visit("/admin/acts")
	nadia.see("La chaîne est intacte")
	for _, act := range []string{"Nom ou couleurs du site", "Services importés", "Fonctions changées", "Compte suspendu", "Étiquettes fusionnées", "Rôle changé dans une communauté"} {
		nadia.see(act)
	}
	nadia.screen("admin-acts-full")
	nadia.choose("Acte", "Compte suspendu")
	nadia.press("Appliquer")
	nadia.at(`/admin/acts\?verb=person.suspended.*`)
	nadia.see("Théo Besnard")
	nadia.lacks("tbody tr:nth-child(2)")
	nadia.settle() // the choice and the button both ask for the page

	o.exec(t, store.Q(`UPDATE acts SET data = '{}' WHERE verb = 'site.changed'`))
	nadia.visit("/admin/acts")
	nadia.see("La chaîne est rompue")
	nadia.screen("admin-acts-broken")
	var out, errs bytes.Buffer
	if code := app.Run(t.Context(), "test", []string{"doctor", "--data", o.app.Config.Data}, &out, &errs); code != 1 {
		t.Errorf("parvis doctor: %d\n%s%s", code, &out, &errs)
	}
	if !strings.Contains(out.String(), "wrong  log of administrative acts") || !strings.Contains(out.String(), "ok     database") {
		t.Errorf("parvis doctor says\n%s", &out)
	}
}

// colleague makes an account that has accepted the charter.
func (o *office) colleague(t *testing.T, name string) identity.Person {
	t.Helper()
	hash, err := o.app.Identity.HashPassword(t.Context(), password, name)
	if err != nil {
		t.Fatal(err)
	}
	var p identity.Person
	err = o.app.DB.Write(t.Context(), func(tx *store.Tx) error {
		if p, err = o.app.Identity.Enrol(t.Context(), tx, identity.NewPerson{Name: name, Password: hash, Locale: "fr"}); err != nil {
			return err
		}
		return o.app.Identity.AcceptCharter(t.Context(), tx, p.ID, 1)
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func siteDressed(nadia *page) {
	nadia.visit("/admin")
	nadia.fill("Nom du site", "Le pont")
	nadia.fill("Ligne sous le nom", "Préfecture du Lot")
	nadia.expect(422)
	nadia.fill("Sur fond clair", "#ffff00")
	nadia.press("Enregistrer")
	nadia.see("Cette couleur se lirait mal sur fond clair.")
	nadia.fill("Sur fond clair", "#7a1f5c")
	nadia.fill("Sur fond sombre", "#f0a6d6")
	nadia.press("Enregistrer")
	nadia.see("Le site est à jour.")
	nadia.see("Le pont") // at once
	nadia.wait("the new colour to be worn", `getComputedStyle(document.documentElement).getPropertyValue("--accent-light").trim() === "#7a1f5c"`)
	nadia.screen("admin-site-dressed")
	nadia.prefer(feature{"prefers-color-scheme", "dark"})
	nadia.screen("admin-site-dressed-dark")
	nadia.prefer(feature{"prefers-color-scheme", "light"})
}

func unitsAndFunctions(nadia *page) {
	nadia.visit("/admin/units")
	nadia.expect(422)
	nadia.attach("file", []byte("code;parent;name\nA;;Préfecture\nB;Z;Bureau des titres\n"))
	nadia.press("Vérifier sans rien changer")
	nadia.see("Le fichier est refusé : rien n’a changé")
	nadia.screen("admin-units-refused")
	nadia.attach("file", []byte("code;parent;name;acronym\nA;;Préfecture du Lot;PREF\nB;A;Bureau des titres;BT\n"))
	nadia.press("Vérifier sans rien changer")
	nadia.see("Ce que l’import changerait")
	nadia.attach("file", []byte("code;parent;name;acronym\nA;;Préfecture du Lot;PREF\nB;A;Bureau des titres;BT\n"))
	nadia.press("Importer")
	nadia.see("Ce que l’import a changé")
	nadia.screen("admin-units-done")

	nadia.visit("/admin/people")
	nadia.press("Samira Lefort")
	nadia.press("Fonctions et services")
	nadia.see("Aucune fonction")
	nadia.fill("Fonction", "Cheffe de bureau")
	nadia.fill("Service", "ZZZ")
	nadia.press("Donner cette fonction")
	nadia.see("Aucun service ne porte ce sigle")
	nadia.fill("Service", "bt")
	nadia.press("Dirige ce service")
	nadia.press("Donner cette fonction")
	nadia.see("La fonction est donnée.")
	nadia.fill("Fonction", "Formatrice")
	nadia.fill("Service", "Préfecture")
	nadia.press("Donner cette fonction")
	nadia.see("La fonction est donnée.")
	nadia.see("Rendre principale")
	nadia.screen("functions-given")
	nadia.visit("/people?q=samira")
	nadia.see("Cheffe de bureau, BT")
	nadia.visit("/search?q=samira")
	nadia.see("Cheffe de bureau, BT")
	nadia.visit("/p/samira.lefort/functions")
	nadia.press("Mettre fin")
	nadia.see("La fonction a pris fin.")
	nadia.visit("/p/samira.lefort")
	nadia.see("Formatrice")
	nadia.seeNot("Cheffe de bureau")
}

func suspended(t *testing.T, o *office, nadia *page) {
	theo := open(t, &o.site, "", phone)
	theo.signIn("theo.besnard", password)
	theo.at("/")
	nadia.visit("/admin/people?q=besnard")
	nadia.press("Théo Besnard")
	nadia.press("Suspendre le compte")
	nadia.see("Le compte est suspendu.")
	theo.visit("/communities")
	theo.at("/sign-in.*")
	theo.expect(403)
	theo.signIn("theo.besnard", password)
	theo.see("Votre compte est suspendu.")
	nadia.visit("/admin/people?state=suspended")
	nadia.see("Théo Besnard")
	nadia.seeNot("Samira Lefort")
	nadia.press("Théo Besnard")
	nadia.screen("admin-person-suspended")
	nadia.press("Rétablir le compte")
	nadia.see("Le compte est rétabli.")
	theo.signIn("theo.besnard", password)
	theo.at("/")
}

func tagsInOrder(t *testing.T, o *office, nadia *page) {
	for _, name := range []string{"Congé", "Vacances", "Vacance"} {
		o.exec(t, store.Q(`INSERT INTO tags (id, name, fold, slug, uses) VALUES (%s, %s, %s, %s, 0)`, o.app.IDs.New(), name, strings.ToLower(name), strings.ToLower(name)))
	}
	nadia.visit("/admin/tags")
	nadia.fill("Nouveau nom de Congé", "Congés")
	nadia.click("tr:has(a[href='/t/congé']) button")
	nadia.see("L’étiquette est renommée.")
	nadia.see("Congés")
	nadia.fill("Fusionner Vacance avec", "Vacances")
	nadia.click("tr:has(a[href='/t/vacance']) td:last-child button")
	nadia.see("Les deux étiquettes n’en font plus qu’une.")
	nadia.lacks("a[href='/t/vacance']")
}

func placeRescued(t *testing.T, o *office, nadia *page) {
	french := i18n.With(t.Context(), o.app.Catalogue.In(i18n.French))
	samira := o.actor(t, "samira.lefort")
	c, err := o.app.Community.Open(french, samira, community.Opening{Name: "Cellule de veille", Purpose: "Veiller ensemble", Template: "project"})
	if err == nil {
		err = o.app.Community.SetOpenness(french, o.actor(t, "samira.lefort"), c.ID, access.Private)
	}
	if err == nil {
		err = o.app.Community.Leave(french, o.actor(t, "samira.lefort"), c.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	nadia.visit("/admin/communities?q=veille")
	nadia.press("Cellule de veille")
	nadia.see("Personne n’anime cette communauté.")
	nadia.screen("admin-community-orphan")
	nadia.expect(422)
	nadia.fill("Nommer à l’animation", "nadia.perrin")
	nadia.press("Nommer")
	nadia.see("Vous ne pouvez pas vous nommer vous-même")
	nadia.fill("Nommer à l’animation", "theo.besnard")
	nadia.press("Nommer")
	nadia.see("La personne anime désormais cette communauté.")
	theo := open(t, &o.site, "", phone)
	theo.signIn("theo.besnard", password)
	theo.at("/")
	theo.visit("/communities")
	theo.press("Cellule de veille")
	theo.see("Réglages")
	theo.screen("community-rescued")
}
