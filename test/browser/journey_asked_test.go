package browser

import "testing"

// TestJourneyAsked: while an agent types a question, what resembles it shows;
// those who know are asked, one passes it to a colleague, who answers; the
// answer is accepted and stands first everywhere (P1, U5).
func TestJourneyAsked(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	for _, c := range []struct {
		on       device
		title    string
		receiver string
		receives string
	}{
		{desktop, "Licenciement d’un salarié protégé : quel délai de recours ?", "gael.ferre", "Gaël Ferré"},
		{phone, "Préavis de licenciement : quelle durée dans une petite entreprise ?", "dominique.bourdon", "Dominique Bourdon"},
	} {
		t.Run(c.on.name, func(t *testing.T) {
			asker := open(t, &l.site, "florence.delmas", c.on)
			asker.visit("/communities")
			asker.press("Droit du travail")
			asker.at("/c/[0-9a-z]+")
			asker.settle()
			if asker.sees("Rejoindre") {
				asker.press("Rejoindre")
				asker.see("Vous êtes membre de la communauté.")
			}
			asker.press("Publier")
			asker.see("Que voulez-vous publier")
			asker.press("Question")
			asker.fill("Titre", c.title)
			asker.see("existent peut-être déjà")
			asker.find("#near a")
			asker.fill("Étiquettes", "licenciement")
			asker.fill("Texte", "La convention ne dit rien. Quel texte s’applique ?")
			asker.see("Seront sollicités")
			asker.screen("question-near")
			// What is opened meanwhile keeps what was typed.
			asker.click("#near a")
			asker.at("/i/[0-9a-z]+")
			asker.script("history.back()")
			asker.see("Que voulez-vous publier")
			asker.wait("the title that was typed", `document.querySelector("#title").value.includes("icenciement")`)
			asker.see("Seront sollicités")
			asker.fill("Ajouter quelqu’un", "helene.vasseur")
			asker.settle() // who will be asked is shown anew, and moves the button
			asker.press("Publier")
			asker.see("C’est publié.")
			asker.screen("question-put")

			expert := open(t, &l.site, "helene.vasseur", c.on)
			expert.visitUntil("/", c.title)
			expert.see("pense que vous savez")
			expert.screen("home-asked")
			expert.visit("/questions")
			expert.see(c.title)
			expert.screen("questions-mine")
			expert.press("Passer à quelqu’un")
			expert.see("À qui peut savoir mieux que vous")
			expert.fill("Quelqu’un d’autre", c.receiver)
			expert.fill("Un mot pour cette personne", "Vous avez traité un cas voisin.")
			expert.screen("question-pass")
			expert.press("Passer la question")
			expert.see("Vous avez passé la question.")
			expert.seeNot(c.title)

			receiver := open(t, &l.site, c.receiver, c.on)
			receiver.visitUntil("/", c.title)
			receiver.see("Hélène Vasseur vous passe cette question")
			receiver.press("Répondre")
			receiver.see("Vous avez traité un cas voisin.")
			receiver.screen("question-received")
			receiver.fill("Votre réponse", "Deux mois, devant le tribunal administratif.")
			receiver.press("Envoyer la réponse")
			receiver.see("Deux mois, devant le tribunal administratif.")

			asker.visitUntil("/", c.title)
			asker.press(c.title)
			asker.see("Deux mois, devant le tribunal administratif.")
			asker.press("Retenir cette réponse")
			asker.see("Réponse retenue")
			asker.visit("/communities")
			asker.press("Droit du travail")
			asker.see("Deux mois, devant le tribunal administratif.")
			asker.screen("questions-settled")
			asker.press("Questions")
			asker.see("Sans réponse")
			asker.seeNot(c.title)
		})
	}
}
