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
			p.visit("/search?q=" + url.QueryEscape("zzzyx quadrimoteur"))
			p.press("Poser la question")
			p.see("Choisissez la communauté")
			p.click(`a[href*="title=zzzyx"]`)
			p.find(`input[name=title][value="zzzyx quadrimoteur"]`)
		})
	}
}

// TestJourneySuggestions: while one types, with a mistake, what could be meant
// is offered, and the keyboard takes it.
func TestJourneySuggestions(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			p := open(t, &l.site, "pascal.chartier", on)
			offered := func() {
				p.visit("/search")
				p.click("#q")
				p.write("helene vaseur")
				p.wait("Hélène Vasseur to be offered", `parvis.visible(".search-suggestions [role=option]")?.innerText.includes("Hélène Vasseur")`)
			}
			offered()
			p.screen("search-suggestions")
			offered() // the list closes when the screen is looked at
			p.key(kb.ArrowDown)
			p.key(kb.Enter)
			p.at("/p/helene.vasseur")
		})
	}
}

// TestJourneySavedSearch: a search that is kept tells of what comes out, and
// is taken back as easily.
func TestJourneySavedSearch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		on    device
		as    string
		topic string
	}{{desktop, "pascal.chartier", "quadricycle"}, {phone, "pascal.chartier", "montgolfière"}} {
		t.Run(c.on.name, func(t *testing.T) {
			l := demonstration(t)
			p := open(t, &l.site, c.as, c.on)
			p.visit("/search?q=" + url.QueryEscape(c.topic))
			p.press("Garder cette recherche")
			p.screen("search-keep")
			p.press("Garder")
			p.see("Vous serez prévenu")
			p.screen("searches")

			author := open(t, &l.site, "helene.vasseur", desktop)
			author.visit(l.place(t, "Droit du travail") + "/new")
			author.fill("Titre", "Le "+c.topic+" de service")
			author.fill("Texte", "Qui peut conduire le "+c.topic+" ?")
			author.press("Publier")
			author.see("C’est publié.")

			p.visitUntil("/notifications?stream=info", "Nouveau pour votre recherche")
			p.see("Le " + c.topic + " de service")
			p.screen("search-told")
			p.visit("/")
			p.see("Vos recherches")
			p.whole("home-kept")
			p.press("Gérer vos recherches")
			p.at("/searches")
			p.press("Retirer la recherche " + c.topic)
			p.see("est retirée")
			p.press("Annuler")
			p.see("est de retour")
		})
	}
}
