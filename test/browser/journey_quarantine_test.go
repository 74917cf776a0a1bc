package browser

import (
	"encoding/base64"
	"testing"

	"parvis/internal/antivirus/antivirustest"
)

// TestJourneyQuarantine: what is harmful is refused in words; what the antivirus
// had no time for waits, opens for nobody else, and is put aside once it is
// found harmful; the administrator settles it (U5, the operator).
func TestJourneyQuarantine(t *testing.T) {
	t.Parallel()
	daemon := antivirustest.Start(t, "nuisible", "Test.Macro")
	wanted.Do(func() {})
	folder, err := model()
	if err != nil {
		t.Fatal(err)
	}
	l := alone(t, begin{model: folder, antivirus: daemon.Address})
	desk := l.place(t, "Accueil et guichet")
	text := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

	samira := open(t, &l.site, "samira.lefort", phone)
	samira.visit(desk + "/new?fresh=1")
	samira.fill("Titre", "Pièces du dossier")
	samira.fill("Texte", "Voici les pièces.")
	samira.expect(422)
	samira.drop("[data-dropzone]", "drop", "facture.txt", "text/plain", text("une macro nuisible"))
	samira.see("facture.txt contient un programme nuisible (Test.Macro)")
	samira.screen("compose-harmful")
	samira.press("Effacer le message sur facture.txt")
	daemon.Sleep(true)
	samira.drop("[data-dropzone]", "drop", "releve.txt", "text/plain", text("un relevé nuisible lui aussi"))
	samira.see("releve.txt est joint")
	samira.press("Publier")
	samira.see("En cours d’analyse")
	item := samira.here()

	helene := open(t, &l.site, "helene.vasseur", desktop)
	helene.visit(item)
	helene.see("En cours d’analyse")
	helene.expect(403)
	helene.press("releve.txt")
	helene.see("est en cours d’analyse par l’antivirus")

	daemon.Sleep(false)
	if err := l.app.Content.ScanFiles(t.Context()); err != nil {
		t.Fatal(err)
	}
	helene.visit(item)
	helene.see("Mis à l’écart par l’antivirus")
	helene.screen("item-quarantined")

	linh := open(t, &l.site, "linh.tran", desktop)
	linh.visit("/admin")
	linh.press("Quarantaine")
	linh.see("releve.txt")
	linh.see("facture.txt")
	linh.see("Test.Macro")
	linh.screen("admin-quarantine")
	linh.press("Laisser passer")
	linh.see("Le fichier est rendu")
	linh.press("Supprimer")
	linh.see("Le fichier est supprimé")
	linh.see("Aucun fichier n’est à l’écart")
	helene.visit(item)
	helene.see("releve.txt")
	helene.seeNot("Mis à l’écart par l’antivirus")
}
