package exchange

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // what pictures are drawn to
	_ "image/png"
	"strconv"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/office"
	"parvis/internal/document/office/docx"
	"parvis/internal/document/office/odt"
	"parvis/internal/document/office/page"
	"parvis/internal/document/office/pdf"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
)

// Exported is a document as a file.
type Exported struct {
	Name  string
	Media string
	Data  []byte
}

// Export makes a file of what a document said after an update, or of what it
// says now for -1.
func (s *Service) Export(ctx context.Context, actor access.Actor, item id.ID, number int64, code string) (Exported, error) {
	f, err := formatOf(code)
	if err != nil {
		return Exported{}, err
	}
	p, m, err := s.paper(ctx, actor, item, number)
	if err == nil {
		err = s.illustrate(ctx, actor, item, &p)
	}
	if err != nil {
		return Exported{}, err
	}
	version := ""
	if number >= 0 {
		version = " v" + strconv.FormatInt(m.Number, 10)
	}
	out := Exported{Name: content.FileName(p.Title + " — " + i18n.From(ctx).Date(m.At.Time) + version + "." + f.Code), Media: f.Media}
	var data bytes.Buffer
	switch code {
	case "pdf":
		err = pdf.Write(&data, p)
	case "docx":
		err = docx.Write(&data, p)
	case "odt":
		err = odt.Write(&data, p)
	case "html":
		err = page.Write(&data, p)
	default:
		data.WriteString(office.Markdown(p))
	}
	out.Data = data.Bytes()
	return out, err
}

// paper is a document on its way out, at one of its moments, without its pictures
// and its files.
func (s *Service) paper(ctx context.Context, actor access.Actor, item id.ID, number int64) (office.Paper, document.Moment, error) {
	it, err := s.Content.Read(ctx, actor, item, content.At{Under: []id.ID{}}) // nothing that was said of it
	if err == nil && it.Kind != document.Kind {
		err = fault.NotFound()
	}
	if err != nil {
		return office.Paper{}, document.Moment{}, err
	}
	now := number < 0
	if now {
		if number, err = s.Documents.Last(ctx, actor, item); err != nil {
			return office.Paper{}, document.Moment{}, err
		}
	}
	m, err := s.Documents.Moment(ctx, actor, item, number)
	if err != nil {
		return office.Paper{}, m, err
	}
	if m.At.IsZero() { // before the first words
		m.At = it.Created
	}
	lines, err := s.lines(ctx, item, m)
	if err == nil && now { // what an earlier version was by then, nothing tells
		var state string
		state, err = s.State(ctx, item)
		lines = append([]string{state}, lines...)
	}
	if err != nil {
		return office.Paper{}, m, err
	}
	return office.Paper{
		Doc: m.Doc, Title: it.Title, Lang: string(i18n.From(ctx).Lang()), At: m.At.Time, Home: office.Home{Base: s.Base}, Words: words(ctx),
		Head: office.Head{Site: s.Site(ctx), Place: it.Place.Name, Lines: lines},
	}, m, nil
}

// illustrate gives a paper the names of its files and its pictures. They are
// fetched now, so that what the machine refuses is told.
func (s *Service) illustrate(ctx context.Context, actor access.Actor, item id.ID, p *office.Paper) error {
	files, err := s.Content.FilesOf(ctx, item)
	if err != nil {
		return err
	}
	known := map[string]content.File{}
	for _, f := range files {
		known[f.ID.String()] = f
	}
	p.File = func(file string) (string, bool) { return known[file].Name, known[file].ID != 0 }
	drawn := map[string]office.Picture{}
	p.Picture = func(file string) (office.Picture, bool) { return drawn[file], drawn[file].Data != nil }
	each(p.Doc, func(n prose.Node) {
		file := n.Attrs.String("file")
		if _, is := drawn[file]; n.Type != prose.Image || is || err != nil {
			return
		}
		drawn[file] = office.Picture{}
		if f := known[file]; f.ID != 0 {
			drawn[file], err = s.picture(ctx, actor, f)
		}
	})
	return err
}

func each(n prose.Node, do func(n prose.Node)) {
	do(n)
	for _, c := range n.Content {
		each(c, do)
	}
}

// picture is a picture of a document, upright, of a size for paper and without
// what its camera noted; none for what cannot be drawn or must not be opened.
func (s *Service) picture(ctx context.Context, actor access.Actor, f content.File) (office.Picture, error) {
	if !f.IsPicture() {
		return office.Picture{}, nil
	}
	_, drawn, err := s.Content.Look(ctx, actor, f.ID, 1)
	if told, ok := fault.As(err); ok && told.Kind != fault.Unavailable {
		return office.Picture{}, nil
	}
	if err != nil {
		return office.Picture{}, err
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(drawn.Data))
	if err != nil {
		return office.Picture{}, nil // it is told in its place
	}
	return office.Picture{Data: drawn.Data, Media: "image/" + kind, Width: config.Width, Height: config.Height}, nil
}

// lines are what stands under the title: the version, and its name if any.
func (s *Service) lines(ctx context.Context, item id.ID, m document.Moment) ([]string, error) {
	out := []string{i18n.T(ctx, "exchange.version", "date", i18n.From(ctx).DateTime(m.At.Time))}
	name, err := s.Version(ctx, item, m.Number)
	if err == nil && name != "" {
		out = append([]string{name}, out...)
	}
	return out, err
}

// words are the sentences of a file, in the language of who asks for it.
func words(ctx context.Context) office.Words {
	w := office.Words{
		PictureGone: i18n.T(ctx, "document.picture.gone"), FileGone: i18n.T(ctx, "document.file.gone"),
		Done: i18n.T(ctx, "document.task.done"), Open: i18n.T(ctx, "document.task.open"),
		Page:     i18n.T(ctx, "exchange.page", "page", "{page}", "pages", "{pages}"),
		Callouts: map[string]string{},
	}
	for _, kind := range prose.CalloutKinds {
		w.Callouts[kind] = i18n.T(ctx, "document.callout."+kind)
	}
	return w
}
