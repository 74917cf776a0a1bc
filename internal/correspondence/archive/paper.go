package archive

import (
	"bytes"
	"context"
	"io"
	"strings"
	"time"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/correspondence"
	"parvis/internal/i18n"
	"parvis/internal/id"
)

// Paper is what is printed: under the head of the site and of a service, lines,
// then a text in Markdown.
type Paper struct {
	Title  string
	Site   string
	Place  string
	Lines  []string
	Source string
	Lang   string
	At     time.Time
}

// File is what is taken out of the site. Write makes it once: what is joined to
// dispatches goes through it, and is never held whole.
type File struct {
	Name  string
	Media string
	Write func(ctx context.Context, out io.Writer) error
}

// letter is a dispatch with all that leaves with it.
type letter struct {
	Node
	text   string
	origin correspondence.Origin
}

// PDF is a dispatch as it is printed.
func (s *Service) PDF(ctx context.Context, actor access.Actor, item id.ID) (File, error) {
	l, err := s.letter(ctx, actor, item)
	if err != nil {
		return File{}, err
	}
	return s.print(ctx, Paper{
		Title: l.Title, Site: s.Site(ctx), Place: l.Issuer.Name, Lines: l.lines(ctx), Source: l.text, At: l.Released.Time,
	}, l.called(ctx))
}

// AffairPDF is an affair as it is printed: one dispatch after the other, as far
// as actor reads them.
func (s *Service) AffairPDF(ctx context.Context, actor access.Actor, item id.ID) (File, error) {
	a, list, err := s.letters(ctx, actor, item)
	if err != nil {
		return File{}, err
	}
	var text strings.Builder
	p := Paper{Title: a.Name, Site: s.Site(ctx), At: s.Clock.Now().Time}
	for _, l := range list {
		text.WriteString("# " + plain(l.Title) + "\n\n")
		for _, line := range l.lines(ctx) {
			text.WriteString("- " + plain(line) + "\n")
		}
		text.WriteString("\n" + l.text + "\n\n---\n\n")
	}
	p.Source = text.String()
	p.Lines = []string{i18n.T(ctx, "archive.affair.taken", "count", len(list), "date", i18n.From(ctx).DateTime(p.At)), highest(ctx, list)}
	return s.print(ctx, p, a.Name)
}

func (s *Service) print(ctx context.Context, p Paper, name string) (File, error) {
	p.Lang = string(i18n.From(ctx).Lang())
	var data bytes.Buffer
	err := s.Print(ctx, &data, p) // laid out whole before its first byte anyway
	return File{Name: content.FileName(name + ".pdf"), Media: "application/pdf", Write: func(_ context.Context, out io.Writer) error {
		_, err := data.WriteTo(out)
		return err
	}}, err
}

// letter reads a released dispatch whole.
func (s *Service) letter(ctx context.Context, actor access.Actor, item id.ID) (letter, error) {
	row, err := rowOf(ctx, s.DB, actor, item)
	if err != nil {
		return letter{}, err
	}
	rows := []Row{row}
	if err := addresseesOf(ctx, s.DB, rows); err != nil {
		return letter{}, err
	}
	nodes, err := s.nodes(ctx, actor, rows)
	if err != nil {
		return letter{}, err
	}
	list, err := s.whole(ctx, actor, nodes)
	if err != nil {
		return letter{}, err
	}
	return list[0], nil
}

// letters are those of the affair of a dispatch.
func (s *Service) letters(ctx context.Context, actor access.Actor, item id.ID) (Affair, []letter, error) {
	a, err := s.Affair(ctx, actor, item)
	if err != nil {
		return a, nil, err
	}
	list, err := s.whole(ctx, actor, a.Nodes)
	return a, list, err
}

// whole adds the texts of dispatches, and what they were where they come from.
func (s *Service) whole(ctx context.Context, actor access.Actor, nodes []Node) ([]letter, error) {
	items := make([]id.ID, len(nodes))
	for i, n := range nodes {
		items[i] = n.Item
	}
	texts, err := s.Content.Texts(ctx, actor, items)
	if err != nil {
		return nil, err
	}
	origins, err := originsOf(ctx, s.DB, items)
	out := make([]letter, len(nodes))
	for i, n := range nodes {
		out[i] = letter{n, texts[n.Item], origins[n.Item]}
	}
	return out, err
}

// called is how a dispatch is named among files.
func (l letter) called(ctx context.Context) string {
	return strings.TrimSpace(l.number(ctx) + " — " + l.Title)
}

// lines are what stands over the text of a dispatch, its protection first.
func (l letter) lines(ctx context.Context) []string {
	p := i18n.From(ctx)
	out := []string{
		correspondence.Marking(ctx, l.Protection, l.Audience),
		l.number(ctx) + " · " + i18n.T(ctx, correspondence.PrecedenceKey(l.Precedence)) + " · " + p.DateTime(l.Released.Time),
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, i18n.T(ctx, key, "value", value))
		}
	}
	add("archive.line.from", l.Issuer.Name)
	add("archive.line.acts", l.units(true))
	add("archive.line.informed", l.units(false))
	add("archive.line.expects", l.Expects)
	if !l.Due.IsZero() {
		add("archive.line.due", p.Date(l.Due.Time))
	}
	for _, link := range l.Links {
		out = append(out, link.say(ctx))
	}
	add("archive.line.marking", l.origin.Marking)
	add("archive.line.drafted", l.origin.DraftedBy)
	add("archive.line.approved", l.origin.ApprovedBy)
	return out
}

// highest is the highest protection of what is taken together.
func highest(ctx context.Context, list []letter) string {
	top := access.Public
	for _, l := range list {
		top = max(top, l.Protection)
	}
	return i18n.T(ctx, "archive.affair.highest", "protection", i18n.T(ctx, correspondence.ProtectionKey(top)))
}

// plain is one line of text as Markdown reads it literally.
func plain(line string) string {
	var out strings.Builder
	for _, r := range line {
		if strings.ContainsRune("\\`*_[]<>#|~@", r) {
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}
