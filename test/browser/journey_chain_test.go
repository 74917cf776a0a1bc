package browser

import (
	"fmt"
	"testing"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/id"
	"parvis/internal/store"
)

// TestJourneyChain: a post writes and its head signs; a desk sorts a hundred
// dispatches by keyboard, a directorate and a cabinet raise and keep five; the
// minister reads them on a phone without network and instructs; the instruction
// is on the desk of the post (S2, P3, P4).
func TestJourneyChain(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	c := l.chain(t)

	samira := open(t, &l.site, "samira.lefort", phone)
	samira.visit("/dispatches/new")
	samira.fill("Pour action", l.unitName(t, c.desk))
	samira.fill("Objet", "La ligne de démarcation est fermée")
	samira.fill("Texte", "Les deux points de passage sont fermés depuis ce matin. Nous demandons des instructions.")
	samira.qualifies("TD", correspondence.Urgent, access.Limited, "named")
	samira.press("Envoyer à la signature")
	samira.see("La dépêche est envoyée à la signature.")
	path := samira.here()
	oumou := open(t, &l.site, "oumou.diallo", phone)
	oumou.visit(path)
	oumou.press("Signer et émettre")
	oumou.see("La dépêche est émise")

	titles := append([]string{"La ligne de démarcation est fermée"}, l.floods(t, c, 99)[:4]...)
	helene := open(t, &l.site, "helene.vasseur", desktop)
	helene.visit("/desk/" + c.desk.String())
	helene.see("La ligne de démarcation est fermée")
	helene.screen("chain-desk")
	helene.chord("j")
	for range titles {
		helene.raises("Une décision est attendue avant ce soir.")
		helene.chord("j", "d")
	}
	for range 95 {
		helene.chord("d")
	}
	helene.see("Rien à traiter")
	helene.screen("chain-sorted")

	florence := open(t, &l.site, "florence.delmas", desktop)
	florence.visit("/desk/" + c.directorate.String())
	florence.chord("j")
	for range titles {
		florence.raises("À arbitrer.")
		florence.chord("j", "d")
	}
	florence.see("Rien à traiter")

	pascal := open(t, &l.site, "pascal.chartier", phone)
	pascal.visit("/desk/" + c.cabinet.String())
	for _, title := range titles {
		pascal.press("Autres gestes : " + title)
		pascal.press("Retenir pour la sélection du jour")
		pascal.see("Elle est dans la sélection du jour.")
	}
	pascal.screen("chain-kept")

	place, wire := l.through(t)
	minister := open(t, place, "isabelle.lacombe", phone)
	selection := "/desk/" + c.cabinet.String() + "/selection"
	minister.visit("/desk")
	minister.press("Sélection du jour de " + l.unitShort(t, c.cabinet))
	minister.see("La ligne de démarcation est fermée")
	minister.wait("the worker to stand", `navigator.serviceWorker.getRegistration("/desk/").then(found => !!found?.active)`)
	minister.kept()
	wire.sever()
	minister.visit(selection)
	minister.see("Sans réseau")
	minister.see("Nous demandons des instructions.")
	minister.screen("chain-away")
	wire.mend()
	minister.watch.forget() // what failed is what the journey is about
	minister.visit(selection)
	minister.press("Donner une instruction : La ligne de démarcation est fermée")
	minister.see("Donne des instructions sur « La ligne de démarcation est fermée »")
	minister.fill("Texte", "Demandez la réouverture par écrit et rendez compte ce soir.")
	minister.fill("Objet", "Instruction : demander la réouverture")
	minister.qualifies("TD", correspondence.Immediate, access.Limited, "named")
	minister.settle() // what is signed is what was told last
	minister.press("Signer et émettre")
	minister.see("La dépêche est émise")
	minister.screen("chain-instructed")

	oumou.visit("/desk/" + c.post.String())
	oumou.see("Instruction : demander la réouverture")
	oumou.press("Instruction : demander la réouverture")
	oumou.see("rendez compte ce soir")
	oumou.screen("chain-instruction")
}

// chain is the units of the demonstration through which a dispatch goes up.
type chain struct{ post, desk, directorate, cabinet id.ID }

// chain empties the desks of the demonstration, and gives a post somebody who
// drafts.
func (l *live) chain(t *testing.T) chain {
	t.Helper()
	unit := func(code string) id.ID {
		return parsed(t, l.find(t, store.Q(`SELECT id FROM units WHERE code = %s`, code)))
	}
	c := chain{unit("dip-nic"), unit("dip-cyp"), unit("dip-nea"), unit("dip-ss")}
	l.exec(t, store.Q(`UPDATE deliveries SET closed = %s, state = 3, kept = NULL WHERE unit_id IN %s`, l.app.Clock.Now(), store.Values([]id.ID{c.post, c.desk, c.directorate, c.cabinet})))
	l.exec(t, store.Q(`UPDATE persons SET clearance = %s WHERE handle = 'samira.lefort'`, access.Limited))
	l.exec(t, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Rédactrice', FALSE, FALSE)`, l.app.IDs.New(), l.person(t, "samira.lefort"), c.post))
	return c
}

// floods has the post write to the desk many times, the first four urgently.
func (l *live) floods(t *testing.T, c chain, count int) []string {
	t.Helper()
	drafter, head := l.actor(t, "samira.lefort"), l.actor(t, "oumou.diallo")
	var titles []string
	for i := range count {
		title := fmt.Sprintf("Compte rendu du poste n° %d", i+1)
		precedence := correspondence.Routine
		if i < 4 {
			precedence = correspondence.Urgent
		}
		d, err := l.app.Dispatches.Draft(t.Context(), drafter, correspondence.Writing{
			Unit: c.post, Subject: title, Source: "Rien de nouveau sur la ligne.", Signatory: head.Person(), To: []correspondence.Target{{Unit: c.desk, Acts: true}},
			Qualified: &correspondence.Qualification{Type: "TD", Precedence: precedence, Protection: access.Limited, Distribution: access.ForNamed},
		})
		if err == nil {
			err = l.app.Dispatches.Send(t.Context(), drafter, d.Item)
		}
		if err == nil {
			_, err = l.app.Dispatches.Release(t.Context(), head, d.Item, clock.Time{})
		}
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, title)
	}
	return titles
}

func (l *live) unitName(t *testing.T, unit id.ID) string {
	t.Helper()
	return l.word(t, store.Q(`SELECT name FROM units WHERE id = %s`, unit))
}

func (l *live) unitShort(t *testing.T, unit id.ID) string {
	t.Helper()
	return l.word(t, store.Q(`SELECT acronym FROM units WHERE id = %s`, unit))
}

// qualifies says in the form how a dispatch is to be handled.
func (p *page) qualifies(kind string, precedence correspondence.Precedence, protection access.Protection, distribution string) {
	p.t.Helper()
	for field, value := range map[string]string{"type": kind, "precedence": fmt.Sprint(precedence), "protection": fmt.Sprint(protection), "distribution": distribution} {
		p.script(fmt.Sprintf(`{ const field = document.querySelector("select[name=%s]"); field.value = %s; field.dispatchEvent(new Event("change", {bubbles: true})); }`, field, quote(value)))
	}
}

// chord presses keys one after the other, each once the page has what the one
// before asked for.
func (p *page) chord(keys ...string) {
	p.t.Helper()
	for _, key := range keys {
		p.settle()
		p.key(key)
	}
	p.settle()
}

// raises raises the dispatch of a desk that has the focus, by keyboard, with the
// line that says why.
func (p *page) raises(why string) {
	p.t.Helper()
	p.chord("r")
	p.fill("Pourquoi, en une ligne", why)
	p.script("document.activeElement.form.requestSubmit()")
	p.see("Elle est remontée.")
}
