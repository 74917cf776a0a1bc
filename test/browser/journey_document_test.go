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
			p.press("Voir ce qui a changé")
			p.see("Le guichet ouvre à 8 h 30.")
			p.see("lignes sans changement")
			p.screen("document-changes")
			p.press("Le texte entier")
			p.see("Prochaine réunion")
			p.screen("document-version")

			l.writes(t, "pascal.chartier", item, "Décisions", "- Le guichet ouvre à 9 h.")
			p.visitUntil(path+"/history", "Pascal Chartier")
			p.screen("document-history")
			p.visit(path + "/history/2")
			p.press("Revenir à cette version")
			p.see("Le document dit de nouveau ce qu’il disait alors.")
			p.see("Le guichet ouvre à 8 h 30.")
			p.press("Annuler")
			p.see("Le guichet ouvre à 9 h.")

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
