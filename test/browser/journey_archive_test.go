package browser

import "testing"

// TestJourneyArchive: an agent finds a telegram of months ago among all, reads
// its affair, and takes it away (P4).
func TestJourneyArchive(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := demonstration(t)
			p := open(t, &l.site, "helene.vasseur", on)
			p.visit("/dispatches/archive")
			p.see("Direction de l’Afrique")
			p.screen("archive")
			p.visit("/dispatches/archive?q=Makarios&unit=dip-nic&side=from&precedence=3")
			p.see("Makarios")
			p.screen("archive-found")
			p.press("Garder cette recherche")
			p.fill("Nom", "Makarios depuis Nicosie")
			p.screen("archive-keep")
			p.press("Garder")
			p.see("Vous serez prévenu de ce qui paraît.")
			p.see("Archive des dépêches · Makarios · 3 filtres")
			p.screen("archive-kept")
			p.press("Makarios depuis Nicosie")
			p.at(`/dispatches/archive\?.*q=Makarios.*`)
			p.see("Makarios")
			p.expect(422)
			p.visit("/dispatches/archive?q=Makarios&unit=nulle+part")
			p.see("Aucun service ne répond à ce nom.")
			p.screen("archive-unknown")
			p.visit("/dispatches/archive?q=zzzzzz&type=TS")
			p.see("Aucune dépêche")
			p.screen("archive-none")

			p.visit("/dispatches/archive?q=Turkish+five+points")
			p.press("Turkish five points: Makarios’s comments")
			p.see("Mentions d’origine")
			p.screen("archive-dispatch")
			p.press("Affaire")
			p.see("Chypre : la crise de novembre")
			p.screen("affair")
			p.press("Qui répond à quoi")
			p.see("Se réfère à « Modified draft message presented to Makarios »")
			p.screen("affair-graph")
			p.press("Emporter")
			p.see("Messages (.zip)")
			p.screen("affair-menu")
			p.wait("the affair to leave in both formats", `(async () => {
				for (const link of document.querySelectorAll('a[href*="/export."]')) {
					const answer = await fetch(link.href);
					const bytes = new Uint8Array(await answer.arrayBuffer());
					if (!answer.ok || !answer.headers.get("Content-Disposition").startsWith("attachment") || bytes.length < 5000) return false;
				}
				return true;
			})()`)
		})
	}
}
