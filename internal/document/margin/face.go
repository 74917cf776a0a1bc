package margin

import (
	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// About tells what the comments of a document are on, where they are read with
// all others: the passage, with a link to its place, and whether the thread is
// resolved. It is nil for another kind of item.
func (p *Pages) About(r *web.Request, t content.Thread) (func(content.Comment) templ.Component, error) {
	if t.Kind != document.Kind {
		return nil, nil
	}
	ctx := r.Context()
	var comments, people []id.ID
	for _, c := range t.Comments.List {
		comments = append(comments, c.ID)
	}
	list, err := p.Service.Among(ctx, t.ID, comments)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	threads := map[id.ID]Thread{}
	for _, one := range list {
		threads[one.Comment] = one
		if one.Resolver != 0 {
			people = append(people, one.Resolver)
		}
	}
	names := map[id.ID]identity.Face{}
	if len(people) > 0 {
		if names, err = identity.Faces(ctx, p.Service.DB, people); err != nil {
			return nil, err
		}
	}
	return func(c content.Comment) templ.Component {
		one, on := threads[c.ID]
		if !on {
			return nil
		}
		return about(one, names[one.Resolver].Name)
	}, nil
}
