package access

import (
	"strings"

	"parvis/internal/id"
	"parvis/internal/store"
)

// guestAccount is the kind of the accounts invited from outside, as identity
// stores it.
const guestAccount = 2

// MayRead is the condition under which the person named by an SQL expression
// may read a published item: ReadItem seen from the other side, for telling
// many people at once. person is a column of the caller's query, never a value,
// under an alias that the condition does not use itself: it panics on one.
func MayRead(person string, item id.ID) *store.Query {
	if alias, _, _ := strings.Cut(person, "."); alias == "i" || alias == "c" || alias == "p" {
		panic("access: " + person + " would be read as a column of the condition itself")
	}
	return store.Q(`EXISTS (SELECT 1 FROM items i JOIN communities c ON c.id = i.community_id JOIN persons p ON p.id = `+person+`
		WHERE i.id = %s AND i.state IN %s AND p.state = 2 AND (c.openness <> %d AND (
			EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id AND m.community_id = c.id AND m.state = 1
				AND (m.role = %d OR i.audience IN (%d, %d)))
			OR (p.kind <> %d AND i.audience = %d AND (c.openness = %d OR EXISTS (
				SELECT 1 FROM relays r JOIN memberships m ON m.community_id = r.community_id
				WHERE r.item_id = i.id AND m.person_id = p.id AND m.state = 1))))
			OR c.openness = %d AND i.protection <= p.clearance AND (
				EXISTS (SELECT 1 FROM named_people n WHERE n.item_id = i.id AND n.person_id = p.id)
				OR EXISTS (SELECT 1 FROM functions f JOIN named_units n ON n.unit_id = f.unit_id WHERE f.person_id = p.id AND n.item_id = i.id)
				OR p.kind <> %d AND i.protection < %d AND (i.audience = %d
					OR i.audience = %d AND EXISTS (SELECT 1 FROM functions f WHERE f.person_id = p.id AND f.head)))))`,
		item, store.Values([]State{Published, Archived}), Sealed, ManagerRole, Everyone, MembersOnly,
		guestAccount, Everyone, Open, Sealed, guestAccount, Restricted, ForServices, ForDirectors)
}
