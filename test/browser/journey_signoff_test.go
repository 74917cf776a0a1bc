package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestJourneySignoff: a document is sent to three, one after the other; one
// refuses, the text is mended, all give their visa, and it freezes under the pen
// of who has it open; work goes on in a new draft above which the version in force
// stays (U1, F8).
func TestJourneySignoff(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			samira := open(t, &l.site, "samira.lefort", on)
			samira.begins(desk, "Consigne du guichet")
			samira.click(".ProseMirror")
			samira.write("Le guichet ouvre à 8 h.")
			samira.see("Enregistré")
			samira.see("Brouillon")
			path := samira.here()

			samira.press("Faire relire")
			samira.expect(422)
			samira.press("Envoyer en relecture")
			samira.see("Nommez au moins une personne ou cochez une fonction.")
			samira.fill("Personnes", "@pascal.chartier, @isabelle.lacombe")
			samira.press("L’animation de la communauté")
			samira.fill("Ce que vous attendez", "Vérifier l’heure d’ouverture.")
			samira.screen("signoff-ask")
			samira.press("Envoyer en relecture")
			samira.see("Le document est en relecture.")
			samira.see("Entre les mains de Pascal Chartier")
			samira.see("Viendra à son tour")
			samira.screen("signoff-course")

			// The first gives his visa from home, in two gestures.
			pascal := open(t, &l.site, "pascal.chartier", on)
			pascal.visitUntil("/", "Consigne du guichet")
			pascal.see("Samira Lefort attend votre visa")
			pascal.see("En relecture")
			pascal.screen("signoff-home")
			pascal.press("Lire et viser")
			pascal.see("Vérifier l’heure d’ouverture.")
			pascal.screen("signoff-asked")
			pascal.press("Donner mon visa")
			pascal.see("Votre visa est donné.")

			// The second refuses, and says why.
			isabelle := open(t, &l.site, "isabelle.lacombe", on)
			isabelle.visitUntil("/", "Consigne du guichet")
			isabelle.press("Refuser ou transmettre")
			isabelle.press("Refuser le visa")
			isabelle.fill("Pourquoi", "L’ouverture est à 9 h depuis mars.")
			isabelle.screen("signoff-refuse")
			isabelle.press("Refuser et rendre le document")
			isabelle.see("Votre refus est transmis")
			samira.visit(path)
			samira.see("Isabelle Lacombe a refusé son visa")
			samira.see("L’ouverture est à 9 h depuis mars.")
			samira.screen("signoff-refused")

			// Mended, it goes round again; while the last one reads, it is written to.
			samira.click(".ProseMirror p")
			samira.key(kb.End, chromedp.ModifierCtrl)
			samira.write(" Non, à 9 h.")
			samira.see("Enregistré")
			samira.press("Faire relire")
			samira.fill("Personnes", "@pascal.chartier, @isabelle.lacombe")
			samira.press("L’animation de la communauté")
			samira.press("Envoyer en relecture")
			samira.see("Le document est en relecture.")
			for _, p := range []*page{pascal, isabelle} {
				p.visit(path)
				p.press("Donner mon visa")
				p.see("Votre visa est donné.")
			}
			florence := open(t, &l.site, "florence.delmas", on)
			florence.visit(path)
			florence.see("Votre visa est attendu")
			samira.visit(path)
			samira.find(".ProseMirror[contenteditable=true]")
			samira.see("2 visas donnés sur 3")
			florence.press("Donner mon visa")
			florence.see("C’était le dernier visa : la version 1 est approuvée et figée.")
			florence.see("Approuvé v1")
			florence.screen("signoff-approved")
			// Under the pen of who has it open.
			samira.find(".ProseMirror[contenteditable=false]")
			samira.see("Le document est figé")
			samira.screen("signoff-frozen")

			samira.press("Voir la version approuvée")
			samira.see("Le guichet ouvre à 8 h. Non, à 9 h.")
			samira.see("Empreinte SHA-256")
			samira.see("Recalculée à l’affichage")
			samira.see("Isabelle Lacombe")
			samira.whole("signoff-version")
			samira.screen("signoff-version")

			// It shows wherever the document does.
			samira.visitUntil("/search?q=consigne+guichet&kind=document", "Approuvé v1")
			samira.visit(desk + "/documents")
			samira.see("Approuvé v1")
			samira.visit("/i/" + path[len("/d/"):])
			samira.see("Approuvé v1")
			samira.screen("signoff-item")
			samira.press("Commencer une nouvelle version")
			samira.see("Une nouvelle version commence.")
			samira.see("Brouillon, v1 en vigueur")
			samira.see("reste en vigueur")
			samira.find(".ProseMirror[contenteditable=true]")
			samira.screen("signoff-renewed")
			samira.press("Annuler")
			samira.see("La version approuvée est de nouveau la seule.")
		})
	}
}
