package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestJourneyAskToWrite: who reads a document asks to write in it; who answers
// for it has that to do, lets them in this document alone, and takes it back; the
// page that is open follows at once (U1, F5).
func TestJourneyAskToWrite(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.begins(desk, "Consignes aux vacataires")
	samira.click(".ProseMirror")
	samira.write("Le badge se retire à neuf heures.")
	samira.see("Enregistré")
	path := samira.here()

	linh := open(t, &l.site, "linh.tran", phone)
	linh.visit(path)
	linh.see("Demander à écrire")
	linh.press("Demander à écrire")
	linh.see("rejoignez-la")
	linh.screen("document-ask")
	linh.fill("Un mot pour qui décide", "Pour compléter la partie paie.")
	linh.press("Envoyer la demande")
	linh.see("Votre demande d’écrire ici attend une réponse.")

	samira.visitUntil("/", "Linh Tran demande à écrire dans le document")
	samira.see("Pour compléter la partie paie.")
	samira.press("Consignes aux vacataires")
	samira.at(path + "/access")
	samira.screen("document-access")
	samira.press("Laisser écrire : Linh Tran")
	samira.see("cette personne peut écrire dans le document")

	// Her page, which is open, becomes one where she writes.
	linh.wait("the page where one writes", `document.querySelector("[data-may=write]")`)
	linh.find(".ProseMirror[contenteditable=true]")
	linh.click(".ProseMirror p")
	linh.key(kb.End, chromedp.ModifierCtrl)
	linh.write(" La paie suit.")
	linh.saved()
	linh.visitUntil("/notifications", "Samira Lefort vous laisse écrire dans le document")
	linh.visit(path)
	linh.find(".ProseMirror[contenteditable=true]")

	samira.visit(path + "/card")
	samira.see("Peuvent aussi écrire")
	samira.screen("document-card")
	samira.press("Retirer : Linh Tran")
	samira.see("cette personne n’écrit plus dans le document")
	linh.wait("the page where one only proposes", `document.querySelector("[data-may=comment]")`)
	linh.see("Demander à écrire")
	linh.see("La paie suit.")

	// A refusal says why.
	linh.press("Demander à écrire")
	linh.press("Envoyer la demande")
	linh.see("Votre demande d’écrire ici attend une réponse.")
	samira.visit(path)
	samira.see("Linh Tran demande à écrire dans ce document.")
	samira.press("Répondre")
	samira.press("Refuser")
	samira.fill("Un mot d’explication", "Le texte est arrêté pour cette année.")
	samira.press("Refuser : Linh Tran")
	samira.see("La demande est refusée")
	linh.visit(path)
	linh.see("Le texte est arrêté pour cette année.")
	linh.screen("document-refused")
}
