package app

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
	"parvis/internal/store"
)

// desks puts a dispatch on the desk of a unit of the member and of the manager:
// for all agents in the open place, for those who are named in the private one.
func (s *scene) desks(t testing.TB, word string) map[string]string {
	t.Helper()
	unit, above, sealed, item, now := s.IDs.New(), s.IDs.New(), s.IDs.New(), s.IDs.New(), s.Clock.Now()
	audience, protection, member, manager := access.ForServices, access.Public, s.people["member"], s.people["manager"]
	if word == mark {
		audience, protection = access.ForNamed, access.Restricted
	}
	raise := func(unit id.ID, name string, level int, above any) []*store.Query {
		return []*store.Query{
			store.Q(`INSERT INTO units (id, code, name, name_fold, path, depth) VALUES (%s, %s, %s, %s, %s, 0)`, unit, unit.String(), name, name, "/"+unit.String()+"/"),
			store.Q(`INSERT INTO dispatch_desks (unit_id, level, above_id, since) VALUES (%s, %s, %s, %s)`, unit, level, above, now),
			store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Rédactrice', TRUE, FALSE)`, s.IDs.New(), manager, unit),
		}
	}
	s.exec(t,
		store.Q(`INSERT INTO dispatch_types (code, name_fr, name_en, place) VALUES ('TD', 'Télégramme', 'Telegram', 1) ON CONFLICT DO NOTHING`),
		store.Q(`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (1, 'Bureau', 'Desk', 5), (2, 'Cabinet', 'Cabinet', 5) ON CONFLICT DO NOTHING`),
		store.Q(`UPDATE persons SET clearance = 2 WHERE id IN (%s, %s)`, member, manager),
		store.Q(`INSERT INTO communities (id, name, name_fold, purpose, kind, openness, state, created, activity)
			VALUES (%s, 'Correspondance', 'correspondance', 'Écrire entre services.', 1, %s, 1, %s, %s)`, sealed, access.Sealed, now, now))
	s.exec(t, raise(above, "Cabinet "+above.String(), 2, nil)...)
	s.exec(t, raise(unit, "Bureau "+unit.String(), 1, above)...)
	s.exec(t,
		store.Q(`INSERT INTO functions (id, person_id, unit_id, title, head, main) VALUES (%s, %s, %s, 'Rédacteur', FALSE, FALSE)`, s.IDs.New(), member, unit),
		store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, protection, title, title_fold, excerpt, created, published, activity)
			VALUES (%s, 'dispatch', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
			item, sealed, member, access.Published, audience, protection, "Titre "+word+" de dépêche", "titre "+word, "Texte "+word, now, now, now),
		store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, %s, %s)`, item, "Texte "+word+" de dépêche.", "texte "+word),
		store.Q(`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since, year, number, released)
			VALUES (%s, %s, 'TD', 1, 4, %s, 2026, 1, %s)`, item, unit, now, now),
		store.Q(`INSERT INTO dispatch_numbers (unit_id, year, last) VALUES (%s, 2026, 1)`, unit),
		store.Q(`INSERT INTO named_units (item_id, unit_id) VALUES (%s, %s)`, item, unit))
	as := s.as(t, "manager")
	err := s.DB.Write(t.Context(), func(tx *store.Tx) error {
		return s.Desks.Deliver(t.Context(), tx, item, desk.Routine, s.Clock.Now(), []desk.Addressee{{Unit: unit, Acts: true}})
	})
	if err == nil {
		_, err = s.Desks.Say(t.Context(), as, unit, item, "Note "+word+" du bureau.")
	}
	if err == nil {
		err = s.Desks.Keep(t.Context(), as, unit, item)
	}
	if err != nil {
		t.Fatal(err)
	}
	note, err := s.Desks.Ask(t.Context(), as, unit, item, member, "Question "+word+" du bureau.")
	if err != nil {
		t.Fatal(err)
	}
	begun, asked := s.begun(t, word, sealed, unit, protection, correspondence.ToSign), s.begun(t, word, sealed, unit, protection, correspondence.InVisas)
	visa := s.visa(t, word, asked)
	list := s.IDs.New()
	s.exec(t, store.Q(`INSERT INTO dispatch_lists (id, unit_id, name, under_id) VALUES (%s, %s, %s, %s)`, list, unit, "Liste "+word, above))
	return map[string]string{"begun": begun.String(), "in_visas": asked.String(), "visa_asked": visa.String(), "desk": unit.String(), "above": above.String(), "dispatch": item.String(), "note": note.String(), "list": list.String()}
}

// begun is a dispatch that the member drafts and the manager shall sign.
func (s *scene) begun(t testing.TB, word string, sealed, unit id.ID, protection access.Protection, step correspondence.Step) id.ID {
	t.Helper()
	item, member, manager, now := s.IDs.New(), s.people["member"], s.people["manager"], s.Clock.Now()
	s.exec(t,
		store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, protection, title, title_fold, excerpt, created, published, activity)
			VALUES (%s, 'dispatch', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
			item, sealed, member, access.Pending, access.ForNamed, protection, "Brouillon "+word+" de dépêche", "brouillon "+word, "Brouillon "+word, now, now, now),
		store.Q(`INSERT INTO bodies (item_id, source, fold) VALUES (%s, %s, %s)`, item, "Brouillon "+word+" de dépêche.", "brouillon "+word),
		store.Q(`INSERT INTO dispatches (item_id, unit_id, type, precedence, step, holder_since, signatory_id, expects)
			VALUES (%s, %s, 'TD', 1, %s, %s, %s, %s)`, item, unit, step, now, manager, "Attendu "+word),
		store.Q(`INSERT INTO named_people (item_id, person_id) VALUES (%s, %s), (%s, %s)`, item, member, item, manager))
	return item
}

// visa is one that is asked of the manager, late already, before the dispatch is
// signed.
func (s *scene) visa(t testing.TB, word string, item id.ID) id.ID {
	t.Helper()
	visa, now := s.IDs.New(), s.Clock.Now()
	s.exec(t, store.Q(`INSERT INTO dispatch_visas (id, item_id, place, person_id, state, days, since, due, note) VALUES (%s, %s, 1, %s, 2, 1, %s, %s, %s)`,
		visa, item, s.people["manager"], now.AddDate(0, 0, -3).UnixMilli(), now.AddDate(0, 0, -2).UnixMilli(), "Visa "+word))
	return visa
}
