package document

import (
	"context"
	"io"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document/prose"
	"parvis/internal/id"
)

// Source is a file of which a document is to be made.
type Source struct {
	Name string
	Size int64 // bytes
	Open func() (io.ReadCloser, error)
}

// Arrival is what a document begins with that is made of a file.
type Arrival struct {
	Title  string
	Says   prose.Node
	Brings []id.ID // its pictures, loose files of who brings it
	Left   string  // what of the file did not come, in words; "" when all did
}

// SourceOf is a file of the site that actor opens.
func SourceOf(ctx context.Context, from *content.Service, actor access.Actor, f content.File) Source {
	return Source{f.Name, f.Size, func() (io.ReadCloser, error) {
		_, body, err := from.Fetch(ctx, actor, f.ID)
		return body, err
	}}
}

// Fill makes of what is asked for a document that begins with the arrival, under
// its title unless it has one.
func (a Arrival) Fill(n *New) {
	n.Like, n.Brings = a.Says, a.Brings
	if n.Title == "" {
		n.Title = prose.Cut(a.Title, content.MaxTitle)
	}
}
