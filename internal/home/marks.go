package home

import (
	"context"

	"parvis/internal/id"
	"parvis/internal/notification"
)

// mark adds to lines what their kind shows of each item, such as a state: one
// query for each kind that shows something.
func (p *Pages) mark(ctx context.Context, pages ...*notification.Page) error {
	kinds := map[string][]id.ID{}
	for _, page := range pages {
		for _, n := range page.Notices {
			if n.Subject.Kind == notification.Item && n.Of.Kind != "" {
				kinds[n.Of.Kind] = append(kinds[n.Of.Kind], n.Subject.ID)
			}
		}
	}
	marks, err := p.Items.Marks(ctx, kinds)
	for _, page := range pages {
		for i, n := range page.Notices {
			page.Notices[i].Of.Mark = marks[n.Subject.ID]
		}
	}
	return err
}

// standing is a mark in one word, for programs.
func standing(n notification.Notice) string { return n.Of.Mark.Standing }
