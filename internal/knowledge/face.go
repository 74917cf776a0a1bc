package knowledge

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Shown is what the page of a sheet adds to that of every item.
type Shown struct {
	Above, Below templ.Component
	States       []ui.Badge
	Entries      []ui.MenuEntry
	Crumbs       []ui.Crumb
	Asks         string
}

// facing is a sheet as its page shows it.
type facing struct {
	Card
	Title   string
	Link    bool // names lead to profiles
	Answers bool // may verify it
	Edits   bool
	HandsOn bool
	Tells   bool // may report
	Useless bool // the reader said that it was of no use
}

// Face reads what the page of a sheet shows.
func (p *Pages) Face(r *web.Request, t content.Thread) (Shown, error) {
	ctx := r.Context()
	card, err := p.Service.Card(ctx, r.Actor, t.Label)
	if err != nil {
		return Shown{}, err
	}
	f := facing{
		Card: card, Title: t.Title, Link: r.Actor.IsAgent(), Answers: r.Actor.May(Verify, t.Label), Edits: r.Actor.May(content.EditItem, t.Label),
		HandsOn: r.Actor.May(HandOver, t.Label), Tells: r.Actor.May(Complain, t.Label), Useless: t.Mine.Useless,
	}
	out := Shown{Above: sheetAbove(f), Below: sheetBelow(f), States: []ui.Badge{statusBadge(ctx, card.Status, card.Modified())}}
	if f.Tells && t.Author != r.Actor.Person() {
		out.Asks = i18n.T(ctx, "knowledge.useful")
	}
	if f.Edits {
		out.Entries = append(out.Entries, ui.MenuEntry{Label: i18n.T(ctx, "knowledge.card"), Icon: "folder-input", Href: content.Href(t.ID) + "/sheet/card"})
	}
	if t.State == access.Published || t.State == access.Archived {
		out.Crumbs = crumbs(ctx, t.Place, card.Path)
	}
	return out, nil
}

// crumbs is the way to a sheet: its community, the tree, the sections.
func crumbs(ctx context.Context, place content.Place, path []Link) []ui.Crumb {
	out := []ui.Crumb{
		{Label: place.Name, Href: "/c/" + place.ID.String()},
		{Label: i18n.T(ctx, "knowledge.tab"), Href: treeURL(place.ID, "")},
	}
	for _, l := range path {
		out = append(out, ui.Crumb{Label: l.Title, Href: treeURL(place.ID, "") + "#s-" + l.ID.String()})
	}
	return out
}

// Added is what sheets add to the page of any item.
type Added struct {
	Note    templ.Component
	Entries []ui.MenuEntry
	Said    func(content.Comment) []ui.MenuEntry
}

// Beside offers to make a sheet of a thread, or of one answer or comment of
// it, and names the sheets that it became.
func (p *Pages) Beside(r *web.Request, t content.Thread) (Added, error) {
	if t.State != access.Published && t.State != access.Archived {
		return Added{}, nil
	}
	ctx := r.Context()
	made, err := p.Service.Became(ctx, r.Actor, t.ID)
	if err != nil {
		return Added{}, err
	}
	var out Added
	if len(made) > 0 {
		out.Note = becameNote(made)
	}
	if t.Kind == Kind || !r.Actor.May(content.Publish, t.Label) && !mayTake(r.Actor, t.Label) {
		return out, nil
	}
	make := func(comment id.ID) []ui.MenuEntry {
		to := content.Href(t.ID) + "/sheet"
		if comment != 0 {
			to += "?comment=" + comment.String()
		}
		return []ui.MenuEntry{{Label: i18n.T(ctx, "knowledge.make"), Icon: "book-open-text", Href: to}}
	}
	out.Entries = make(0)
	out.Said = func(c content.Comment) []ui.MenuEntry { return make(c.ID) }
	return out, nil
}

// Section is the sheets for which somebody answers, for their page; nil when
// the viewer reads none.
func (p *Pages) Section(r *web.Request, person id.ID) (templ.Component, error) {
	list, err := p.Service.Owned(r.Context(), r.Actor, person, 50)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return ownedSection(list, person == r.Actor.Person()), nil
}
