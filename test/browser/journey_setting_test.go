package browser

import "testing"

// TestJourneySetting: an administrator adds a type of dispatches, changes it and
// takes it away, each with its way back, and gives back a level that they took;
// somebody of a unit makes a list of addressees, changes it and takes that back (P4).
func TestJourneySetting(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := demonstration(t)
			l.desks(t, "samira.lefort", "helene.vasseur")
			admin := open(t, &l.site, "linh.tran", on)
			admin.visit("/admin/dispatch-types")
			admin.fill("Code", "nv")
			admin.fill("Nom en français", "Note verbale")
			admin.expect(422)
			admin.script("document.querySelector('#type form').noValidate = true")
			admin.press("Enregistrer le type")
			admin.find("[aria-invalid=true]")
			admin.fill("Nom en anglais", "Note verbale")
			admin.fill("Modèle", "## Objet")
			admin.press("Enregistrer le type")
			admin.see("Le type est ajouté.")
			admin.screen("dispatch-types")
			admin.press("Annuler")
			admin.see("Le type est retiré")
			admin.press("Remettre : NV")
			admin.see("Le type est de nouveau proposé.")
			admin.press("NV")
			admin.see("Modifier le type NV")
			admin.fill("Rang", "1")
			admin.press("Enregistrer le type")
			admin.see("Le type est modifié.")
			admin.press("Annuler")
			admin.see("Le type est comme avant.")
			admin.screen("dispatch-type")

			samira := open(t, &l.site, "samira.lefort", on)
			samira.visit("/dispatches")
			samira.press("Listes de destinataires")
			samira.see("Aucune liste encore")
			samira.fill("Nom de la liste", "Partenaires")
			samira.fill("Ou ces unités", "Bureau de la réglementation du travail, de la sécurité et des conditions de travail")
			samira.press("Enregistrer la liste")
			samira.see("La liste est ajoutée.")
			samira.see("1 unité")
			samira.screen("dispatch-lists")
			samira.press("Partenaires")
			samira.see("Modifier la liste")
			samira.fill("Nom de la liste", "Voisins")
			samira.press("Enregistrer la liste")
			samira.see("La liste est modifiée.")
			samira.see("Voisins")
			samira.screen("dispatch-list-changed")
			samira.press("Annuler")
			samira.see("La liste est comme avant.")
			samira.press("Supprimer : Partenaires")
			samira.see("La liste est supprimée.")
			samira.press("Annuler")
			samira.see("La liste est revenue.")
		})
	}
}
