package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parvis/internal/store"
)

// TestJourneyTemplate: a manager makes a template of a document of the
// community; whoever begins another there is offered it first, looks at it, and
// finds its fields filled (U3).
func TestJourneyTemplate(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			p := open(t, &l.site, "florence.delmas", on)
			p.visit(desk + "/documents/templates")
			p.see("Aucun modèle de la communauté")
			p.screen("template-none")
			p.begins(desk, "Note d’accueil")
			p.click(".ProseMirror")
			p.write("# {titre}")
			p.key(kb.Enter)
			p.write("{communauté}, le {date} : {auteur} écrit.")
			p.saved()
			path := p.here()
			p.visitUntil(strings.Replace(path, "/d/", "/i/", 1), "écrit.")
			p.more("En faire un modèle de la communauté")
			p.screen("template-form")
			p.fill("Nom du modèle", "Note d’accueil en trois lignes")
			p.fill("À quoi il sert", "Pour ce qui tient sur une page.")
			p.press("Proposer ce modèle")
			p.see("est proposé.")
			p.screen("template-list")

			q := open(t, &l.site, "samira.lefort", on)
			q.visit(desk + "/documents/new")
			q.fill("Titre", "Guichet fermé lundi")
			q.press("Note d’accueil en trois lignes")
			q.press("Aperçu")
			q.see("Samira Lefort écrit.")
			q.screen("template-preview")
			q.press("Commencer à écrire")
			q.see("Guichet fermé lundi")
			q.see("Accueil et guichet, le")
			q.see("Samira Lefort écrit.")

			p.press("Retirer")
			p.see("Le modèle n’est plus proposé.")
			p.seeNot("Note d’accueil en trois lignes")
			p.press("Annuler")
			p.see("Note d’accueil en trois lignes")
		})
	}
}

// TestJourneySubpages: a document has pages under it, read beside it and put in
// order; the way back stands over each (U3).
func TestJourneySubpages(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			p := open(t, &l.site, "fabrice.adjovi", on)
			p.visit(l.titled(t, "Publier un schéma de données%"))
			p.see("Étape 3 : la construction")
			p.find(".ProseMirror")
			p.screen("subpages")
			p.find(".subpages [aria-current=page] + .badge")
			p.press("Étape 2 : la concertation")
			p.see("Framapad")
			p.find(".ProseMirror")
			p.press("Publier un schéma de données : le guide pas à pas")
			p.see("Chaque étape a sa page")
			p.find(".ProseMirror")
			p.press("Nouvelle sous-page")
			p.fill("Titre", "Étape 5 : le bilan")
			p.screen("subpage-new")
			p.press("Commencer à écrire")
			p.find(".ProseMirror[contenteditable=true]")
			p.press("Ranger")
			p.press("Monter « Étape 5 : le bilan »")
			p.see("Ranger les pages")
			p.screen("subpages-arrange")
			p.press("Étape 5 : le bilan")
			p.find(".ProseMirror[contenteditable=true]")
		})
	}
}

// TestJourneyShelf: a community shows its documents, who wrote last and when; a
// document tells which others lead to it; all are found by their kind (U3).
func TestJourneyShelf(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			p := open(t, &l.site, "samira.lefort", on)
			p.visit(desk + "/documents")
			p.see("Dernière main : Camille Perrot")
			p.screen("shelf")
			p.press("Réunion mensuelle des accueils : compte rendu")
			p.see("Cité par")
			p.find("[aria-labelledby=citing-title] .badge")
			p.screen("shelf-cited")
			p.press("Ticket « retrait » : note de cadrage de l’essai")
			p.see("Personne ne doit y perdre")
			p.visit("/search?q=kind%3Adocument+retrait")
			p.see("Ticket « retrait » : note de cadrage de l’essai")
			p.visit("/search?q=type%3Adocument+retrait")
			p.see("Ticket « retrait » : note de cadrage de l’essai")
			p.visit(l.place(t, "Droit du travail") + "/documents")
			p.see("Aucun document")
			p.screen("shelf-empty")
		})
	}
}

// titled is the page of a document, by its title.
func (l *live) titled(t *testing.T, like string) string {
	t.Helper()
	return "/d/" + l.find(t, store.Q(`SELECT id FROM items WHERE kind = 'document' AND title LIKE %s`, like))
}
