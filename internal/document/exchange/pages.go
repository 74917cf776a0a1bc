package exchange

import (
	"bytes"
	"context"
	"io"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/ui"
	"parvis/internal/web"
)

// Pages are the screens and the gestures of what goes out and comes in.
type Pages struct {
	Service  *Service
	Document *document.Pages // draws what a document says
	// Current is the version of a file of a library that is fetched.
	Current func(ctx context.Context, actor access.Actor, item id.ID) (content.File, error)
}

// Routes declares the screens and the gestures.
func (p *Pages) Routes(rt *web.Router) {
	rt.Get("/d/{item}/export/{format}", access.ReadItem, p.export)
	rt.Get("/d/{item}/print", access.ReadItem, p.print)
	rt.Post("/i/{item}/document", access.ReadItem, p.convert)
}

// versionOf is the update that the address of a request names, -1 for now.
func versionOf(r *web.Request) int64 {
	n, err := strconv.ParseInt(r.Query("version"), 10, 64)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

func (p *Pages) export(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	e, err := p.Service.Export(r.Context(), r.Actor, item, versionOf(r), r.PathValue("format"))
	if err != nil {
		return nil, err
	}
	return web.File(e.download()), nil
}

// download is a file as it is sent: to be saved, never shown in the page.
func (e Exported) download() web.Download {
	return web.Download{Content: body{bytes.NewReader(e.Data)}, Name: e.Name, Media: e.Media}
}

// body is bytes that need no closing.
type body struct{ io.ReadSeeker }

// Close implements io.Closer.
func (body) Close() error { return nil }

// letter is a document on the paper of its office.
type letter struct {
	Item  id.ID
	Title string
	Site  string
	Place string
	Lines []string
	Body  document.Rendered
	Back  string
}

func (p *Pages) print(r *web.Request) (web.Reply, error) {
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	paper, m, err := p.Service.paper(r.Context(), r.Actor, item, versionOf(r))
	if err != nil {
		return nil, err
	}
	l := letter{Item: item, Title: paper.Title, Site: paper.Head.Site, Place: paper.Head.Place, Lines: paper.Head.Lines, Back: document.Href(item)}
	if l.Body, err = p.Document.Drawn(r.Context(), item, m.Doc); err != nil {
		return nil, err
	}
	return web.Page(letterPage(l)), nil
}

// convert makes a document of a file of a library, in its community and for its
// readers.
func (p *Pages) convert(r *web.Request) (web.Reply, error) {
	ctx := r.Context()
	item, err := r.PathID("item")
	if err != nil {
		return nil, err
	}
	it, label, err := p.Service.Content.Glance(ctx, r.Actor, access.ReadItem, item)
	if err != nil {
		return nil, err
	}
	f, err := p.Current(ctx, r.Actor, item)
	if err != nil {
		return nil, err
	}
	form, err := r.Form(4 << 10)
	if err != nil {
		return nil, err
	}
	n := document.New{New: content.New{ID: form.ID("id"), Community: it.Community, Audience: label.Audience}}
	if err := form.Err(); err != nil {
		return nil, err
	}
	if _, err := access.Load(ctx, p.Service.Content.DB, r.Actor, content.Publish, it.Community); err != nil {
		return nil, err
	}
	made, left, err := p.Service.Make(ctx, r.Actor, n, document.SourceOf(ctx, p.Service.Content, r.Actor, f))
	if content.IsReplay(err) {
		return web.See(document.Href(n.ID)), p.Service.Content.Existing(ctx, r.Actor, n.ID)
	}
	if told, ok := fault.As(err); ok && told.Kind == fault.Invalid && len(told.Fields) > 0 {
		return web.SeeSaying("/i/"+item.String(), told.Fields[0].Key, told.Fields[0].Args...), nil
	}
	if err != nil {
		return nil, err
	}
	return document.Arrived(made.ID, left), nil
}

// Convertible tells whether a document can be made of a file, by its name.
func Convertible(f content.File) bool {
	switch kindOf(nil, f.Name) {
	case "html", "md":
		return f.Size <= content.MaxFileSize
	}
	return f.Size <= content.MaxFileSize && zipped(f.Name)
}

// Gesture is the entry of a menu that makes a document of a file.
func (p *Pages) Gesture(ctx context.Context, item id.ID) ui.MenuEntry {
	return ui.MenuEntry{
		Label: i18n.T(ctx, "exchange.convert"), Icon: "file-pen-line", Action: content.Href(item) + "/document",
		Name: "id", Value: p.Service.Documents.IDs.New().String(),
	}
}

// Take is the menu of the formats in which a document goes out, as it stood
// after an update or as it stands now for -1.
func Take(ctx context.Context, item id.ID, number int64) ui.Menu {
	query := ""
	if number >= 0 {
		query = "?version=" + strconv.FormatInt(number, 10)
	}
	m := ui.Menu{Label: i18n.T(ctx, "exchange.export"), Icon: "download", Size: ui.Small}
	for _, f := range Formats() {
		m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "exchange.format."+f.Code), Icon: f.Icon, Href: document.Href(item) + "/export/" + f.Code + query})
	}
	m.Entries = append(m.Entries, ui.MenuEntry{Label: i18n.T(ctx, "exchange.print"), Icon: "printer", Href: document.Href(item) + "/print" + query, Divided: true})
	return m
}
