package archive

import (
	"cmp"
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// Affair reads the affair of a dispatch, as far as actor reads it.
func (s *Service) Affair(ctx context.Context, actor access.Actor, item id.ID) (Affair, error) {
	out := Affair{By: item}
	list, err := s.walk(ctx, actor, item, MaxAffair+1)
	if err != nil {
		return out, err
	}
	if out.More = len(list) > MaxAffair; out.More {
		i := slices.IndexFunc(list, func(n near) bool { return n.Item == item })
		list[0], list[i] = list[i], list[0] // it is there, whatever is left out
		list = list[:MaxAffair]
	}
	rows, err := rowsOf(ctx, s.DB, actor, itemsOf(list))
	if err != nil {
		return out, err
	}
	// Sorted here: told to, SQLite goes through all that was ever released.
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(a.Released.Compare(b.Released.Time), cmp.Compare(a.Item, b.Item))
	})
	if err := addresseesOf(ctx, s.DB, rows); err != nil {
		return out, err
	}
	out.Name = called(item, list, rows)
	out.Nodes, err = s.nodes(ctx, actor, rows)
	return out, err
}

// walk goes through an affair from one of its dispatches on, so many at most:
// along references, and among those that bear its name. One that bears another
// name is of another affair; one without a name is of that to which references
// lead from it, the first of several. It goes on from what actor reads alone,
// which keeps what joins two dispatches in secret out of all that is said of an
// affair.
func (s *Service) walk(ctx context.Context, actor access.Actor, item id.ID, most int) ([]near, error) {
	list, err := nearby(ctx, s.DB, actor, []id.ID{item}, fromUnnamed, most)
	if err == nil && len(list) == 0 {
		err = fault.NotFound()
	}
	if err != nil {
		return nil, err
	}
	fold := nameOf(item, list)
	if fold == "" {
		return list, nil
	}
	named, err := bearing(ctx, s.DB, actor, fold, most-1) // item has its place beside them
	if err != nil {
		return nil, err
	}
	return nearby(ctx, s.DB, actor, append([]id.ID{item}, named...), ofName(fold), most)
}

// nameOf is the name of a dispatch, or that of the first to which it leads; ""
// for none.
func nameOf(item id.ID, list []near) string {
	var first near
	for _, n := range list {
		switch {
		case n.Fold == "":
		case n.Item == item:
			return n.Fold
		case first.Item == 0 || n.Item < first.Item:
			first = n
		}
	}
	return first.Fold
}

func itemsOf(list []near) []id.ID {
	out := make([]id.ID, len(list))
	for i, n := range list {
		out[i] = n.Item
	}
	return out
}

// called is the name of an affair: that which the dispatch by which it was
// reached bears, else the first that does, else the subject of the first. All of
// these are read by whoever reads the affair.
func called(by id.ID, list []near, rows []Row) string {
	names := make(map[id.ID]string, len(list))
	for _, n := range list {
		names[n.Item] = n.Name
	}
	name := names[by]
	for _, r := range rows {
		name = cmp.Or(name, names[r.Item])
	}
	if name == "" && len(rows) > 0 {
		name = rows[0].Title
	}
	return name
}

// nodes joins dispatches, in their order, by what they refer to.
func (s *Service) nodes(ctx context.Context, actor access.Actor, rows []Row) ([]Node, error) {
	at := make(map[id.ID]int, len(rows))
	items := make([]id.ID, len(rows))
	nodes := make([]Node, len(rows))
	for i, r := range rows {
		at[r.Item], items[i], nodes[i] = i, r.Item, Node{Row: r, Above: -1}
	}
	refs, err := referencesOf(ctx, s.DB, items)
	if err != nil {
		return nil, err
	}
	elsewhere, err := s.elsewhere(ctx, actor, refs, at)
	if err != nil {
		return nil, err
	}
	for _, r := range refs {
		n := &nodes[at[r.Item]]
		if i, here := at[r.To]; here {
			n.Links = append(n.Links, Link{r.Relation, &nodes[i].Row})
		} else if row, read := elsewhere[r.To]; read {
			n.Links = append(n.Links, Link{r.Relation, &row})
		} else if r.Shown {
			n.Links = append(n.Links, Link{Relation: r.Relation})
		}
	}
	for i := range nodes {
		nodes[i].Above = above(nodes[i].Links, at, i)
		if up := nodes[i].Above; up >= 0 {
			nodes[up].Below = append(nodes[up].Below, i)
		}
	}
	return nodes, nil
}

// elsewhere are the dispatches that these refer to, that are not among them and
// that actor reads.
func (s *Service) elsewhere(ctx context.Context, actor access.Actor, refs []reference, here map[id.ID]int) (map[id.ID]Row, error) {
	var items []id.ID
	for _, r := range refs {
		if _, is := here[r.To]; !is {
			items = append(items, r.To)
		}
	}
	rows, err := rowsOf(ctx, s.DB, actor, items)
	out := make(map[id.ID]Row, len(rows))
	for _, r := range rows {
		out[r.Item] = r
	}
	return out, err
}

// above is the place of what the ith dispatch chiefly refers to among those
// before it: what it answers before what it only mentions, then the latest. What
// came later is none, so that nothing goes around in a circle.
func above(links []Link, at map[id.ID]int, i int) int {
	weight := map[correspondence.Relation]int{correspondence.Answers: 3, correspondence.Corrects: 2, correspondence.Instructs: 1}
	best, chosen := -1, Link{}
	for _, l := range links {
		if l.Row == nil {
			continue
		}
		j, here := at[l.Row.Item]
		if !here || j >= i {
			continue
		}
		if best < 0 || cmp.Or(cmp.Compare(weight[l.Relation], weight[chosen.Relation]), cmp.Compare(j, best)) > 0 {
			best, chosen = j, l
		}
	}
	return best
}

// Count is how many dispatches of the affair of a released one actor reads, up
// to one more than maxCount.
func (s *Service) Count(ctx context.Context, actor access.Actor, item id.ID) (int, error) {
	list, err := s.walk(ctx, actor, item, maxCount+1)
	return len(list), err
}

// roots are the dispatches that stand under no other.
func (a Affair) roots() (out []int) {
	for i, n := range a.Nodes {
		if n.Above < 0 {
			out = append(out, i)
		}
	}
	return out
}

// threaded tells whether something stands under something else.
func (a Affair) threaded() bool {
	return slices.ContainsFunc(a.Nodes, func(n Node) bool { return n.Above >= 0 })
}
