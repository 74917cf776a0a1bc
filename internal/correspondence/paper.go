package correspondence

import (
	"context"
	"slices"

	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
)

// paper is the head of a dispatch on paper, in place of the facts of its page.
type paper struct {
	Protection string // with its distribution, over all the rest
	From       string
	Number     string // with its precedence and its date
	Facts      ui.Facts
}

func (w Whole) paper(ctx context.Context, names map[id.ID]string, facts ui.Facts) paper {
	out := paper{From: names[w.Unit], Number: i18n.T(ctx, "correspondence.paper.unsigned")}
	if number := w.quoted(ctx, names); number != "" {
		out.Number = i18n.T(ctx, "correspondence.paper.number", "number", number, "precedence", i18n.T(ctx, PrecedenceKey(w.Precedence)), "date", i18n.From(ctx).DateTime(w.Released.Time))
	}
	if w.Qualified() {
		out.Protection = Marking(ctx, w.Protection, w.Audience)
	}
	var said []string
	for _, key := range []string{"number", "precedence", "protection", "from"} {
		said = append(said, i18n.T(ctx, "correspondence.fact."+key))
	}
	out.Facts = slices.DeleteFunc(slices.Clone(facts), func(t ui.Term) bool { return slices.Contains(said, t.Name) })
	return out
}
