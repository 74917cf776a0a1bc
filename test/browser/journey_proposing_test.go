package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestJourneyProposing: somebody who may not write in a document proposes
// changes to it, on a phone; who writes it sees them as they come, accepts one,
// refuses one, accepts what is left at once, and takes a decision back (U1, U3).
func TestJourneyProposing(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.begins(desk, "Règle du guichet")
	samira.click(".ProseMirror")
	samira.write("Le guichet ouvre à neuf heures.")
	samira.key(kb.Enter)
	samira.write("Deux agents accueillent le public.")
	samira.see("Enregistré")
	path := samira.here()

	elena := open(t, &l.site, "elena.costa", phone)
	elena.visit(path)
	elena.find(".ProseMirror.proposing[contenteditable=true]")
	elena.see("Write in the text to suggest a change")
	elena.click(".ProseMirror p")
	elena.key(kb.End)
	elena.write(" Le samedi aussi.")
	elena.wait("her words as a proposal", `[...document.querySelectorAll(".ProseMirror ins")].map(e => e.textContent).join("") === " Le samedi aussi."`)
	elena.see("Saved")
	// What she takes away stays, struck.
	elena.key(kb.End, chromedp.ModifierCtrl)
	for range len("public.") {
		elena.key(kb.Backspace)
	}
	elena.write("monde.")
	elena.wait("words that shall go", `[...document.querySelectorAll(".ProseMirror del")].map(e => e.textContent).join("") === "public."`)
	elena.key(kb.Enter)
	elena.write("Un agent parle anglais.")
	elena.wait("a new block", `document.querySelector(".ProseMirror p.proposed-whole.insertion")?.textContent === "Un agent parle anglais."`)
	elena.see("Saved")
	elena.screen("proposing-phone")

	samira.wait("what is proposed", `document.querySelector(".ProseMirror ins")?.textContent === " Le samedi aussi."`)
	samira.wait("the count", `document.querySelector(".proposals-count")?.textContent.includes("3")`)
	samira.press("Propositions : 3")
	samira.see("Elena Costa")
	samira.screen("proposals")
	samira.click(".ProseMirror del")
	samira.find(".proposal-box:not([hidden])")
	samira.screen("proposal-box")

	// The text of the item is that without proposals.
	linh := open(t, &l.site, "linh.tran", desktop)
	linh.visitUntil("/search?q=guichet+neuf+heures+agents&kind=document", "Règle du guichet")
	linh.seeNot("monde")

	samira.click(".proposals-list li:nth-child(1) button:nth-of-type(2)") // accept
	samira.wait("the accepted words", `!document.querySelector(".ProseMirror p ins") || document.querySelector(".ProseMirror ins").textContent !== " Le samedi aussi."`)
	samira.see("Le guichet ouvre à neuf heures. Le samedi aussi.")
	elena.wait("her accepted words", `![...document.querySelectorAll(".ProseMirror ins")].some(e => e.textContent.includes("samedi"))`)

	// A decision is undone like anything else.
	samira.press("Annuler")
	samira.wait("the proposal again", `document.querySelector(".ProseMirror ins")?.textContent === " Le samedi aussi."`)
	samira.wait("the gesture that does it again", `[...document.querySelectorAll("button")].some(b => (b.getAttribute("aria-label") ?? b.textContent).trim().startsWith("Rétablir") && !b.disabled && b.getAttribute("aria-disabled") !== "true")`)
	samira.press("Rétablir")
	samira.wait("the decision again", `document.querySelector(".ProseMirror ins")?.textContent !== " Le samedi aussi."`)
	samira.see("Enregistré")
	samira.see("Propositions : 2") // the list grows shorter, and what is above it moves
	samira.press("Tout accepter")
	samira.wait("a text without proposals", `!document.querySelector(".ProseMirror :is(ins, del, .proposed-whole)")`)
	samira.see("Deux agents accueillent le monde.")
	samira.see("Un agent parle anglais.")
	elena.visitUntil("/notifications", "Règle du guichet")
	elena.screen("proposals-notice")

	// Who writes may propose too, and goes on doing so the next time.
	samira.press("Proposer")
	samira.click(".ProseMirror p")
	samira.key(kb.Home)
	samira.write("Attention : ")
	samira.wait("her own proposal", `document.querySelector(".ProseMirror ins")?.textContent === "Attention : "`)
	samira.saved()
	samira.visit(path)
	samira.find(".ProseMirror.proposing")
	samira.find(".ProseMirror ins")
	samira.press("Tout refuser")
	samira.lacks(".ProseMirror ins")
}
