package margin

import (
	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
)

// Resolve: who writes the document and, judged on the label of the item with
// its author in the place of the item's, who began the thread.
var Resolve = access.On(access.Items, "margin.resolve", access.Write, access.All(access.SignedIn, access.Alive,
	access.InState(access.Published), access.Any(access.Author, access.Owner, access.FullMember)))

// mayResolve tells whether somebody resolves a thread, and reopens it.
func mayResolve(actor access.Actor, label access.Label, root content.Comment) bool {
	own := label
	own.Author = root.Author
	return actor.May(Resolve, own) || actor.May(Resolve, label) && actor.May(document.Write, label)
}
