package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestJourneyQuestion: an agent asks where those who know are, an expert is
// told at once, answers, and the answer is kept for the next ones (P1, U5).
func TestJourneyQuestion(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, c := range []struct {
		on    device
		asker string
		title string
	}{
		{desktop, "theo.besnard", "Peut-on reporter ses congés après un arrêt ?"},
		{phone, "samira.lefort", "Un apprenti a-t-il droit aux titres-restaurant ?"},
	} {
		t.Run(c.on.name, func(t *testing.T) {
			expert := open(t, &l.site, "helene.vasseur", desktop)
			expert.visit("/")
			expert.seeNot(c.title)

			asker := open(t, &l.site, c.asker, c.on)
			asker.visit("/communities")
			if asker.sees("J’ai lu cette charte") { // Théo arrived this morning
				asker.press("J’ai lu cette charte et je l’accepte")
				asker.press("Continuer")
				asker.at("/communities")
			}
			asker.press("Droit du travail")
			asker.at("/c/[0-9a-z]+")
			asker.settle()
			if asker.sees("Rejoindre") {
				asker.press("Rejoindre")
				asker.see("Vous êtes membre de la communauté.")
				asker.screen("community-joined")
			}
			asker.press("Publier")
			asker.see("Que voulez-vous publier")
			asker.press("Question")
			asker.fill("Titre", c.title)
			asker.fill("Texte", "Un usager me le demande au guichet. **Quel texte** dois-je lui donner ?")
			asker.see("Qui verra ceci")
			asker.screen("question-asking")
			asker.press("Publier")
			asker.see("C’est publié.")
			asker.see(c.title)
			asker.screen("question-asked")

			expert.visitUntil("/", c.title)
			expert.press(c.title)
			expert.see("Quel texte")
			expert.fill("Votre réponse", "Oui : voyez l’article L. 3141-5 du code du travail.")
			expert.key("\r", chromedp.ModifierCtrl)
			expert.see("Oui : voyez l’article L. 3141-5")

			asker.visitUntil("/", c.title)
			asker.press(c.title)
			asker.see("Hélène Vasseur")
			asker.see("Oui : voyez l’article L. 3141-5")
			asker.press("Retenir cette réponse")
			asker.see("Réponse retenue")
			asker.screen("question-answered")
		})
	}
}
