package publication

import (
	"context"
	"net/url"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Face is what another feature shows of the items of its kind, on the page
// that all items share: the head, the gestures and the thread are the same for
// every kind. The name of the kind is the message "ui.kind." and
// its name.
type Face func(r *web.Request, t content.Thread) (Features, error)

// Features are the parts of a page that belong to a kind. All are optional.
type Features struct {
	Above   templ.Component // between the head and the text
	Instead templ.Component // what stands in the place of the text
	Below   templ.Component // between the text and the reactions
	States  []ui.Badge      // beside those of the spine
	Entries []ui.MenuEntry  // gestures, before those of every item
	Edit    string          // address of a form of its own; "" for the shared one
	Fixed   bool            // nothing of it changes any more: no form is offered
	Files   bool            // what is above or below shows the files of the item
	Crumbs  []ui.Crumb      // the way to it, where its kind has a place of its own
	Asks    string          // what the reactions answer, in place of nothing
	Section string          // of the menu; that of communities when empty
	Home    ui.Ref          // where its kind is found, in the place of its community
}

// Guide is what another feature does while a question is written: it shows
// what resembles it, and who will be asked. The parts are shown whatever the
// kind that is being chosen; values are those of the form.
type Guide interface {
	// Near stands under the title.
	Near(r *web.Request, community id.ID, values url.Values) (templ.Component, error)
	// People stands before the readers.
	People(r *web.Request, community id.ID, values url.Values) (templ.Component, error)
	// Shown tells whether a form that was sent showed who would be asked; if not,
	// it is shown once more before anything is published.
	Shown(values url.Values) bool
	// Plan reads whom the form chose, and gives what keeps them in the
	// transaction that makes the item.
	Plan(r *web.Request, community id.ID, values url.Values) (func(context.Context, *store.Tx, content.Item) error, error)
}

// Beside is what another feature says on the page of any item, whatever its
// kind: what became of it, a gesture that takes it elsewhere.
type Beside func(r *web.Request, t content.Thread) (Additions, error)

// Additions are those parts. All are optional.
type Additions struct {
	Note    templ.Component                       // under the head
	Entries []ui.MenuEntry                        // gestures on the item
	Said    func(content.Comment) []ui.MenuEntry  // gestures on a comment that is not in the bin
	About   func(content.Comment) templ.Component // what a comment is on, nil for the item itself
}

// Elsewhere is a kind of items that is written in a form of another feature.
type Elsewhere struct {
	Kind string
	Page string // the form, below the address of the community
	Help string // a message key: when one writes this rather than a publication
}
