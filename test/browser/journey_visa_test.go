package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parvis/internal/access"
)

// TestJourneyVisas: a dispatch goes through two visas, one after the other; one
// is refused, the text is mended, both are given, and it comes to be signed (S2,
// F8).
func TestJourneyVisas(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			bruno := open(t, &l.site, "bruno.hoarau", on)
			bruno.visit("/dispatches/new?fresh=1")
			bruno.fill("Pour action", "Ambassade à Chypre")
			bruno.fill("Demander le visa de", "@florence.delmas, @pascal.chartier")
			bruno.fill("Faire lire aussi à", "@camille.perrot")
			bruno.fill("Objet", "Passages entre quartiers")
			bruno.fill("Texte", "Deux passages ouvrent lundi.")
			bruno.choose("Type", "TD – Télégramme diplomatique")
			bruno.choose("Urgence", "Normale")
			bruno.choose("Protection", "Diffusion limitée")
			bruno.choose("Diffusion", "aux seuls services désignés")
			bruno.screen("visa-compose")
			bruno.press("Envoyer à la signature")
			bruno.see("La dépêche est envoyée à ceux dont le visa est demandé.")
			bruno.see("Florence Delmas")
			bruno.see("2 jours à son tour")
			bruno.screen("visa-sent")
			path := bruno.here()

			florence := open(t, &l.site, "florence.delmas", on)
			florence.visitUntil("/", "Passages entre quartiers")
			florence.screen("visa-home")
			florence.press("Lire et viser")
			florence.press("Refuser le visa")
			florence.fill("Pourquoi", "Le nombre de passages est à vérifier.")
			florence.screen("visa-refuse")
			florence.press("Refuser et renvoyer")
			florence.see("Le visa est refusé")

			bruno.visit(path)
			bruno.see("Le nombre de passages est à vérifier.")
			bruno.press("Modifier")
			bruno.fill("Texte", "Trois passages ouvrent lundi.")
			bruno.press("Envoyer à la signature")
			bruno.see("La dépêche est envoyée à ceux dont le visa est demandé.")

			florence.visit(path)
			florence.see("sur une version antérieure")
			florence.screen("visa-again")
			florence.press("Donner le visa")
			florence.see("Le visa est donné.")
			pascal := open(t, &l.site, "pascal.chartier", on)
			pascal.visit(path)
			pascal.press("Donner le visa")
			pascal.see("Le visa est donné.")
			pascal.see("Entre les mains de")
			pascal.see("Hélène Vasseur")
			pascal.screen("visa-given")
		})
	}
}

// TestJourneyStuckVisa: somebody whose visa is waited for may not read so far any
// more; they are told how far they read, and who drafts the dispatch asks somebody
// else.
func TestJourneyStuckVisa(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			bruno := open(t, &l.site, "bruno.hoarau", on)
			bruno.visit("/dispatches/new?fresh=1")
			bruno.fill("Pour action", "Ambassade à Chypre")
			bruno.fill("Demander le visa de", "@florence.delmas")
			bruno.fill("Objet", "Passages entre quartiers")
			bruno.fill("Texte", "Deux passages ouvrent lundi.")
			bruno.choose("Type", "TD – Télégramme diplomatique")
			bruno.choose("Urgence", "Normale")
			bruno.choose("Protection", "Diffusion limitée")
			bruno.choose("Diffusion", "aux seuls services désignés")
			bruno.press("Envoyer à la signature")
			bruno.see("La dépêche est envoyée à ceux dont le visa est demandé.")
			path := bruno.here()
			if _, err := l.app.Administration.ClearByOperator(t.Context(), "florence.delmas", access.Public); err != nil {
				t.Fatal(err)
			}

			florence := open(t, &l.site, "florence.delmas", on)
			florence.visitUntil("/", "Votre habilitation a changé")
			florence.screen("clearance-told")
			florence.visit("/settings")
			florence.see("et aucune qui soit protégée")
			florence.screen("clearance-settings")

			bruno.visitUntil("/", "demandez-le à quelqu’un d’autre")
			bruno.screen("visa-stuck-home")
			bruno.visit(path)
			bruno.see("cette personne ne peut plus lire la dépêche")
			bruno.see("Ne peut plus être donné")
			bruno.screen("visa-stuck")
			bruno.expect(422)
			bruno.fill("Demander ce visa à quelqu’un d’autre", "@personne.inconnue")
			bruno.press("Demander le visa")
			bruno.see("Personne ne s’appelle @personne.inconnue ici.")
			bruno.fill("Demander ce visa à quelqu’un d’autre", "@pascal.chartier")
			bruno.find(".suggest-list:not([hidden]) li") // it hides the button
			bruno.key(kb.Escape)
			bruno.wait("the list to go", `!document.querySelector(".suggest-list:not([hidden]) li")`)
			bruno.press("Demander le visa")
			bruno.see("Le visa est demandé à cette personne.")
			bruno.see("Pascal Chartier")
			bruno.screen("visa-moved")
		})
	}
}
