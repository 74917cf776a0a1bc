package browser

import (
	"testing"
	"time"
)

// TestJourneySubstitute: who signs says who acts in their name for some days; the
// substitute reads what waits and signs it, and the dispatch says who did, for
// whom (S2, F8).
func TestJourneySubstitute(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			helene := open(t, &l.site, "helene.vasseur", on)
			helene.visit("/settings/substitutes")
			helene.see("Personne ne vous remplace")
			helene.screen("substitutes-form")
			helene.fill("Agent qui vous remplace", "@camille.perrot")
			helene.date("Jusqu’au", time.Now().AddDate(0, 0, 7))
			helene.press("Ajouter")
			helene.see("Le remplacement est enregistré.")
			helene.see("En ce moment")
			helene.press("Mettre fin au remplacement : Camille Perrot")
			helene.see("Le remplacement a pris fin.")
			helene.press("Annuler")
			helene.see("Le remplacement est rétabli.")
			helene.screen("substitutes")

			camille := open(t, &l.site, "camille.perrot", on)
			camille.visit("/settings/substitutes")
			camille.see("Qui vous remplacez")
			camille.screen("substitutes-other")
			camille.visit("/dispatches")
			camille.see("Ce qui vous attend")
			camille.see("Au nom de Hélène Vasseur")
			camille.screen("substitute-waits")
			camille.visitUntil("/", "Administration provisoire chypriote turque")
			camille.press("Administration provisoire chypriote turque : conduite à tenir")
			camille.press("Signer et émettre")
			camille.see("La dépêche est émise")
			camille.see("Camille Perrot, pour Hélène Vasseur")
			camille.screen("substitute-signed")
		})
	}
}
