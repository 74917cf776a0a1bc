package desk

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

const noteColumns = `n.id, n.item_id, n.unit_id, n.author_id, n.source, n.asked_id, n.created, n.answered`

func putNote(ctx context.Context, tx *store.Tx, n Note) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO delivery_notes (id, item_id, unit_id, author_id, source, asked_id, created)
		VALUES (%s, %s, %s, %s, %s, %s, %s)`, n.ID, n.Item, n.Unit, n.Author, n.Source, n.Asked.Nullable(), n.Created))
	return err
}

func noteOf(ctx context.Context, tx *store.Tx, unit, item, note id.ID) (Note, error) {
	return store.One[Note](ctx, tx, store.Q(`SELECT `+noteColumns+` FROM delivery_notes n WHERE n.unit_id = %s AND n.item_id = %s AND n.id = %s`, unit, item, note))
}

func dropNote(ctx context.Context, tx *store.Tx, n Note) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM delivery_notes WHERE unit_id = %s AND item_id = %s AND id = %s`, n.Unit, n.Item, n.ID))
	return err
}

func answerNote(ctx context.Context, tx *store.Tx, n Note) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE delivery_notes SET answered = %s WHERE unit_id = %s AND item_id = %s AND id = %s`, n.Answered, n.Unit, n.Item, n.ID))
	return err
}

// notesOf are those of a unit about a dispatch that was judged, in the order in
// which they were written.
func notesOf(ctx context.Context, on store.Querier, unit, item id.ID) ([]Note, error) {
	return store.All[Note](ctx, on, store.Q(`SELECT `+noteColumns+` FROM delivery_notes n WHERE n.unit_id = %s AND n.item_id = %s ORDER BY n.id LIMIT 200`, unit, item))
}

// contributionOf is what somebody is asked about a dispatch that they read.
func contributionOf(ctx context.Context, on store.Querier, actor access.Actor, note id.ID) (Contribution, error) {
	return store.One[Contribution](ctx, on, store.Q(`SELECT `+noteColumns+`, x.title, u.id AS "by.id", u.name AS "by.name", u.acronym AS "by.acronym"
		FROM delivery_notes n CROSS JOIN %s x JOIN units u ON u.id = n.unit_id WHERE x.id = n.item_id AND n.id = %s AND n.asked_id = %s`,
		access.From(actor, access.ReadSealed), note, actor.Person()))
}

// contributionsOf are what somebody is asked and did not give, about dispatches
// that they read, the first asked first.
func contributionsOf(ctx context.Context, on store.Querier, actor access.Actor) ([]Contribution, error) {
	return store.All[Contribution](ctx, on, store.Q(`SELECT `+noteColumns+`, x.title, u.id AS "by.id", u.name AS "by.name", u.acronym AS "by.acronym"
		FROM delivery_notes n CROSS JOIN %s x JOIN units u ON u.id = n.unit_id WHERE x.id = n.item_id AND n.asked_id = %s AND n.answered IS NULL
		ORDER BY n.id LIMIT 20`, access.From(actor, access.ReadSealed), actor.Person()))
}

// handlersOf are the people of a unit who read a dispatch, by name.
func handlersOf(ctx context.Context, on store.Querier, unit, item id.ID) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT who.id FROM %s who WHERE who.state = 2 AND %s
		AND who.id IN (SELECT f.person_id FROM functions f WHERE f.unit_id = %s) ORDER BY who.name_fold, who.id LIMIT 200`,
		anyPerson, access.MayRead("who.id", item), unit))
}

// facesBeside are those of all who appear beside a delivery.
func facesBeside(ctx context.Context, on store.Querier, o One) (map[id.ID]identity.Face, error) {
	people := append([]id.ID{o.Row.Assignee, o.Row.Raiser}, o.People...)
	for _, n := range o.Notes {
		people = append(people, n.Author, n.Asked)
	}
	return identity.Faces(ctx, on, people)
}
