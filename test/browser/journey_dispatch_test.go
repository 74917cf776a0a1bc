package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parvis/internal/id"
	"parvis/internal/store"
)

// TestJourneyDispatch: an agent of a post writes to a directorate, told before
// who will receive it and what it lacks; who heads the post sends it back, then
// signs; it stands on the desk of the directorate, which answers (S2, P3).
func TestJourneyDispatch(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := demonstration(t)
			unit, above := l.desks(t, "samira.lefort", "helene.vasseur")
			to := l.word(t, store.Q(`SELECT u.name FROM units u JOIN functions f ON f.unit_id = u.id AND f.main JOIN persons p ON p.id = f.person_id WHERE p.handle = 'helene.vasseur'`))
			head := l.heads(t, unit, "pascal.chartier")
			p := open(t, &l.site, "samira.lefort", on)
			p.visit("/dispatches")
			p.screen("dispatches-none")
			p.press("Écrire une dépêche")
			p.see("À qui elle ira")
			p.screen("dispatch-blank")
			p.fill("Objet", "Trois accueils fermés")
			p.fill("Texte", "Le **dégât des eaux** ferme trois accueils jusqu’à lundi.")
			p.click("[name=acts]")
			p.write(string([]rune(to)[:8]))
			p.find(".suggest-list li")
			p.screen("dispatch-suggested") // open, while the width changes
			p.key(kb.Enter)
			p.wait("the unit to be told", `document.querySelector("#receivers li") !== null`)
			p.press("Envoyer à la signature")
			p.see("Dites le type, l’urgence, la protection et la diffusion.")
			p.screen("dispatch-unqualified")
			p.script(`for (const [name, value] of [["type", "TD"], ["precedence", "2"], ["protection", "0"], ["distribution", "named"]]) { const f = document.querySelector("select[name=" + name + "]"); f.value = value; f.dispatchEvent(new Event("change", {bubbles: true})); }`)
			p.press("Envoyer à la signature")
			p.see("La dépêche est envoyée à la signature.")
			p.screen("dispatch-sent")
			item := p.here()

			head.visit("/dispatches")
			head.see("À signer par vous")
			head.screen("dispatches-sign")
			head.press("Trois accueils fermés")
			head.press("Renvoyer au rédacteur")
			head.fill("Que faut-il changer ?", "Dites lesquels.")
			head.press("Renvoyer au rédacteur")
			head.see("La dépêche est renvoyée à qui la rédige.")

			p.visit(item)
			p.see("Dites lesquels.")
			p.screen("dispatch-returned")
			p.press("Envoyer à la signature")
			p.see("La dépêche est envoyée à la signature.")
			head.visit(item)
			head.press("Signer et émettre")
			head.see("La dépêche est émise")
			head.screen("dispatch-released")

			director := open(t, &l.site, "helene.vasseur", on)
			director.visit("/desk/" + above)
			director.see("Trois accueils fermés")
			director.visit(item)
			director.press("Répondre")
			director.see("Répond à « Trois accueils fermés »")
			director.screen("dispatch-answer")
		})
	}
}

// heads makes somebody head a unit and opens a page for them.
func (l *live) heads(t *testing.T, unit, handle string) *page {
	t.Helper()
	of, err := id.Parse(unit)
	if err != nil {
		t.Fatal(err)
	}
	l.exec(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Chef de poste', TRUE, FALSE)`, l.app.IDs.New(), l.person(t, handle), of))
	return open(t, &l.site, handle, desktop)
}
