package browser

import (
	"testing"
)

// TestJourneySynonyms: the administrator says what an acronym of the house
// means, and whoever types it finds what says it in full (U5, the operator).
func TestJourneySynonyms(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			reader := open(t, &l.site, "pascal.chartier", on)
			reader.visit("/search?q=zrcv")
			reader.see("Rien de ce qui vous est ouvert ne répond")

			p := open(t, &l.site, "linh.tran", on)
			p.visit("/admin")
			p.press("Synonymes")
			p.see("Dites à la recherche quels mots veulent dire la même chose")
			p.expect(422)
			p.fill("Nouvelle ligne", "ZRCV")
			p.press("Ajouter")
			p.see("Donnez au moins deux expressions")
			p.screen("synonyms-refused")
			p.fill("Nouvelle ligne", "ZRCV, rupture conventionnelle")
			p.press("Ajouter")
			p.see("La ligne est ajoutée.")
			reader.visitUntil("/search?q=zrcv", "« rupture conventionnelle » pour « zrcv »")
			reader.screen("search-synonym")

			p.fill("Contenant", "zrcv")
			p.press("Appliquer")
			p.find(`input[value="ZRCV, rupture conventionnelle"]`)
			p.screen("synonyms-found")
			p.fill("Changer ZRCV, rupture conventionnelle", "ZRCV, accident de trajet")
			p.press("Changer")
			p.see("La ligne est changée.")
			p.at("/admin/synonyms\\?q=zrcv")
			reader.visitUntil("/search?q=zrcv", "« accident de trajet » pour « zrcv »")
			reader.seeNot("rupture conventionnelle")

			p.press("Retirer ZRCV, accident de trajet")
			p.see("La ligne est retirée.")
			p.see("Aucune ligne ne contient ces mots")
			reader.visitUntil("/search?q=zrcv", "Rien de ce qui vous est ouvert ne répond")
			p.press("Annuler")
			p.see("La ligne est de retour.")
			reader.visitUntil("/search?q=zrcv", "« accident de trajet » pour « zrcv »")
		})
	}
}
