package browser

import (
	"fmt"
	"testing"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	inbox "parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// TestJourneyDesk: an agent sorts the desk of their unit by keyboard, or by
// thumb; what is raised is above, with the line that says why (S2, P3).
func TestJourneyDesk(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			l := demonstration(t)
			unit, above := l.desks(t, "samira.lefort", "helene.vasseur")
			p := open(t, &l.site, "samira.lefort", on)
			p.visit("/desk")
			p.at("/desk/" + unit)
			p.see("Dépêche 1")
			p.see("En retard")
			p.screen("desk")
			p.script("window.unmoved = true") // gone when another page comes

			if on.touch {
				p.press("Prendre : Dépêche 1")
			} else {
				p.settle()
				p.key("j")
				p.settle()
				p.key("t")
			}
			p.see("Vous l’avez prise.")
			if on.touch {
				p.press("Annuler")
			} else {
				p.settle()
				p.key("u")
			}
			p.see("Plus personne ne l’a.")
			if on.touch {
				p.press("Terminer : Dépêche 1")
				p.see("C’est terminé.")
				p.wait("the lists to come in place", `window.unmoved && !document.querySelector("[aria-label='Terminer : Dépêche 1']")`)
				p.press("Autres gestes : Dépêche 2")
				p.screen("desk-menu")
				p.press("Remonter")
			} else {
				p.settle()
				p.key("d")
				p.see("C’est terminé.")
				p.wait("the next row to have the focus, on the same page", "window.unmoved && document.activeElement.textContent.includes('Dépêche 2')")
				p.settle()
				p.key("j")
				p.settle()
				p.key("k")
				p.settle()
				p.key("?")
				p.see("Annuler le dernier geste")
				p.screen("desk-keys")
				p.press("Fermer")
				p.settle()
				p.key("r")
			}
			p.fill("Pourquoi, en une ligne", "Le cabinet doit trancher.")
			p.screen("desk-raising")
			p.script("document.activeElement.form.requestSubmit()")
			p.see("Elle est remontée.")
			p.see("Remontée")
			p.screen("desk-raised")
			p.press("Terminées")
			p.see("Dépêche 1")
			p.screen("desk-done")
			p.press("À lire")
			p.see("Rien à lire")
			p.see("Suivez une unité depuis sa page")
			p.screen("desk-empty")
			l.follows(t, "samira.lefort", above)
			p.visit("/desk/" + unit + "?view=read")
			p.see("Ce que vous suivez")
			p.see("Dépêche 12")
			p.seeNot("Dépêche 3") // it is on the desk
			p.screen("desk-followed")
			p.visit("/i/" + l.find(t, store.Q(`SELECT id FROM items WHERE title = 'Dépêche 3' AND kind = 'dispatch'`)))
			p.see("Traiter sur le bureau")

			head := open(t, &l.site, "helene.vasseur", on)
			head.visit("/desk/" + above)
			head.see("Le cabinet doit trancher.")
			head.screen("desk-above")
			head.press("Dépêche 2")
			head.see("Trois accueils sont fermés")
			head.screen("desk-one")
			head.script("window.unmoved = true")
			head.press("Autres gestes")
			head.press("Retenir pour la sélection du jour")
			head.see("Elle est dans la sélection du jour.")
			head.wait("the focus to stay near, on the same page", "window.unmoved && document.activeElement.closest('.desk-gestures')")
			head.press("Annuler")
			head.see("Elle n’est plus dans la sélection.")
			head.press("Autres gestes")
			head.press("Retenir pour la sélection du jour")
			head.see("Elle est dans la sélection du jour.")
			head.fill("Note interne", "À trancher avant lundi.")
			head.press("Ajouter une note interne")
			head.see("À trancher avant lundi.")
			head.wait("the note to come in place", "window.unmoved && document.activeElement.id === 'note-source' && !document.activeElement.value")
			head.press("Confier à quelqu’un")
			head.screen("desk-one-done")
			head.visit("/desk/" + above + "/selection")
			head.see("Trois accueils sont fermés")
			head.screen("desk-selection")
			head.visit("/desk/" + above)
			head.press("Autres pages")
			head.screen("desk-around")
			head.press("Niveaux inférieurs")
			head.at("/desk/" + above + "/below")
			head.screen("desk-below")
			head.visit("/desk")
			head.press("Autres pages")
			head.press("Comparer les bureaux")
			head.at("/dispatches/measure")
		})
	}
}

// follows has somebody follow a unit, which then releases again two of what it
// did: one is on the desk of theirs, the other never came to it.
func (l *live) follows(t *testing.T, handle, unit string) {
	t.Helper()
	target := notification.Target{Kind: notification.Unit, ID: parsed(t, unit)}
	if err := l.app.Notifications.Follow(t.Context(), l.actor(t, handle), target, notification.All); err != nil {
		t.Fatal(err)
	}
	err := l.app.DB.Write(t.Context(), func(tx *store.Tx) error {
		for _, title := range []string{"Dépêche 3", "Dépêche 12"} {
			item := parsed(t, l.find(t, store.Q(`SELECT id FROM items WHERE title = %s AND kind = 'dispatch'`, title)))
			if title == "Dépêche 12" {
				if _, err := store.Exec(t.Context(), tx, store.Q(`DELETE FROM deliveries WHERE item_id = %s`, item)); err != nil {
					return err
				}
			}
			_, err := l.app.Activity.Append(t.Context(), tx, access.SystemActor("a journey"), activity.Event{Verb: content.ItemPublished, Item: item,
				Community: 1, Data: []byte(`{"kind":"dispatch"}`)})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l.told(t)
}

// desks gives the units of two people desks, one above the other, with what
// waits on the lower one.
func (l *live) desks(t *testing.T, below, above string) (string, string) {
	t.Helper()
	unitOf := func(handle string) id.ID {
		u, err := store.One[id.ID](t.Context(), l.app.DB, store.Q(`SELECT f.unit_id FROM functions f JOIN persons p ON p.id = f.person_id WHERE p.handle = %s AND f.main`, handle))
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	unit, top, place := unitOf(below), unitOf(above), l.app.IDs.New()
	now := l.app.Clock.Now()
	err := l.app.DB.Write(t.Context(), func(tx *store.Tx) error {
		queries := []*store.Query{
			store.Q(`INSERT INTO dispatch_types (code, name_fr, name_en, place) VALUES ('TD', 'Télégramme', 'Telegram', 1) ON CONFLICT DO NOTHING`),
			store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (101, 'Bureau', 'Desk', 0), (102, 'Cabinet', 'Cabinet', 5)`),
			store.Q(`INSERT INTO dispatch_desks (unit_id, level, above_id, since) VALUES (%s, 102, NULL, %s), (%s, 101, %s, %s)`, top, now, unit, top, now),
			store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity)
				VALUES (%s, 'Échanges', 'echanges', 'Écrire entre services.', 1, %s, 1, %s, %s)`, place, access.Sealed, now, now),
		}
		for i := range 12 {
			item, title := l.app.IDs.New(), fmt.Sprintf("Dépêche %d", i+1)
			queries = append(queries,
				store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, created, published, activity)
					VALUES (%s, 'dispatch', %s, (SELECT id FROM persons WHERE handle = %s), %s, %s, %s, %s, %s, %s, %s)`,
					item, place, above, access.Published, access.ForNamed, title, title, now, now, now),
				store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, 'Trois accueils sont fermés jusqu’à lundi. Une décision est attendue.', 'x')`, item),
				store.Q(`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since, year, number, released)
					VALUES (%s, %s, 'TD', 1, 4, %s, 2026, %s, %s)`, item, top, now, 1000+i, now),
				store.Q(`INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)`, item, unit),
			)
			for _, q := range queries {
				if _, err := store.Exec(t.Context(), tx, q); err != nil {
					return err
				}
			}
			queries = nil
			due := now
			if i > 0 {
				due.Time = now.AddDate(0, 0, i)
			}
			if err := l.app.Desks.Deliver(t.Context(), tx, item, inbox.Precedence(3-min(i, 2)), due, []inbox.Addressee{{Unit: unit, Acts: true}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return unit.String(), top.String()
}
