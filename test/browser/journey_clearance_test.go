package browser

import (
	"testing"

	"github.com/chromedp/chromedp"

	"parvis/internal/access"
	"parvis/internal/store"
)

// TestJourneyClearance: an administrator says how far somebody reads, who then
// reads a restricted dispatch of their unit; taken back, it is not there; brought
// back, it is again; all of it is in the register (S2, F8).
func TestJourneyClearance(t *testing.T) {
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			unit, _ := l.desks(t, "samira.lefort", "helene.vasseur")
			l.exec(t, store.Q(`UPDATE items SET protection = %s WHERE title = 'Dépêche 3'`, access.Restricted))
			dispatch := "/i/" + l.find(t, store.Q(`SELECT id FROM items WHERE title = 'Dépêche 3'`))
			samira := open(t, &l.site, "samira.lefort", on)
			samira.visit("/desk/" + unit)
			samira.see("Dépêche 2")
			samira.seeNot("Dépêche 3")

			linh := open(t, &l.site, "linh.tran", on)
			linh.visit("/admin/people?q=samira")
			linh.press("Samira Lefort")
			linh.see("Jusqu’où cette personne lit les dépêches.")
			linh.screen("clearance")
			linh.whole("clearance")
			linh.press("Restreinte")
			linh.press("Changer l’habilitation")
			linh.see("Samira Lefort lit désormais les dépêches jusqu’aux restreintes.")
			linh.see("Habilitation\u00a0: Restreinte")
			linh.screen("clearance-given")

			samira.visit("/desk/" + unit)
			samira.press("Dépêche 3")
			samira.see("Trois accueils sont fermés")
			samira.visit(dispatch)
			samira.see("Trois accueils sont fermés")

			linh.press("Publique")
			linh.press("Changer l’habilitation")
			linh.see("Samira Lefort ne lit plus que les dépêches publiques.")
			samira.expect(404)
			samira.visit(dispatch)
			samira.seeNot("Trois accueils sont fermés")
			samira.visit("/desk/" + unit)
			samira.see("Dépêche 2")
			samira.seeNot("Dépêche 3")
			samira.visit("/search?q=%22D%C3%A9p%C3%AAche+3%22")
			samira.seeNot("Trois accueils")
			linh.press("Annuler")
			linh.see("Samira Lefort lit désormais les dépêches jusqu’aux restreintes.")
			samira.visit(dispatch)
			samira.see("Trois accueils sont fermés")

			linh.visit("/admin/people?clearance=restricted")
			linh.see("Habilitation\u00a0: Restreinte")
			linh.screen("clearance-list")
			linh.visit("/admin/people?clearance=restricted&q=samira")
			linh.press("Samira Lefort")
			linh.press("Ce que le registre en dit")
			linh.see("Habilitation changée")
			linh.see("Publique (auparavant Restreinte)")
			linh.see("Restreinte (auparavant Publique)")
			linh.screen("clearance-acts")
		})
	}
}

// TestJourneyClearanceWhileOpen: the pages of a dispatch that somebody has open
// leave their screen as soon as they may not read it any more.
func TestJourneyClearanceWhileOpen(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	unit, _ := l.desks(t, "samira.lefort", "helene.vasseur")
	l.exec(t, store.Q(`UPDATE persons SET clearance = 2 WHERE handle = 'samira.lefort'`))
	l.exec(t, store.Q(`UPDATE items SET protection = %s WHERE title = 'Dépêche 3'`, access.Restricted))
	item := l.find(t, store.Q(`SELECT id FROM items WHERE title = 'Dépêche 3'`))
	var pages []*page
	for _, path := range []string{"/desk/" + unit + "/" + item, "/i/" + item} {
		p := open(t, &l.site, "samira.lefort", phone)
		p.visit(path)
		p.see("Dépêche 3")
		p.expect(404)
		pages = append(pages, p)
	}
	if _, err := l.app.Administration.ClearByOperator(t.Context(), "samira.lefort", access.Public); err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		p.seeNot("Dépêche 3")
		p.screen("clearance-gone")
	}
}

// TestJourneyClearanceTaken: what a browser keeps to be read without network goes
// as soon as its reader reads less far, while a page is open and at the next.
func TestJourneyClearanceTaken(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	unit, above := l.desks(t, "samira.lefort", "helene.vasseur")
	l.exec(t, store.Q(`UPDATE persons SET clearance = 2 WHERE handle IN ('samira.lefort', 'helene.vasseur')`))
	l.exec(t, store.Q(`UPDATE functions SET head = TRUE WHERE person_id = (SELECT id FROM persons WHERE handle = 'helene.vasseur')`))
	l.exec(t, store.Q(`UPDATE items SET protection = %s WHERE title = 'Dépêche 3'`, access.Limited))
	l.keeps(t, "samira.lefort", unit, "helene.vasseur", above, "Dépêche 2", "Dépêche 3")

	place, wire := l.through(t)
	helene := open(t, place, "helene.vasseur", phone)
	path := "/desk/" + above + "/selection"
	copied := func(want string) {
		t.Helper()
		helene.wait("the copy to hold "+want, `caches.open("parvis-pages").then(pages => pages.match("`+path+`")).then(page => page ? page.text() : "").then(text => /`+want+`/.test(text))`)
	}
	helene.visit(path)
	helene.wait("the worker to stand", `navigator.serviceWorker.getRegistration("/desk/").then(found => !!found?.active)`)
	helene.visit(path)
	copied("Dépêche 3")

	// Her page is open: the bell tells it.
	linh := open(t, &l.site, "linh.tran", phone)
	linh.visit("/admin/people/" + l.person(t, "helene.vasseur").String())
	linh.press("Publique")
	linh.press("Changer l’habilitation")
	linh.see("Hélène Vasseur ne lit plus que les dépêches publiques.")
	copied("^$")
	wire.sever()
	helene.visit(path)
	helene.see("Vous êtes hors connexion")
	helene.seeNot("Dépêche 3")
	wire.mend()
	helene.watch.forget() // what failed is what the journey is about

	linh.press("Annuler")
	linh.see("Hélène Vasseur lit désormais les dépêches jusqu’aux restreintes.")
	helene.visit(path)
	copied("Dépêche 3")

	// No page is open: the next one tells it.
	helene.do("closing the page", chromedp.Navigate("about:blank"))
	linh.press("Annuler")
	linh.see("Hélène Vasseur ne lit plus que les dépêches publiques.")
	helene.visit("/")
	copied("^$")
	helene.visit(path)
	helene.see("Dépêche 2")
	helene.seeNot("Dépêche 3")
	copied("Dépêche 2")
}
