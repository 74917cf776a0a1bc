package community

import (
	"context"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Sort is an order of the directory.
type Sort string

// The orders.
const (
	ByActivity Sort = "activity" // the latest first
	ByName     Sort = "name"
	BySize     Sort = "size" // the most members first
)

// Filter narrows the directory of communities. Zero fields narrow nothing.
type Filter struct {
	Text     string // words of the name or purpose
	Kind     Kind
	Openness []access.Openness
	Mine     bool  // where the viewer is a member, or is invited
	Managed  bool  // that the viewer manages
	Unit     id.ID // follows this unit or one below it
	Tag      string
	State    State
	Parent   id.ID
	Sort     Sort
	After    Cursor
	Limit    int
}

// Cursor is the last line of the page before: its id, and its key when the
// order is by a number.
type Cursor struct {
	Key int64
	ID  id.ID
}

// Line is one line of the directory.
type Line struct {
	ID       id.ID
	Name     string
	Purpose  string
	Kind     Kind
	Openness access.Openness
	State    State
	Unit     string // acronym or name of the unit that it follows
	Members  int
	Items    int
	Activity clock.Time
	Role     access.Role // of the viewer
	Standing Standing
}

// cursor is what continues the list after this line.
func (l Line) cursor(by Sort) Cursor {
	switch by {
	case ByName:
		return Cursor{ID: l.ID}
	case BySize:
		return Cursor{Key: int64(l.Members), ID: l.ID}
	}
	return Cursor{Key: l.Activity.UnixMilli(), ID: l.ID}
}

// named demands that every word typed begins a word of a folded column.
func named(column, typed string) []*store.Query {
	var out []*store.Query
	for _, word := range strings.Fields(text.Fold(typed)) {
		switch column {
		case "c.words":
			out = append(out, store.Q("' ' || c.words LIKE %s", "% "+word+"%"))
		default:
			out = append(out, store.Q("' ' || p.name_fold LIKE %s", "% "+word+"%"))
		}
	}
	return out
}

func (f Filter) where(actor access.Actor) *store.Query {
	where := append(named("c.words", f.Text), store.Q("c.openness <> %d", access.Sealed)) // nobody is in one
	add := func(q *store.Query) { where = append(where, q) }
	if f.Kind != 0 {
		add(store.Q("c.kind = %s", f.Kind))
	}
	if len(f.Openness) > 0 {
		add(store.Q("c.openness IN %s", store.Values(f.Openness)))
	}
	if f.State != 0 {
		add(store.Q("c.state = %s", f.State))
	}
	if f.Parent != 0 {
		add(store.Q("c.parent_id = %s", f.Parent))
	}
	if f.Mine {
		add(store.Q("EXISTS (SELECT 1 FROM memberships mine WHERE mine.community_id = c.id AND mine.person_id = %s AND mine.state IN (1, 2))", actor.Person()))
	}
	if f.Managed {
		add(store.Q("EXISTS (SELECT 1 FROM memberships led WHERE led.community_id = c.id AND led.person_id = %s AND led.state = 1 AND led.role = 3)", actor.Person()))
	}
	if f.Unit != 0 {
		add(store.Q(`c.unit_id IN (SELECT u.id FROM units u JOIN units top ON top.id = %s
			WHERE u.path >= top.path AND u.path < RTRIM(top.path, '/') || '0')`, f.Unit))
	}
	if f.Tag != "" {
		add(store.Q("EXISTS (SELECT 1 FROM community_tags x JOIN tags t ON t.id = x.tag_id WHERE x.community_id = c.id AND t.slug = %s)", f.Tag))
	}
	if f.After.ID != 0 {
		add(f.Sort.after(f.After))
	}
	if len(where) == 0 {
		return store.Q("TRUE")
	}
	return store.Join(where, " AND ")
}

func (s Sort) after(c Cursor) *store.Query {
	switch s {
	case ByName:
		return store.Q("(c.name_fold, c.id) > (SELECT a.name_fold, a.id FROM %s a WHERE a.id = %s)", every(), c.ID)
	case BySize:
		return store.Q("(c.members, c.id) < (%s, %s)", c.Key, c.ID)
	}
	return store.Q("(c.activity, c.id) < (%s, %s)", c.Key, c.ID)
}

func (s Sort) order() *store.Query {
	switch s {
	case ByName:
		return store.Q("c.name_fold, c.id")
	case BySize:
		return store.Q("c.members DESC, c.id DESC")
	}
	return store.Q("c.activity DESC, c.id DESC")
}

// list is the directory as actor may see it.
func list(ctx context.Context, on store.Querier, actor access.Actor, f Filter) ([]Line, error) {
	return store.All[Line](ctx, on, store.Q(`SELECT c.id, c.name, c.purpose, c.kind, c.openness, c.state, c.members, c.items, c.activity,
		COALESCE(NULLIF(u.acronym, ''), u.name, '') AS unit, COALESCE(m.role, 0) AS role, COALESCE(m.state, 0) AS standing
		FROM %s c
		LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = %s
		LEFT JOIN units u ON u.id = c.unit_id
		WHERE %s ORDER BY %s LIMIT %s`, access.From(actor, access.ReadCommunity), actor.Person(), f.where(actor), f.Sort.order(), f.Limit))
}

// Reading is something good to read, proposed to a newcomer.
type Reading struct {
	ID      id.ID
	Kind    string
	Title   string
	Excerpt string
}

// goodReads are what the managers pinned, then what readers found useful.
func goodReads(ctx context.Context, on store.Querier, actor access.Actor, community id.ID) ([]Reading, error) {
	return store.All[Reading](ctx, on, store.Q(`SELECT i.id, i.kind, i.title, i.excerpt FROM %s i
		WHERE i.community_id = %s AND i.state = %s
		ORDER BY i.pinned DESC, i.useful + i.thanks - i.useless DESC, i.id DESC LIMIT 3`,
		access.From(actor, access.ReadItem), community, access.Published))
}

// ownOf are the live ones among communities, the last active first. Their
// members may always know of them.
func ownOf(ctx context.Context, on store.Querier, communities []id.ID) ([]Ref, error) {
	return store.All[Ref](ctx, on, store.Q(`SELECT c.id, c.name FROM %s c WHERE c.id IN %s AND c.state = %d
		ORDER BY c.activity DESC, c.id DESC LIMIT 100`, every(), store.Values(communities), Active))
}

func namesOf(ctx context.Context, on store.Querier, actor access.Actor, communities []id.ID) ([]Ref, error) {
	return store.All[Ref](ctx, on, store.Q(`SELECT c.id, c.name FROM %s c WHERE c.id IN %s ORDER BY c.name_fold, c.id`,
		access.From(actor, access.ReadCommunity), store.Values(communities)))
}

func calledOf(ctx context.Context, on store.Querier, actor access.Actor, community id.ID, fold string) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT x.id FROM %s x WHERE x.id = %s OR x.name_fold = %s ORDER BY x.id LIMIT 10`,
		access.From(actor, access.ReadCommunity), community, fold))
}
