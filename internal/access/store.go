package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Excerpt is the column of the first words of an item, x, in lists: of what is
// restricted not one, for who opens it is written down.
var Excerpt = store.Q(`CASE WHEN x.protection = %d THEN '' ELSE x.excerpt END AS excerpt`, Restricted)

// Load finds the row and judges: not found when actor may not read it,
// forbidden when actor may read it but not do action. Every write begins
// here, inside its transaction.
func Load(ctx context.Context, on store.Querier, actor Actor, action Action, row id.ID) (Label, error) {
	label, err := find(ctx, on, action.On, row)
	if errors.Is(err, store.ErrNone) {
		return Label{}, fault.NotFound()
	}
	if err != nil {
		return Label{}, err
	}
	return label, Judge(actor, action, label)
}

// Judge refuses with not-found what actor may not read and with forbidden
// what actor may read only.
func Judge(actor Actor, action Action, label Label) error {
	switch {
	case actor.kind != System && !actor.readable(action.On, label):
		return fault.NotFound()
	case !actor.May(action, label):
		return fault.Forbidden()
	}
	return nil
}

// readable leaves the token's scopes aside: a token that may write but not
// read is told "forbidden", not that the thing does not exist.
func (a Actor) readable(s Subject, label Label) bool { return base(s).rule.holds(a, label) }

type labelRow struct {
	Item, Author, Owner  id.ID
	State                State
	Audience             Audience
	Closed, Frozen       bool
	Relays, Writers      *string
	Protection           Protection
	Units, People        *string
	Community, Unit      id.ID
	Openness             Openness
	Archived, Validation bool
	Person, Sponsor      id.ID
}

func find(ctx context.Context, on store.Querier, s Subject, row id.ID) (Label, error) {
	labels, err := Labels(ctx, on, s, []id.ID{row})
	if err != nil {
		return Label{}, err
	}
	label, found := labels[row]
	if !found {
		return Label{}, store.ErrNone
	}
	return label, nil
}

// Labels describes many rows of a subject to the program itself, for what is
// derived from them; those that do not exist are absent. Who asks for somebody
// goes through Load or From.
func Labels(ctx context.Context, on store.Querier, s Subject, ids []id.ID) (map[id.ID]Label, error) {
	const community = `c.id AS community, c.openness, (c.state <> 1) AS archived, c.unit_id AS unit, c.validation`
	var q *store.Query
	switch s {
	case Items:
		q = store.Q(`SELECT i.id AS item, i.author_id AS author, i.owner_id AS owner, i.state, i.audience, i.closed, i.frozen, i.protection,
			(SELECT string_agg(CAST(r.community_id AS TEXT), ' ') FROM relays r WHERE r.item_id = i.id) AS relays,
			(SELECT string_agg(CAST(g.person_id AS TEXT), ' ') FROM grants g WHERE g.item_id = i.id) AS writers,
			(SELECT string_agg(CAST(n.unit_id AS TEXT), ' ') FROM named_units n WHERE n.item_id = i.id) AS units,
			(SELECT string_agg(CAST(n.person_id AS TEXT), ' ') FROM named_people n WHERE n.item_id = i.id) AS people, `+community+`
			FROM items i JOIN communities c ON c.id = i.community_id WHERE i.id IN %s`, store.Values(ids))
	case Communities:
		q = store.Q(`SELECT `+community+` FROM communities c WHERE c.id IN %s`, store.Values(ids))
	case People:
		q = store.Q(`SELECT p.id AS person, p.sponsor_id AS sponsor FROM persons p WHERE p.id IN %s`, store.Values(ids))
	default:
		panic("access: no subject to load")
	}
	rows, err := store.All[labelRow](ctx, on, q)
	if err != nil {
		return nil, err
	}
	out := make(map[id.ID]Label, len(rows))
	for _, r := range rows {
		label, err := r.label()
		if err != nil {
			return nil, err
		}
		out[cmp.Or(r.Item, r.Person, r.Community)] = label
	}
	return out, nil
}

func (r labelRow) label() (Label, error) {
	label := Label{
		Item: r.Item, Author: r.Author, Owner: r.Owner, State: r.State, Audience: r.Audience, Closed: r.Closed, Frozen: r.Frozen,
		Community: r.Community, Unit: r.Unit, Openness: r.Openness, Archived: r.Archived, Validation: r.Validation,
		Person: r.Person, Sponsor: r.Sponsor, Protection: r.Protection,
	}
	var err error
	if label.Relays, err = listed(r.Relays); err != nil {
		return Label{}, fmt.Errorf("relays of item %d: %w", r.Item, err)
	}
	if label.Writers, err = listed(r.Writers); err != nil {
		return Label{}, fmt.Errorf("writers of item %d: %w", r.Item, err)
	}
	if label.Units, err = listed(r.Units); err != nil {
		return Label{}, fmt.Errorf("units named on item %d: %w", r.Item, err)
	}
	if label.People, err = listed(r.People); err != nil {
		return Label{}, fmt.Errorf("people named on item %d: %w", r.Item, err)
	}
	return label, nil
}

// listed reads ids that a query gathered in one text, nil for none.
func listed(text *string) (out []id.ID, err error) {
	if text == nil {
		return nil, nil
	}
	for f := range strings.FieldsSeq(*text) {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return nil, err
		}
		out = append(out, id.ID(n))
	}
	return out, nil
}
