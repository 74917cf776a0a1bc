package browser

import "testing"

// TestJourneyNewcomer: whoever arrives is led to three gestures, makes them,
// and has a home of their own (S8).
func TestJourneyNewcomer(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	p := open(t, &l.site, "theo.besnard", desktop)
	p.visit("/")
	if p.sees("J’ai lu cette charte") {
		p.press("J’ai lu cette charte et je l’accepte")
		p.press("Continuer")
	}
	p.see("Bienvenue, Théo")
	p.see("Trois gestes pour commencer")
	p.seeNot("Vos communautés")
	p.screen("newcomer-home")

	p.visit("/")
	p.click(".to-join button") // whichever is proposed first
	p.see("Vous êtes membre de la communauté.")
	p.visit("/")
	p.see("Vos communautés")
	p.see("Trois gestes pour commencer")
	p.screen("newcomer-home-later")
	p.press("Poser une première question")
	p.at("/c/[0-9a-z]+/new.*")
	p.settle()
	p.press("Question")
	p.fill("Titre", "Qui valide un marché de travaux ?")
	p.fill("Texte", "Je débute : à qui m’adresser ?")
	p.press("Publier")
	p.see("C’est publié.")
	p.visit("/")
	p.press("Dire en quoi vous pouvez aider") // the one left
	p.fill("Je peux aider sur", "Les marchés de travaux des petites communes.")
	p.press("Enregistrer")
	p.see("Votre profil est enregistré")
	p.see("Les marchés de travaux des petites communes.")
	p.visit("/")
	p.seeNot("Trois gestes pour commencer")
}

// TestJourneyValidation: where publications are validated before release, a
// manager sends one back with a reason, then lets it out, and its author is told
// each time; nobody else reads it before (F8).
func TestJourneyValidation(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	place := l.place(t, "Mobilités et sécurité routière")
	author := open(t, &l.site, "samira.lefort", phone)
	author.visit(place + "/new")
	author.see("un animateur relit les publications avant leur diffusion")
	author.settle()
	author.fill("Titre", "Permis perdu à l’étranger")
	author.fill("Texte", "La procédure tient en trois étapes.")
	author.press("Publier")
	author.see("un animateur va relire avant diffusion")
	item := author.here()
	author.screen("release-waiting")
	author.visit("/")
	author.see("À paraître")
	author.see("En attente de validation")

	reader := open(t, &l.site, "elena.costa", desktop)
	reader.visit(place)
	reader.seeNot("Permis perdu à l’étranger")
	reader.refused(item)

	manager := open(t, &l.site, "yannick.weiss", desktop)
	manager.visitUntil("/", "Permis perdu à l’étranger")
	manager.see("À valider")
	manager.press("Permis perdu à l’étranger")
	manager.press("Renvoyer à son auteur")
	manager.fill("Que faut-il reprendre ?", "Citez l’article.")
	manager.screen("release-returning")
	manager.press("Renvoyer à son auteur")
	manager.see("C’est renvoyé à son auteur.")

	author.visitUntil("/", "À reprendre")
	author.press("Permis perdu à l’étranger")
	author.see("Citez l’article.")
	author.screen("release-returned")
	author.press("Proposer de nouveau")
	author.see("attend la validation d’un animateur")

	manager.visit(item)
	manager.press("Valider et publier")
	manager.see("C’est validé et publié.")
	author.visitUntil("/notifications", "Yannick Weiss a validé votre publication")
	reader.visit(place)
	reader.see("Permis perdu à l’étranger")
}
