package correspondence_test

import (
	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/store"
)

func clearance(person id.ID, to access.Protection) *store.Query {
	return store.Q(`UPDATE persons SET clearance = %s WHERE id = %s`, to, person)
}

func named(item, person id.ID) *store.Query {
	return store.Q(`SELECT COUNT(*) FROM named_people WHERE item_id = %s AND person_id = %s`, item, person)
}

// forNamed counts the signatures in somebody's name that the log tells.
func forNamed(item, person id.ID) *store.Query {
	return store.Q(`SELECT COUNT(*) FROM events WHERE item_id = %s AND verb = 'dispatch.signed' AND data LIKE %s`, item, `%"for":"`+person.String()+`"%`)
}
