package browser

import (
	"context"
	"encoding/base64"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

// TestJourneySelection: the head of a level keeps dispatches for the day, opens
// the selection on a phone and reads it again without network; what is restricted
// is not kept there, and nothing is once they sign out or read it no longer (S2).
func TestJourneySelection(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	unit, above := l.desks(t, "samira.lefort", "helene.vasseur")
	l.exec(t, store.Q(`UPDATE persons SET clearance = 2 WHERE handle IN ('samira.lefort', 'helene.vasseur')`))
	l.exec(t, store.Q(`UPDATE functions SET head = TRUE WHERE person_id = (SELECT id FROM persons WHERE handle = 'helene.vasseur')`))
	l.exec(t, store.Q(`UPDATE items SET protection = %s WHERE title = 'Dépêche 3'`, access.Restricted))
	l.exec(t, store.Q(`UPDATE bodies SET source = 'Un nom à ne pas perdre.' WHERE item_id = (SELECT id FROM items WHERE title = 'Dépêche 3')`))
	l.keeps(t, "samira.lefort", unit, "helene.vasseur", above, "Dépêche 2", "Dépêche 3", "Dépêche 4")

	place, wire := l.through(t)
	p := open(t, place, "helene.vasseur", phone)
	path := "/desk/" + above + "/selection"
	p.visit(path)
	p.see("Un nom à ne pas perdre.")
	p.see("Cette page se relit sans réseau")
	p.screen("selection-kept")
	p.paper("selection")
	p.wait("the worker to stand", `navigator.serviceWorker.getRegistration("/desk/").then(found => !!found?.active)`)
	p.kept()

	wire.sever()
	p.visit(path)
	p.see("Sans réseau")
	p.see("Trois accueils sont fermés")
	p.see("n’est pas gardée dans ce navigateur")
	p.seeNot("Un nom à ne pas perdre.")
	p.seeNot("Dépêche 3")
	p.screen("selection-away")
	p.visit("/desk/" + unit + "/selection")
	p.see("Vous êtes hors connexion")
	p.press("Sélection du ")
	p.see("Trois accueils sont fermés")
	wire.mend()

	// What changed since is copied anew.
	l.exec(t, store.Q(`UPDATE deliveries SET kept = NULL WHERE item_id = (SELECT id FROM items WHERE title = 'Dépêche 4')`))
	p.visit(path)
	p.seeNot("Dépêche 4")
	p.wait("the copy to follow", `caches.open("parvis-pages").then(pages => pages.match(location.pathname)).then(page => page.text()).then(text => !text.includes("Dépêche 4") && !text.includes("Un nom"))`)
	p.watch.forget() // what failed is what the journey is about

	p.press("Hélène Vasseur")
	p.press("Se déconnecter")
	p.at("/sign-in")
	p.wait("the copies to be gone", `caches.keys().then(stores => !stores.length)`)
}

// keeps has dispatches raised to the desk above, and kept there for the day.
func (l *live) keeps(t *testing.T, by, unit, head, above string, titles ...string) {
	t.Helper()
	for _, title := range titles {
		item, err := store.One[id.ID](t.Context(), l.app.DB, store.Q(`SELECT id FROM items WHERE title = %s AND kind = 'dispatch'`, title))
		if err == nil {
			err = l.app.Desks.Raise(t.Context(), l.actor(t, by), parsed(t, unit), item, "Une décision est attendue.")
		}
		if err == nil {
			err = l.app.Desks.Keep(t.Context(), l.actor(t, head), parsed(t, above), item)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func parsed(t *testing.T, text string) id.ID {
	t.Helper()
	out, err := id.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// paper prints the page and keeps it beside the screens, to be looked at.
func (p *page) paper(name string) {
	p.t.Helper()
	var out struct {
		Data string `json:"data"`
	}
	p.do("printing", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, "Page.printToPDF", map[string]any{"preferCSSPageSize": true}, &out)
	}))
	text, err := base64.StdEncoding.DecodeString(out.Data)
	if err == nil {
		err = os.WriteFile(filepath.Join("shots", name+".pdf"), text, 0o644)
	}
	if err != nil {
		p.t.Fatal(err)
	}
}
