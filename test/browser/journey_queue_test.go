package browser

import "testing"

// TestJourneyQueue: a manager sees what waits in the community and for how
// long, who is asked, and what is late; joins a question that was asked twice,
// and parts it again without losing an answer (P1).
func TestJourneyQueue(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			p := open(t, &l.site, "florence.delmas", on)
			p.visit("/")
			p.see("Toujours sans réponse dans une communauté que vous animez")
			p.see("Attestation d’hébergement")
			p.visit("/communities?q=accueil+et+guichet")
			p.press("Accueil et guichet")
			p.at("/c/[0-9a-z]+")
			p.settle()
			p.press("Questions")
			p.at("/c/[0-9a-z]+/questions")
			p.see("questions des trois derniers mois ont une réponse")
			p.see("Attestation d’hébergement : que demander")
			p.see("Animateurs prévenus")
			p.see("Sollicités : Pascal Chartier")
			p.screen("questions-queue")
			p.press("En retard")
			p.see("Attestation d’hébergement : que demander")
			p.press("Régler les délais")
			p.fill("Alerte des animateurs après (jours ouvrés)", "31")
			p.expect(422)
			p.press("Enregistrer")
			p.see("Donnez un nombre de 0 à 30.")
			p.screen("questions-settings")
			p.fill("Alerte des animateurs après (jours ouvrés)", "20")
			p.press("Enregistrer")
			p.see("Les délais sont enregistrés.")
			p.press("En retard")
			p.see("Aucune question n’est en retard")
			p.screen("questions-none-late")
			p.settle()

			// Two questions that are one.
			p.visit("/search?q=carte+d’identité+perdue+à+l’étranger&kind=question")
			p.press("Carte d’identité perdue à l’étranger")
			p.see("vient de")
			p.see("le consulat lui en envoie une copie")
			p.screen("question-joined")
			p.press("Séparer")
			p.see("Les deux questions sont séparées.")
			p.see("Perte de la carte d’identité en vacances")
			p.see("le consulat lui en envoie une copie")
			p.more("C’est la même qu’une autre")
			p.see("La question à garder")
			p.screen("question-duplicate")
			p.press("Carte d’identité perdue à l’étranger")
			p.press("Joindre")
			p.see("Les deux questions n’en font plus qu’une.")
			p.see("le consulat lui en envoie une copie")
		})
	}
}
