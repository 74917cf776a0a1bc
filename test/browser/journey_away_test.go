package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestJourneyAway: a document that was opened here is opened again without
// network, read and written; what this browser keeps goes when its reader signs
// out, who is told first of what waits to be sent (U1, F5).
func TestJourneyAway(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	place, wire := l.through(t)
	p := open(t, place, "samira.lefort", phone)
	p.begins(desk, "Tournée des maires")
	p.click(".ProseMirror")
	p.write("Première commune.")
	p.saved()
	path := p.here()
	p.kept()
	p.stored()
	p.wait("the worker to stand", `navigator.serviceWorker.getRegistration("/d/").then(found => !!found?.active)`)

	wire.sever()
	p.visit(path)
	p.find(".ProseMirror[contenteditable=true]")
	p.see("Première commune.")
	p.see("Hors ligne")
	p.click(".ProseMirror p")
	p.key(kb.End)
	p.write(" Deuxième commune.")
	p.screen("document-away")
	p.visit("/d/1")
	p.see("Vous êtes hors connexion")
	p.press("Tournée des maires")
	p.see("Deuxième commune.")

	// Nothing that waits goes without a word.
	p.press("Samira Lefort")
	p.press("Se déconnecter")
	p.see("Tout n’est pas encore enregistré")
	p.screen("document-leaving")
	p.press("Rester connecté")
	p.see("Deuxième commune.")
	wire.mend()
	p.saved()
	p.watch.forget() // what failed is what the journey is about

	pascal := open(t, &l.site, "pascal.chartier", desktop)
	pascal.visit(path)
	pascal.see("Première commune. Deuxième commune.")

	p.press("Samira Lefort")
	p.press("Se déconnecter")
	p.at("/sign-in")
	p.wait("the copies to be gone", `Promise.all([caches.keys(), indexedDB.databases()]).then(([stores, bases]) => !stores.length && !bases.some(({name}) => name.startsWith("parvis/document/")))`)
}

// saved waits until the log holds every letter that was typed.
func (p *page) saved() {
	p.t.Helper()
	p.wait("every letter to be saved", `document.querySelector("[data-document-state]").dataset.state === "saved"`)
}

// kept waits until this browser has the page for later.
func (p *page) kept() {
	p.t.Helper()
	p.wait("the page to be kept", `caches.open("parvis-pages").then(pages => pages.match(location.pathname)).then(page => !!page)`)
}

// stored waits until this browser has every letter that was typed before: its
// own store is asked behind them.
func (p *page) stored() {
	p.t.Helper()
	p.wait("the letters to be kept", `indexedDB.databases().then(bases => bases.find(({name}) => name.startsWith("parvis/document/"))?.name).then(name => !!name && new Promise((told, failed) => {
		const opening = indexedDB.open(name);
		opening.onerror = () => failed(opening.error);
		opening.onsuccess = () => {
			const counting = opening.result.transaction("updates", "readonly").objectStore("updates").count();
			counting.onerror = () => failed(counting.error);
			counting.onsuccess = () => { opening.result.close(); told(counting.result > 0); };
		};
	}))`)
}
