package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestJourneySigning: who heads a unit writes for it, is told right above the
// gesture whom it goes to, and signs and sends in one; asking for a visa, or
// having somebody else sign, gives the gesture that sends it on instead (S2).
func TestJourneySigning(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			p := open(t, &l.site, "helene.vasseur", on)
			p.visit("/dispatches/new?fresh=1")
			p.see("Aucun service n’a encore à agir.")
			p.fill("Pour action", "Ambassade à Chypre")
			p.see("Devront agir : Ambassade à Chypre.")
			p.fill("Objet", "Passage de Ledra")
			p.fill("Texte", "Le passage ouvre lundi.")
			p.wait("the subject, then the text, to be compared", `performance.getEntriesByType("resource").filter(e => e.name.endsWith("/dispatches/qualifications")).length >= 2`)
			p.choose("Type", "TD – Télégramme diplomatique")
			p.choose("Urgence", "Urgente")
			p.choose("Protection", "Diffusion limitée")
			p.choose("Diffusion", "à tous les services")
			p.see("Pourront aussi la lire")
			// On a slow network, choices come faster than what each tells.
			p.script(`window.kept = []; window.now = window.fetch; window.fetch = async (...asked) => { await new Promise((on) => kept.push(on)); return now(...asked) }`)
			p.choose("Type", "TG – Télégramme de gestion")
			p.choose("Type", "TD – Télégramme diplomatique")
			p.choose("Urgence", "Normale")
			p.choose("Diffusion", "aux seuls services désignés")
			p.script(`window.fetch = now; kept.forEach((on) => on())`)
			p.see("Personne d’autre que ces services ne la lira")
			p.click("[name=refers]")
			p.write("administration provis")
			p.find(".suggest-list:not([hidden]) li")
			p.key(kb.Enter)
			p.screen("signing-reference")
			p.see("Signer et émettre")
			p.seeNot("Envoyer à la signature")
			p.script(`document.querySelector("#told").scrollIntoView({block: "center"})`)
			p.screen("signing-compose")

			p.fill("Demander le visa de", "@florence.delmas")
			p.find(".suggest-list:not([hidden]) li")
			p.key(kb.Escape)
			p.see("Envoyer à la signature")
			p.seeNot("Signer et émettre")
			p.screen("signing-visa")
			p.fill("Demander le visa de", "")
			p.see("Signer et émettre")

			// The Enter key keeps what is typed; it signs nothing.
			p.fill("Objet", "Passage de Ledra, à Nicosie")
			p.key(kb.Enter)
			p.see("La dépêche est enregistrée. Elle n’est pas encore envoyée.")
			p.screen("signing-kept")
			p.see("Références")
			p.press("Modifier")
			p.see("Se réfère à")
			p.see("Devront agir : Ambassade à Chypre.")
			p.press("Signer et émettre")
			p.see("La dépêche est émise")
			p.see("Signée par")
			p.screen("signing-released")
			if sheet := printed(p); len(sheet) < 5000 {
				t.Errorf("%d bytes on paper", len(sheet))
			}
		})
	}
}
