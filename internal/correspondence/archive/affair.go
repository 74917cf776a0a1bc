package archive

import (
	"cmp"
	"context"
	"slices"

	"parvis/internal/access"
	"parvis/internal/correspondence"
	"parvis/internal/id"
)

// Affair reads the affair of a dispatch, as far as actor reads it.
func (s *Service) Affair(ctx context.Context, actor access.Actor, item id.ID) (Affair, error) {
	affair, err := affairOf(ctx, s.DB, actor, item)
	if err != nil {
		return Affair{}, err
	}
	out := Affair{By: item}
	rows, err := affairRows(ctx, s.DB, actor, affair, MaxAffair+1)
	if err != nil {
		return out, err
	}
	if out.More = len(rows) > MaxAffair; out.More {
		rows = rows[:MaxAffair]
	}
	if err := addresseesOf(ctx, s.DB, rows); err != nil {
		return out, err
	}
	if out.Nodes, err = s.nodes(ctx, actor, rows); err != nil {
		return out, err
	}
	if out.Name, err = affairName(ctx, s.DB, affair); err != nil || out.Name != "" || len(rows) == 0 {
		return out, err
	}
	out.Name = rows[0].Title // the first that they read, not the first there is
	return out, nil
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

// elsewhere are the dispatches of other affairs that these refer to and that
// actor reads.
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

// Count is how many dispatches of the affair of one actor reads, up to
// MaxAffair.
func (s *Service) Count(ctx context.Context, actor access.Actor, item id.ID) (int, error) {
	affair, err := affairOf(ctx, s.DB, actor, item)
	if err != nil {
		return 0, err
	}
	return countAffair(ctx, s.DB, actor, affair)
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
