package odt

import (
	"context"
	"io"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// reader reads the text of a file of OpenDocument.
type reader struct {
	*office.Pieces
	ctx    context.Context
	file   *extract.Archive
	sheet  *sheet
	notes  [][]prose.Node // what notes say, in the order of their calls
	begun  bool           // some text came: a title stands before all
	first  string         // known style of the first paragraph of a cell, once it is styled
	styled bool
	depth  int            // among lists
	count  map[string]int // how far lists counted, by their style
}

// blocks gathers blocks as they come.
type blocks struct{ list []prose.Node }

func (b *blocks) add(n ...prose.Node) { b.list = append(b.list, n...) }

// Read reads a file of OpenDocument. Its errors say why by extract.ReasonOf.
func Read(ctx context.Context, in io.ReaderAt, size int64, home office.Home) (office.Draft, error) {
	file, err := extract.OpenArchive(in, size)
	if err != nil {
		return office.Draft{}, err
	}
	file.Bound(office.MaxUnpacked)
	if file.EncryptedODF() {
		return office.Draft{}, extract.Refuse(extract.Encrypted, "its manifest says so")
	}
	if !file.Has("content.xml") {
		return office.Draft{}, extract.Refuse(extract.Damaged, "no content.xml")
	}
	r := &reader{Pieces: &office.Pieces{}, ctx: ctx, file: file, sheet: newSheet(), count: map[string]int{}}
	if err := r.sheet.readPart(file, "styles.xml", nil); err != nil {
		return office.Draft{}, err
	}
	var out blocks
	err = r.sheet.readPart(file, "content.xml", func(x *office.XML, e office.Element) error {
		if e.Name != "body" {
			return nil
		}
		return x.Each(func(e office.Element) error {
			if e.Name != "text" {
				return extract.Refuse(extract.Unsupported, "its body is a %s", e.Name)
			}
			return r.blocks(x, &out)
		}, nil)
	})
	if err != nil {
		return office.Draft{}, err
	}
	if r.Title == "" && file.Has("meta.xml") {
		r.Title = file.ElementText("meta.xml", "title")
	}
	return r.Done(r.withNotes(out.list), home)
}

// withNotes sets what the notes say under the text.
func (r *reader) withNotes(all []prose.Node) []prose.Node {
	if len(r.notes) == 0 {
		return all
	}
	all = append(all, prose.Node{Type: prose.HorizontalRule})
	for i, note := range r.notes {
		all = append(all, office.Note(i, note))
	}
	return all
}

// blocks reads blocks up to the end of what holds them.
func (r *reader) blocks(x *office.XML, out *blocks) error {
	return x.Each(func(e office.Element) error {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		switch e.Name {
		case "p", "h":
			return r.paragraph(x, e, out)
		case "list":
			return r.list(x, e, "", out)
		case "table":
			r.begun = true
			n, err := r.readTable(x)
			if err == nil && len(n.Content) > 0 {
				out.add(n)
			}
			return err
		case "section":
			return r.section(x, e, out)
		case "tracked-changes":
			return x.Each(func(office.Element) error { r.Left.Changes++; return nil }, nil)
		case "frame", "custom-shape", "a":
			line := line{reader: r}
			err := line.element(x, e)
			out.add(prose.Paragraphs(prose.Joined(line.runs))...)
			out.add(line.after...)
			return err
		case "numbered-paragraph", "index-title":
			return r.blocks(x, out)
		}
		return nil // tables of contents among the rest: pages make their own
	}, nil)
}

// section reads a section: one of ours is what its name says.
func (r *reader) section(x *office.XML, e office.Element, out *blocks) error {
	var inside blocks
	if err := r.blocks(x, &inside); err != nil {
		return err
	}
	name := e.Get("name")
	if kind, ok := strings.CutPrefix(name, sectionCallout); ok {
		kind, _, _ = strings.Cut(kind, "-")
		out.add(prose.Node{Type: prose.Callout, Attrs: prose.Attrs{"kind": prose.CalloutKind(kind)}, Content: prose.Some(inside.list)})
	} else if strings.HasPrefix(name, sectionQuote) {
		out.add(prose.Node{Type: prose.Blockquote, Content: prose.Some(inside.list)})
	} else {
		out.add(inside.list...)
	}
	return nil
}

// paragraph reads a paragraph or a heading as what its style says.
func (r *reader) paragraph(x *office.XML, e office.Element, out *blocks) error {
	line := line{reader: r}
	if err := line.inside(x); err != nil {
		return err
	}
	runs := prose.Joined(office.Collapse(line.runs))
	name := r.sheet.named(e.Get("style-name"))
	if !r.styled {
		r.first, r.styled = name, true
	}
	blank := prose.Node{Content: runs}.Blank()
	switch {
	case name == styleMasthead, name == styleCallName, name == "Contents":
	case name == styleTitle && !r.begun && r.Title == "" && !blank:
		r.Title = prose.Plain(prose.Node{Type: prose.Paragraph, Content: runs})
	case e.Name == "h", name == styleTitle:
		level, err := strconv.Atoi(e.Get("outline-level"))
		if err != nil {
			level = 1
		}
		out.add(office.HeadingOf(level, runs)...)
	case blank && (name == styleRule || r.sheet.styles["paragraph "+e.Get("style-name")].rule):
		out.add(prose.Node{Type: prose.HorizontalRule})
	case blank:
		out.add(prose.Node{Type: prose.Paragraph})
	case name == styleCode:
		out.list = office.AddCode(out.list, runs)
	case name == styleQuote:
		out.list = office.AddQuote(out.list, prose.Paragraphs(runs))
	default:
		out.add(prose.Paragraphs(runs)...)
	}
	r.begun = r.begun || !blank
	out.add(line.after...)
	return nil
}

// list reads a list; style is that of the one that it stands in. Headings that
// a list counts are headings.
func (r *reader) list(x *office.XML, e office.Element, style string, out *blocks) error {
	if own := e.Get("style-name"); own != "" {
		style = own
	}
	r.depth++
	defer func() { r.depth-- }()
	how := r.sheet.lists[style][r.depth]
	key := style + " " + strconv.Itoa(r.depth)
	n := prose.Node{Type: prose.BulletList}
	start := max(how.start, 0)
	if e.Get("continue-numbering") == "true" || e.Get("continue-list") != "" {
		start += r.count[key]
	} else {
		r.count[key] = 0
	}
	var loose []prose.Node // what is no item: headings
	err := x.Each(func(i office.Element) error {
		if i.Name != "list-item" && i.Name != "list-header" {
			return nil
		}
		if at, err := strconv.Atoi(i.Get("start-value")); err == nil && len(n.Content) == 0 && at >= 0 {
			start = at
		}
		var inside blocks
		if err := r.items(x, style, &inside); err != nil {
			return err
		}
		if len(inside.list) > 0 && inside.list[0].Type == prose.Heading {
			loose = append(loose, inside.list...)
			return nil
		}
		switch {
		case len(inside.list) == 0:
		case isList(inside.list[0]) && len(n.Content) == 0 && out.endsWithList():
			// A list that is nothing but one within the item before.
			out.lastItem().Content = append(out.lastItem().Content, inside.list...)
		default:
			n.Content = append(n.Content, prose.Node{Type: prose.ListItem, Content: inside.list})
		}
		return nil
	}, nil)
	r.count[key] += len(n.Content)
	if how.ordered {
		n.Type = prose.OrderedList
		if start != 1 && start <= 1_000_000 {
			n.Attrs = prose.Attrs{"start": float64(start)}
		}
	}
	goesOn := e.Get("continue-numbering") == "true" || e.Get("continue-list") != ""
	switch n = office.Tasks(n); {
	case len(n.Content) == 0:
	case goesOn && out.endsWithList() && out.list[len(out.list)-1].Type == n.Type:
		last := &out.list[len(out.list)-1]
		last.Content = append(last.Content, n.Content...)
	default:
		out.add(n)
	}
	out.add(loose...)
	return err
}

func isList(n prose.Node) bool {
	return n.Type == prose.BulletList || n.Type == prose.OrderedList || n.Type == prose.TaskList
}

// endsWithList tells whether the last block so far is a list.
func (b *blocks) endsWithList() bool { return len(b.list) > 0 && isList(b.list[len(b.list)-1]) }

// lastItem is the last item of the list that the blocks end with.
func (b *blocks) lastItem() *prose.Node {
	items := b.list[len(b.list)-1].Content
	return &items[len(items)-1]
}

// items reads what stands in an item.
func (r *reader) items(x *office.XML, style string, out *blocks) error {
	return x.Each(func(e office.Element) error {
		switch e.Name {
		case "p", "h":
			return r.paragraph(x, e, out)
		case "list":
			return r.list(x, e, style, out)
		}
		return nil
	}, nil)
}
