package browser

import "testing"

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
