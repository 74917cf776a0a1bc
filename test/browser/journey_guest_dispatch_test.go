package browser

import "testing"

// TestJourneyGuestReadsDispatch: a guest who is named on a dispatch is told of
// it, finds it again, and is led nowhere that is not theirs; one who is not named
// sees nothing of it (S2, access).
func TestJourneyGuestReadsDispatch(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			oumou := open(t, &l.site, "oumou.diallo", on)
			oumou.visit("/dispatches/new?fresh=1")
			oumou.fill("Pour action", "Bureau Chypre")
			oumou.fill("Faire lire aussi à", "@jerome.bousquet")
			oumou.fill("Objet", "Rencontre avec les maires jumelés")
			oumou.fill("Texte", "Les communes proposent deux dates.")
			oumou.qualifies("TD", 1, 0, "named")
			oumou.press("Signer et émettre")
			oumou.see("La dépêche est émise")
			path := oumou.here()
			oumou.absent(path + "/edit")

			jerome := open(t, &l.site, "jerome.bousquet", on)
			jerome.visitUntil("/notifications", "Oumou Diallo vous donne une dépêche à lire")
			jerome.screen("guest-told")
			jerome.press("Rencontre avec les maires jumelés")
			jerome.see("Les communes proposent deux dates.")
			jerome.screen("guest-dispatch")
			jerome.visit("/c/1") // where the name of the community leads
			jerome.see("Dépêches à lire")
			jerome.see("Rencontre avec les maires jumelés")
			jerome.absent("/dispatches/archive")
			jerome.screen("guest-dispatches")

			// Who corrects it is proposed those who read what was wrong.
			oumou.visit(path)
			oumou.script(`document.querySelector("form[action*='/correct']").requestSubmit()`)
			oumou.see("Voici la dépêche qui rectifiera")
			oumou.wait("the guest to be proposed", `document.querySelector("[name=readers]").value === "@jerome.bousquet"`)

			elodie := open(t, &l.site, "elodie.antoine", on)
			elodie.visit("/dispatches")
			elodie.see("Aucune dépêche à lire")
			elodie.seeNot("Rencontre avec les maires")
			elodie.screen("guest-none")
			elodie.expect(404)
			elodie.visit(path)
			elodie.seeNot("Les communes proposent")
		})
	}
}

// absent wants no link of the page to end with an address.
func (p *page) absent(end string) {
	p.t.Helper()
	p.wait("no link to "+end, "document.querySelector(`main a[href$="+quote(end)+"]`) === null")
}
