package browser

import (
	"testing"

	"parvis/internal/store"
)

// TestJourneyBeside: two people of a unit on the same dispatch see each other,
// and what the other one does with it meanwhile (P3).
func TestJourneyBeside(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	unit, _ := l.desks(t, "samira.lefort", "helene.vasseur")
	l.exec(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main)
		VALUES (%s, (SELECT id FROM persons WHERE handle = 'pascal.chartier'), %s, 'Agent', FALSE, FALSE)`, l.app.IDs.New(), parsed(t, unit)))
	item := l.find(t, store.Q(`SELECT id FROM items WHERE title = 'Dépêche 2' AND kind = 'dispatch'`))
	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.visit("/desk/" + unit + "/" + item)
	pascal := open(t, &l.site, "pascal.chartier", phone)
	pascal.visit("/desk/" + unit + "/" + item)
	pascal.see("Samira Lefort a aussi cette page ouverte.")
	samira.see("Pascal Chartier a aussi cette page ouverte.")

	pascal.press("Prendre")
	pascal.see("Vous l’avez prise.")
	samira.see("Pascal Chartier a changé qui s’en occupe.")
	samira.screen("beside")
	samira.press("Actualiser")
	samira.see("Pascal Chartier a aussi cette page ouverte.")
	samira.seeNot("a changé qui s’en occupe")
	pascal.screen("beside")
	pascal.visit("/desk/" + unit)
	samira.seeNot("Pascal Chartier a aussi cette page ouverte.")
}
