package browser

import (
	"testing"

	"parvis/internal/id"
)

// TestJourneyDocumentPast: a document begins with an outline and stays one
// common text: what others wrote since one came is the first thing that one is
// told; every version is read, compared and returned to (U1, U3).
func TestJourneyDocumentPast(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			p := open(t, &l.site, "samira.lefort", on)
			p.visit(desk + "/new")
			p.press("Écrire plutôt un document à plusieurs, dans la page")
			p.fill("Titre", "Réunion du lundi")
			p.press("Un compte rendu de réunion")
			p.screen("document-new")
			p.press("Commencer à écrire")
			p.see("Secrétaire de séance")
			p.see("Samira Lefort")
			p.see("Ordre du jour")
			path := p.here()
			item, err := id.Parse(path[len("/d/"):])
			if err != nil {
				t.Fatal(err)
			}

			// What somebody else writes meanwhile is told at the next visit.
			p.visit("/")
			l.writes(t, "pascal.chartier", item, "Décisions", "- Le guichet ouvre à 8 h 30.\n- Un **seul** formulaire.")
			p.visit(path)
			p.see("Pascal Chartier a écrit depuis votre dernière visite.")
			// Another look at the same page loses nothing of it.
			p.visit(path)
			p.see("Pascal Chartier a écrit depuis votre dernière visite.")
			p.press("Voir ce qui a changé")
			p.see("Le guichet ouvre à 8 h 30.")
			p.see("lignes sans changement")
			p.screen("document-news")
			p.press("C’est vu")
			p.at(path)
			p.seeNot("a écrit depuis votre dernière visite")

			l.writes(t, "pascal.chartier", item, "Décisions", "1. Le guichet ouvre à 9 h.")
			p.visitUntil(path+"/history", "Pascal Chartier")
			p.screen("document-history")
			p.choose("Ce qu’a écrit", "Pascal Chartier")
			p.seeNot("Samira Lefort :")
			p.visit(path + "/history/3")
			p.see("puce → élément numéroté")
			p.screen("document-reshaped")
			p.visit(path + "/history/2")
			p.press("Revenir à cette version")
			p.see("Le document dit de nouveau ce qu’il disait alors.")
			p.see("Le guichet ouvre à 8 h 30.")
			p.press("Annuler")
			p.see("Le guichet ouvre à 9 h.")

			// Who wrote each sentence of it, before it was brought back.
			p.visit(path + "/history/3")
			p.press("Qui a écrit quoi")
			p.see("Pascal Chartier, ")
			p.see("Samira Lefort, ")
			p.screen("document-authors")
			p.press("Pascal Chartier")
			p.see("Le guichet ouvre à")
			p.seeNot("Secrétaire de séance")

			// A version under a name, and two moments side by side.
			p.visit(path + "/history")
			p.press("Nommer la version présente")
			p.press("Enregistrer le nom")
			p.fill("Nom", "Envoyée au cabinet")
			p.fill("Une ligne pour dire ce qu’elle est", "Relue par le pôle juridique")
			p.press("Enregistrer le nom")
			p.see("La version porte son nom.")
			p.screen("document-version")
			p.visit(path + "/history")
			p.see("Versions nommées")
			p.see("Relue par le pôle juridique")
			p.press("Comparer deux moments")
			p.choose("De", "Avant les premiers mots")
			p.screen("document-compare")
			p.press("Comparer")
			p.see("Comparaison avec : Avant les premiers mots")
			p.see("mots ajoutés")
			p.screen("document-changes")
			p.press("Changer le nom de cette version")
			p.press("Retirer le nom")
			p.see("Le nom est retiré.")
			p.press("Annuler")
			p.see("Envoyée au cabinet")

			// The page that all items share shows it too, and leads there.
			p.visit("/i/" + item.String())
			p.see("Le guichet ouvre à 9 h.")
			p.screen("document-item")
			p.press("Écrire dans le document")
			p.at(path)
		})
	}
}

// writes puts a text under a heading of a document, as somebody.
func (l *live) writes(t *testing.T, handle string, item id.ID, heading, source string) {
	t.Helper()
	if err := l.app.Documents.ReplaceSection(t.Context(), l.actor(t, handle), item, heading, source); err != nil {
		t.Fatal(err)
	}
}
