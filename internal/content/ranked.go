package content

import (
	"cmp"
	"context"
	"slices"

	"parvis/internal/id"
)

// PageOfAnswers is how many answers and remarks a page of a question shows.
const PageOfAnswers = 100

// outlined is where one comment of a question stands, without its text.
type outlined struct {
	ID     id.ID
	Parent id.ID `db:"parent_id"`
	Kind   CommentKind
	Worth  int
}

// ranked reads a page of a question. Its order depends on votes, so that the
// whole outline is read, some forty bytes a comment, and only the texts of the
// page.
func (s *Service) ranked(ctx context.Context, it Item, at At) (CommentPage, error) {
	all, err := outlineOf(ctx, s.DB, it.ID)
	if err != nil || len(all) == 0 {
		return CommentPage{}, err
	}
	var first id.ID
	if ask := s.kinds[it.Kind].First; ask != nil {
		if first, err = ask(ctx, s.DB, it.ID); err != nil {
			return CommentPage{}, err
		}
	}
	order, root := inOrder(all, first)
	start := 0
	if i := slices.Index(order, at.From); i > 0 {
		start = i - i%PageOfAnswers
	}
	end := min(start+PageOfAnswers, len(order))
	p := CommentPage{Older: start, Newer: len(order) - end}
	if start > 0 {
		p.Prev = order[start-PageOfAnswers]
	}
	if end < len(order) {
		p.Next = order[end]
	}
	page := order[start:end]
	above := root[page[0]]
	wanted := page
	if above != page[0] && above != 0 {
		wanted = append([]id.ID{above}, page...)
	}
	list, err := commentsByID(ctx, s.DB, it.ID, wanted)
	if err != nil {
		return p, err
	}
	known := map[id.ID]Comment{}
	for _, c := range list {
		known[c.ID] = c
	}
	if len(wanted) > len(page) {
		p.Above = known[above]
	}
	for _, one := range page {
		if c, ok := known[one]; ok {
			p.List = append(p.List, c)
		}
	}
	return p, nil
}

// inOrder is how the comments of a question are read, and for each of them the
// answer under which it stands: itself for an answer, zero for a remark on the
// question. all is in the order in which they were written, so that what is
// replied to comes before its replies.
func inOrder(all []outlined, first id.ID) (order []id.ID, root map[id.ID]id.ID) {
	root = make(map[id.ID]id.ID, len(all))
	var answers []outlined
	below := map[id.ID][]id.ID{}
	for _, c := range all {
		if c.Kind == Answer {
			root[c.ID] = c.ID
			answers = append(answers, c)
			continue
		}
		root[c.ID] = root[c.Parent]
		below[root[c.ID]] = append(below[root[c.ID]], c.ID)
	}
	slices.SortStableFunc(answers, func(a, b outlined) int {
		switch {
		case a.ID == first:
			return -1
		case b.ID == first:
			return 1
		}
		return cmp.Compare(b.Worth, a.Worth)
	})
	order = make([]id.ID, 0, len(all))
	for _, a := range answers {
		order = append(append(order, a.ID), below[a.ID]...)
	}
	return append(order, below[0]...), root
}
