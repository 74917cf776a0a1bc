package reading

import (
	"bytes"
	"io"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/web"
)

// Routes declares the screens.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/files/{file}/preview", access.ReadItem, p.preview)
	rt.Get("/files/{file}/pages/{page}", access.ReadItem, p.page)
}

// preview is the screen of one file, or for a script what is in its middle.
func (p *Pages) preview(r *web.Request) (web.Reply, error) {
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	v, err := p.look(r, file)
	if err != nil {
		return nil, err
	}
	if r.IsFragment() {
		return web.Fragment(view(v)), nil
	}
	return web.Page(previewPage(v)), nil
}

// page is the picture of a page, drawn here. The browser is told to take it for
// a picture and nothing else.
func (p *Pages) page(r *web.Request) (web.Reply, error) {
	file, err := r.PathID("file")
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(r.PathValue("page"))
	if err != nil || n < 1 {
		return nil, fault.NotFound()
	}
	f, picture, err := p.Content.Look(r.Context(), r.Actor, file, n)
	if err != nil {
		return nil, err
	}
	return web.File(web.Download{
		Content: held{bytes.NewReader(picture.Data)}, Name: "page-" + strconv.Itoa(n), Media: picture.Media, Inline: true,
		Tag: f.Hash + "-page-" + strconv.Itoa(n), Changed: f.Created.Time, Lifetime: f.CopyLife(),
	}), nil
}

// held is bytes that need no closing.
type held struct{ *bytes.Reader }

// Close implements io.Closer.
func (held) Close() error { return nil }

var _ io.ReadSeekCloser = held{}
