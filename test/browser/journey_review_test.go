package browser

import "testing"

// TestJourneyReview: what the tree of a community says of each sheet, and a
// sheet whose date has come, which its owner finds at home and verifies in one
// gesture (U5).
func TestJourneyReview(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			p := open(t, &l.site, "helene.vasseur", on)
			p.visit(l.place(t, "Droit du travail"))
			p.press("Savoirs")
			p.see("Questions fréquentes")
			p.screen("knowledge-demonstration")
			p.press("À revoir")
			p.see("Le travail en soirée")
			p.press("Le travail en soirée")
			p.see("elle est à revoir")
			p.screen("sheet-demonstration")

			martine := open(t, &l.site, "martine.vallet", on)
			martine.visit("/")
			martine.see("Une fiche dont vous répondez est à revoir")
			martine.screen("home-sheet-due")
			martine.press("Le travail en soirée")
			martine.choose("À revoir dans", "6 mois")
			martine.press("Vérifiée aujourd’hui")
			martine.see("la fiche est vérifiée")
			martine.see("Vérifiée par Martine Vallet")
			martine.visit("/p/martine.vallet")
			martine.see("Mes fiches")
			martine.screen("profile-sheets")
		})
	}
}
