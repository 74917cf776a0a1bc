package docx

import (
	"context"
	"io"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// reader reads the body of a file of Word.
type reader struct {
	*office.Pieces
	ctx   context.Context
	file  *extract.Archive
	rels  extract.Related
	sheet sheet
	notes map[string][]prose.Node // what footnotes say, by kind and id
	said  []string                // the notes that the text called, in order
	begun bool                    // some text came: a title stands before all
}

// Read reads a file of Word. Its errors say why by extract.ReasonOf.
func Read(ctx context.Context, in io.ReaderAt, size int64, home office.Home) (office.Draft, error) {
	file, err := extract.OpenArchive(in, size)
	if err != nil {
		return office.Draft{}, err
	}
	file.Bound(office.MaxUnpacked)
	main := file.MainPart("word/document.xml")
	r := &reader{Pieces: &office.Pieces{}, ctx: ctx, file: file, notes: map[string][]prose.Node{}}
	if r.rels, err = file.Relations(main); err != nil {
		return office.Draft{}, err
	}
	if r.sheet.styles, r.sheet.usual, err = readStyles(file, r.rels.ByType["styles"]); err != nil {
		return office.Draft{}, err
	}
	if r.sheet.levels, err = readNumbering(file, r.rels.ByType["numbering"]); err != nil {
		return office.Draft{}, err
	}
	if err := r.readNotes(); err != nil {
		return office.Draft{}, err
	}
	var flow flow
	err = office.ReadXML(file, main, func(x *office.XML, root office.Element) error {
		if root.Name != "document" {
			return extract.Refuse(extract.Damaged, "%s holds a %q", main, root.Name)
		}
		return x.Each(func(e office.Element) error {
			if e.Name == "body" {
				return r.blocks(x, &flow)
			}
			return nil
		}, nil)
	})
	if err != nil {
		return office.Draft{}, err
	}
	if r.Title == "" {
		r.Title = file.CoreTitle()
	}
	return r.Done(r.withNotes(flow.done()), home)
}

// blocks reads blocks up to the end of what holds them.
func (r *reader) blocks(x *office.XML, out *flow) error {
	return x.Each(func(e office.Element) error {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		switch e.Name {
		case "p":
			_, err := r.paragraph(x, out)
			return err
		case "tbl":
			r.begun = true
			n, err := r.table(x)
			if err == nil && len(n.Content) > 0 {
				out.add(n)
			}
			return err
		case "sdt":
			return r.control(x, out)
		case "ins", "moveTo":
			r.Left.Changes++
			return r.blocks(x, out)
		case "sdtContent", "customXml", "smartTag", "Choice", "AlternateContent":
			return r.blocks(x, out)
		}
		return nil
	}, nil)
}

// control reads what a control holds, tables of contents left out: pages make
// their own.
func (r *reader) control(x *office.XML, out *flow) error {
	contents := false
	return x.Each(func(e office.Element) error {
		switch e.Name {
		case "sdtPr":
			return x.Each(func(p office.Element) error {
				if p.Name != "docPartObj" {
					return nil
				}
				return x.Each(func(d office.Element) error {
					contents = contents || d.Name == "docPartGallery" && strings.Contains(d.Get("val"), "Table of Contents")
					return nil
				}, nil)
			}, nil)
		case "sdtContent":
			if contents {
				return nil
			}
			return r.blocks(x, out)
		}
		return nil
	}, nil)
}

// paragraph reads a paragraph and gives it to the flow as what its style says.
func (r *reader) paragraph(x *office.XML, out *flow) (named string, err error) {
	var p layout
	line := line{reader: r}
	err = x.Each(func(e office.Element) error {
		if e.Name == "pPr" {
			return p.read(x)
		}
		return line.element(x, e)
	}, nil)
	if err != nil {
		return "", err
	}
	s := r.sheet.find(p.style)
	runs := prose.Joined(line.runs)
	blank := prose.Node{Content: runs}.Blank()
	switch name := s.name; {
	case p.style == styleMasthead, strings.HasPrefix(name, "toc "), name == "toc heading", p.style == styleCallName:
		return p.style, nil
	case name == "title" || name == "titre":
		if !r.begun && r.Title == "" && !blank {
			r.Title, r.begun = prose.Plain(prose.Node{Type: prose.Paragraph, Content: runs}), true
			return p.style, nil
		}
		p.level = 1
	}
	r.begun = r.begun || !blank
	if p.level == 0 && !p.body {
		p.level = s.level
	}
	if p.num == "" && s.num != "" {
		p.num, p.depth = s.num, s.depth
	}
	out.paragraph(r, p, s, runs)
	for _, n := range line.after {
		out.add(n)
	}
	return p.style, nil
}

// layout is what a paragraph says of itself.
type layout struct {
	style string
	level int    // of a heading, 0 when it does not say
	body  bool   // it says that it is none
	num   string // list, "" when it does not say, "0" for none
	depth int
	rule  bool // a line stands under it
}

func (p *layout) read(x *office.XML) error {
	return x.Each(func(e office.Element) error {
		switch e.Name {
		case "pStyle":
			p.style = e.Get("val")
		case "outlineLvl":
			if n, err := strconv.Atoi(e.Get("val")); err == nil {
				p.level, p.body = (n+1)%10, n >= 9
			}
		case "numPr":
			return x.Each(func(in office.Element) error {
				switch in.Name {
				case "ilvl":
					p.depth, _ = strconv.Atoi(in.Get("val"))
				case "numId":
					p.num = in.Get("val")
				}
				return nil
			}, nil)
		case "pBdr":
			return x.Each(func(in office.Element) error {
				p.rule = p.rule || in.Name == "bottom" && !off(in.Get("val"))
				return nil
			}, nil)
		}
		return nil
	}, nil)
}

// readNotes reads what footnotes and endnotes say.
func (r *reader) readNotes() error {
	for _, kind := range []string{"footnotes", "endnotes"} {
		for _, part := range r.rels.ByType[kind] {
			if !r.file.Has(part) {
				continue
			}
			body := r.rels
			rels, err := r.file.Relations(part)
			if err != nil {
				return err
			}
			r.rels = rels
			err = office.ReadXML(r.file, part, func(x *office.XML, _ office.Element) error {
				return x.Each(func(e office.Element) error {
					if e.Get("type") != "" && e.Get("type") != "normal" { // the line above them
						return nil
					}
					var out flow
					err := r.blocks(x, &out)
					r.notes[kind+e.Get("id")] = out.done()
					return err
				}, nil)
			})
			r.rels, r.begun = body, false
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// withNotes sets what the notes say under the text, numbered as it calls them.
func (r *reader) withNotes(all []prose.Node) []prose.Node {
	if len(r.said) == 0 {
		return all
	}
	all = append(all, prose.Node{Type: prose.HorizontalRule})
	for i, key := range r.said {
		all = append(all, office.Note(i, r.notes[key]))
	}
	return all
}
