// Package reading is how one looks into a file without fetching it (U5): the
// pages of a PDF, pictures, tables and texts on a screen of the site, whatever
// the program that the file was made with; or, in a sentence, why there is
// nothing to see.
//
// What would surprise: nothing that a file holds is sent to the browser as it
// is. Pages and pictures are drawn anew, texts are written as text, and
// Markdown goes through the one safe path.
package reading

import (
	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/text"
	"parvis/internal/web"
)

// Pages are the screens of reading.
type Pages struct {
	Content  *content.Service
	Markdown *text.Renderer
}

// Preview is what there is to see of a file, with a way to fetch it, for a page
// of another feature; nil when an antivirus holds it. It is asked under the rule of content.Fetch, and goes from page to page by the
// parameters "page" and "zoom" of that page's own address.
func (p *Pages) Preview(r *web.Request, file id.ID) (templ.Component, error) {
	v, err := p.look(r, file)
	if v.Held() && fault.KindOf(err) == fault.KindForbidden {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return view(v), nil
}
