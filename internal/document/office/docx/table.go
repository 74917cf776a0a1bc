package docx

import (
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// gathering is a table while it is read.
type gathering struct {
	style string
	rows  []prose.Node
	heads int            // rows at its top that come again on each page
	first bool           // its style sets the first row apart
	above map[int]*place // by column, the cell into which those below go
}

// place is where a cell stands.
type place struct{ row, cell int }

// table reads a table, or the frame that one of ours stands for.
func (r *reader) table(x *office.XML) (prose.Node, error) {
	g := gathering{above: map[int]*place{}}
	err := r.rowsOf(x, &g)
	n := prose.Node{Type: prose.Table, Content: g.rows}
	if err != nil || len(g.rows) == 0 {
		return prose.Node{Type: prose.Table}, err
	}
	if box, ok := framed(g); ok {
		return box, nil
	}
	for i := range n.Content {
		if i < g.heads {
			for j := range n.Content[i].Content {
				n.Content[i].Content[j].Type = prose.TableHeader
			}
		}
	}
	if g.heads == 0 && g.first && bold(n.Content[0]) {
		for j := range n.Content[0].Content {
			n.Content[0].Content[j].Type = prose.TableHeader
		}
	}
	return n, nil
}

// framed is what a table of one cell stands for when we made it.
func framed(g gathering) (prose.Node, bool) {
	if len(g.rows) != 1 || len(g.rows[0].Content) != 1 {
		return prose.Node{}, false
	}
	inside := g.rows[0].Content[0].Content
	if kind, ok := strings.CutPrefix(g.style, styleCallout); ok {
		return prose.Node{Type: prose.Callout, Attrs: prose.Attrs{"kind": prose.CalloutKind(kind)}, Content: inside}, true
	}
	return prose.Node{Type: prose.Blockquote, Content: inside}, g.style == styleQuoteBox
}

// bold tells whether all that a row says is bold.
func bold(row prose.Node) bool {
	any := false
	for _, run := range prose.Flat(row) {
		if run.Type != prose.Text || strings.TrimSpace(run.Text) == "" {
			continue
		}
		if _, ok := run.Mark(prose.Bold); !ok {
			return false
		}
		any = true
	}
	return any
}

func (r *reader) rowsOf(x *office.XML, g *gathering) error {
	return x.Each(func(e office.Element) error {
		switch e.Name {
		case "tblPr":
			return x.Each(func(p office.Element) error {
				switch p.Name {
				case "tblStyle":
					g.style = p.Get("val")
				case "tblLook":
					bits, _ := strconv.ParseUint(p.Get("val"), 16, 32)
					g.first = p.Get("firstRow") == "1" || !p.Has("firstRow") && bits&0x20 != 0
				}
				return nil
			}, nil)
		case "tr":
			return r.row(x, g)
		case "sdt", "sdtContent", "customXml", "ins":
			return r.rowsOf(x, g)
		}
		return nil
	}, nil)
}

func (r *reader) row(x *office.XML, g *gathering) error {
	at := len(g.rows)
	g.rows = append(g.rows, prose.Node{Type: prose.TableRow})
	column, head, gone := 0, false, false
	var each func(e office.Element) error
	each = func(e office.Element) error {
		switch e.Name {
		case "trPr":
			return x.Each(func(p office.Element) error {
				switch p.Name {
				case "tblHeader":
					head = !p.Has("val") || !off(p.Get("val"))
				case "gridBefore":
					n, _ := strconv.Atoi(p.Get("val"))
					for range min(max(n, 0), 60) {
						r.cell(g, at, &column, cell{columns: 1})
					}
				case "del":
					gone = true
				}
				return nil
			}, nil)
		case "tc":
			c := cell{columns: 1}
			if err := r.readCell(x, &c); err != nil {
				return err
			}
			r.cell(g, at, &column, c)
		case "sdt", "sdtContent", "customXml":
			return x.Each(each, nil)
		}
		return nil
	}
	if err := x.Each(each, nil); err != nil {
		return err
	}
	if len(g.rows[at].Content) == 0 || gone {
		if gone {
			r.Left.Changes++
		}
		g.rows = g.rows[:at]
		return nil
	}
	if head && g.heads == at {
		g.heads++
	}
	return nil
}

// cell is a cell as the file has it.
type cell struct {
	columns int
	merge   string // "", "restart", "continue"
	head    bool
	content []prose.Node
}

func (r *reader) readCell(x *office.XML, c *cell) error {
	var out flow
	first := true
	err := x.Each(func(e office.Element) error {
		switch e.Name {
		case "tcPr":
			return x.Each(func(p office.Element) error {
				switch p.Name {
				case "gridSpan":
					n, _ := strconv.Atoi(p.Get("val"))
					c.columns = min(max(n, 1), 60)
				case "vMerge":
					if c.merge = p.Get("val"); c.merge == "" {
						c.merge = "continue"
					}
				}
				return nil
			}, nil)
		case "p":
			style, err := r.paragraph(x, &out)
			c.head = c.head || first && style == styleCellHead
			first = false
			return err
		case "tbl":
			n, err := r.table(x)
			if err == nil && len(n.Content) > 0 {
				out.add(n)
			}
			return err
		case "sdt":
			return r.control(x, &out)
		}
		return nil
	}, nil)
	c.content = prose.Some(out.done())
	return err
}

// cell sets a cell into its row, or makes the one above it reach further down.
func (r *reader) cell(g *gathering, at int, column *int, c cell) {
	start := *column
	*column += c.columns
	if c.merge == "continue" {
		if up := g.above[start]; up != nil {
			above := &g.rows[up.row].Content[up.cell]
			rows := above.Attrs.Int("rowspan", 1)
			if up.row+rows == at && rows < 1000 {
				above.Attrs["rowspan"] = float64(rows + 1)
				return
			}
		}
	}
	n := prose.Node{Type: prose.TableCell, Attrs: prose.Attrs{}, Content: prose.Some(c.content)}
	if c.head {
		n.Type = prose.TableHeader
	}
	if c.columns > 1 {
		n.Attrs["colspan"] = float64(c.columns)
	}
	g.above[start] = &place{at, len(g.rows[at].Content)}
	g.rows[at].Content = append(g.rows[at].Content, n)
}
