package subpage

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/document"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// newURL is where a page is begun under a document.
func newURL(v beside) string {
	return "/c/" + v.Item.Community.String() + "/" + document.Page + "?under=" + v.Item.ID.String()
}

// places are where a page may go: under any that the reader writes, but itself
// and what is below it, or at the top.
func (a arranging) places(ctx context.Context, moved *Page) []ui.Option {
	own := a.Tree.under(moved.ID)
	out := []ui.Option{{Value: "", Label: i18n.T(ctx, "subpage.top"), Chosen: moved.Parent == 0}}
	for _, p := range a.Tree.Pages() {
		if p.Writes && !slices.ContainsFunc(own, func(o *Page) bool { return o.ID == p.ID }) {
			depth := len(a.Tree.Path(p.ID))
			out = append(out, ui.Option{Value: p.ID.String(), Label: strings.Repeat("– ", depth) + p.Title, Chosen: p.ID == moved.Parent})
		}
	}
	return out
}
