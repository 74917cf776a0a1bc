package browser

import (
	"net/url"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestJourneySearch: one box for everything, with filters that go away, and
// a misspelt word that is understood.
func TestJourneySearch(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			p := open(t, &l.site, "pascal.chartier", on)
			p.visit("/search")
			p.see("Écrivez quelques mots")
			p.press("Préciser sa recherche")
			p.see("écrit par cette personne")
			p.screen("search-start")
			p.fill("Que cherchez-vous ?", "congé maladie")
			p.key(kb.Enter)
			p.see("résultats")
			p.see("Réponse retenue")
			p.screen("search-results")
			if on.name == phone.name {
				p.press("Affiner")
			}
			p.press("Questions")
			p.at("/search\\?.*kind=question.*")
			p.see("Dans le titre")
			p.screen("search-narrowed")
			p.visit("/search?q=" + url.QueryEscape(`dans:"Droit du travail" type:question rupture conventionel`))
			p.see("Rien pour")
			p.see("rupture conventionnelle")
			p.screen("search-corrected")
			p.see("Tout retirer")
			p.visit("/search?q=" + url.QueryEscape("zzzyx de:personne.inconnue"))
			p.see("cherché comme un mot")
			p.see("Poser la question")
			p.screen("search-none")
		})
	}
}
