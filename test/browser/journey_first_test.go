package browser

import (
	"strings"
	"testing"
)

// TestJourneyFirstStart: an operator starts Parvis on an empty machine, opens
// the address that it prints, accepts the charter and is at home.
func TestJourneyFirstStart(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := empty(t)
			link, err := l.app.Account.SetupLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			p := open(t, &l.site, "", on)
			p.visit("/sign-in")
			p.see("Ce site n’a pas encore d’administrateur.")
			p.visit(strings.TrimPrefix(link, l.url))
			p.see("Premier démarrage")
			p.screen("setup")

			p.fill("Nom du site", "La passerelle")
			p.fill("Prénom et nom", "Nadia Perrin")
			p.fill("Adresse électronique", "nadia.perrin@exemple.fr")
			p.fill("Nouveau mot de passe", "court")
			p.expect(422)
			p.press("Ouvrir le site")
			p.see("Nadia Perrin")
			p.fill("Nouveau mot de passe", "le parvis est ouvert")
			p.press("Ouvrir le site")
			p.see("Le site est ouvert.")
			p.screen("charter")
			p.press("J’ai lu cette charte et je l’accepte")
			p.press("Continuer")
			p.at("/")
			p.see("Trois gestes pour commencer")
			p.screen("first-home")

			// The address is good once.
			p.expect(404)
			p.visit(strings.TrimPrefix(link, l.url))
			p.seeNot("Premier démarrage")
		})
	}
}
