package document

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Beside is what others say of a document, on the page where it is written and
// on the page that all items share.
type Beside struct {
	Crumbs  []ui.Crumb      // the way to it, after its community
	Aside   templ.Component // under its contents
	Entries []ui.MenuEntry  // gestures on it
	Stays   string          // what a move to another community leaves behind, "" for nothing
}

// Margin is what is said on passages of a document: the panel, and the button
// that leads there. Both are optional.
type Margin struct {
	Panel, Button templ.Component
}

// besides gathers what all of them say of a document.
func (p *Pages) besides(r *web.Request, t content.Thread) (list []Beside, err error) {
	for _, say := range p.Besides {
		b, err := say(r, t)
		if err != nil {
			return nil, err
		}
		list = append(list, b)
	}
	return list, nil
}

func entriesOf(list []Beside) (out []ui.MenuEntry) {
	for _, b := range list {
		out = append(out, b.Entries...)
	}
	return out
}

func crumbsOf(list []Beside) (out []ui.Crumb) {
	for _, b := range list {
		out = append(out, b.Crumbs...)
	}
	return out
}

// gestures are those of the page where it is written: those of others, and to
// take it to another community, which says first what that leaves behind.
func (o opening) gestures(ctx context.Context) []ui.MenuEntry {
	out := entriesOf(o.Besides)
	if !o.Moves {
		return out
	}
	move := ui.MenuEntry{Label: i18n.T(ctx, "document.move"), Icon: "folder-input", Href: content.Href(o.ID) + "/move"}
	for _, b := range o.Besides {
		if b.Stays != "" {
			move.Hint = b.Stays
		}
	}
	return append(out, move)
}
