package browser

import (
	"context"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parvis/internal/id"
)

// TestJourneyTogether: two people write in one document at once, one of them on
// a phone; each sees the other and what the other writes, and a third one reads
// without a pen (U1).
func TestJourneyTogether(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.begins(desk, "Ouverture du samedi")
	path := samira.here()
	samira.screen("document-blank")
	samira.click(".ProseMirror")
	samira.write("# Horaires")
	samira.key(kb.Enter)
	samira.write("Le guichet ouvre de 9 h à 12 h.")
	samira.find(".ProseMirror h1, .ProseMirror h2")
	samira.see("Enregistré")

	pascal := open(t, &l.site, "pascal.chartier", phone)
	pascal.visit(path)
	pascal.find(".ProseMirror[contenteditable=true]")
	pascal.see("Le guichet ouvre de 9 h à 12 h.")
	samira.see("Pascal Chartier")
	pascal.click(".ProseMirror p")
	pascal.key(kb.End, chromedp.ModifierCtrl)
	pascal.key(kb.Enter)
	pascal.write("- un agent à l’accueil")
	pascal.see("Enregistré")
	samira.find(".ProseMirror ul li")
	samira.see("un agent à l’accueil")
	pascal.screen("document-writing")
	samira.screen("document-together")

	// Each undoes what they wrote, and nothing of the other.
	samira.click(".ProseMirror p")
	samira.key(kb.End)
	samira.write(" Ou non.")
	pascal.see("Ou non.")
	samira.press("Annuler")
	pascal.seeNot("Ou non.")
	pascal.see("un agent à l’accueil")

	// Who may not write reads it as it is written, and may propose.
	elena := open(t, &l.site, "elena.costa", desktop)
	elena.visit(path)
	elena.find(".ProseMirror.proposing")
	elena.see("un agent à l’accueil")
	samira.key(kb.End)
	samira.write(" Dès samedi.")
	elena.see("Dès samedi.")
	elena.screen("document-reader")

	// The text is there for the rest of the site.
	samira.visitUntil("/search?q=agent+accueil+samedi&kind=document", "Ouverture du samedi")
}

// TestJourneyOffline: what is written while the network is gone is kept in the
// browser, said so, and joins what others wrote once it is back (U1).
func TestJourneyOffline(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := open(t, &l.site, "samira.lefort", phone)
	samira.begins(desk, "Notes de terrain")
	samira.click(".ProseMirror")
	samira.write("Avant la zone blanche.")
	samira.see("Enregistré")
	path := samira.here()
	pascal := open(t, &l.site, "pascal.chartier", desktop)
	pascal.visit(path)
	pascal.see("Avant la zone blanche.")

	samira.kept()
	samira.network(false)
	samira.see("Hors ligne")
	samira.write(" Pendant.")
	samira.screen("document-offline")
	pascal.click(".ProseMirror p")
	pascal.key(kb.Home, chromedp.ModifierCtrl)
	pascal.write("Au bureau : ")
	pascal.see("Enregistré")
	pascal.seeNot("Pendant.")
	samira.network(true)
	samira.see("Au bureau :")
	samira.see("Enregistré")
	pascal.see("Avant la zone blanche. Pendant.")
}

// TestJourneyRightsTaken: who loses the right to write in the middle of a word is
// told, finds what was not taken, and goes on reading where they may; a person
// who is named is told (U1, F5).
func TestJourneyRightsTaken(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := open(t, &l.site, "samira.lefort", desktop)
	samira.begins(desk, "Consignes du samedi")
	samira.click(".ProseMirror")
	samira.write("À relire par @pascal")
	samira.see("Pascal Chartier")
	samira.key(kb.Enter)
	samira.find(".ProseMirror a.mention")
	samira.see("Enregistré")
	path := samira.here()
	pascal := open(t, &l.site, "pascal.chartier", desktop)
	pascal.visitUntil("/notifications", "Consignes du samedi")
	pascal.visit(path)
	pascal.find(".ProseMirror[contenteditable=true]")
	pascal.kept()

	pascal.network(false)
	pascal.see("Hors ligne")
	pascal.click(".ProseMirror p")
	pascal.key(kb.End, chromedp.ModifierCtrl)
	pascal.write(" Je propose le dimanche.")
	l.leaves(t, "pascal.chartier", desk)
	pascal.network(true)
	pascal.see("Ce que vous aviez écrit n’a pas été pris")
	pascal.find(".ProseMirror.proposing")
	pascal.wait("the text that was put aside", `document.querySelector(".document-aside textarea")?.value.includes("Je propose le dimanche.")`)
	pascal.screen("document-aside")
	pascal.press("C’est fait, effacer")
	pascal.lacks(".document-aside")

	// Who may not even read it any more is told so where they were.
	pascal.expect(404)
	item, err := id.Parse(strings.TrimPrefix(path, "/d/"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.app.Content.Bin(t.Context(), l.actor(t, "samira.lefort"), item, ""); err != nil {
		t.Fatal(err)
	}
	pascal.see("Vous ne pouvez plus lire ce document")
	pascal.seeNot("À relire par")
	pascal.screen("document-gone")
}

// begins opens a blank document in a community, ready to be written.
func (p *page) begins(place, title string) {
	p.t.Helper()
	p.visit(place + "/documents/new")
	p.fill("Titre", title)
	p.press("Commencer à écrire")
	p.find(".ProseMirror[contenteditable=true]")
}

// network takes the network away from a page, or gives it back.
func (p *page) network(there bool) {
	p.t.Helper()
	if !there {
		p.watch.sever()
	}
	p.do("changing the network", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, "Network.emulateNetworkConditions", map[string]any{
			"offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
		}, nil)
	}))
}

// leaves takes somebody out of a community, as they would do themselves.
func (l *live) leaves(t *testing.T, handle, place string) {
	t.Helper()
	community, err := id.Parse(strings.TrimPrefix(place, "/c/"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.app.Community.Leave(t.Context(), l.actor(t, handle), community); err != nil {
		t.Fatal(err)
	}
}
