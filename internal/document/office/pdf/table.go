package pdf

import (
	"fmt"
	"slices"
	"strings"

	"parvis/internal/document/prose"
)

const pad = 4 // between the line of a cell and its text, in points

// grid is a cell with where it stands and what is set in it.
type grid struct {
	column, columns, rows int
	head                  bool
	strips                []block
	height                float64
}

var lineColour = colour{0.55, 0.55, 0.55}

// table sets a table: rows that cells reach through stay together, rows of heads
// come again on each page, a row higher than a third of a page is parted.
func (d *setter) table(n prose.Node, in place) []block {
	table := in.of.part("Table")
	columns := prose.Columns(n)
	rows, heads := d.rows(n, table, columns, in)
	x := func(column int) float64 { return in.x + in.width*float64(column)/float64(columns) }
	var out []block
	var again *block
	for i := 0; i < len(rows); {
		band := 1
		for j := i; j < i+band && j < len(rows); j++ {
			for _, c := range rows[j] {
				band = max(band, j-i+c.rows)
			}
		}
		band = min(band, len(rows)-i)
		strips := d.band(rows[i:i+band], x, in)
		for k := range strips {
			strips[k].again = again
		}
		i += band
		if heads > 0 && i == heads && len(strips) == 1 && strips[0].height < textHeight/4 {
			copied := d.repeated(n.Content[:heads], columns, in)
			again = &copied
			strips[0].keep = true
		}
		out = append(out, strips...)
	}
	return out
}

// rows sets the cells of each row. heads is how many rows at the top are
// nothing but heads.
func (d *setter) rows(n prose.Node, table *part, columns int, in place) (rows [][]grid, heads int) {
	below := make([]int, columns)
	top := true
	for i, row := range n.Content {
		tr := table.part("TR")
		column, all := 0, true
		var cells []grid
		for _, c := range row.Content {
			for column < columns && below[column] > 0 {
				column++
			}
			if column >= columns {
				break
			}
			g := grid{column: column, columns: min(c.Attrs.Int("colspan", 1), columns-column), rows: min(c.Attrs.Int("rowspan", 1), len(n.Content)-i), head: c.Type == prose.TableHeader}
			all = all && g.head
			d.cell(&g, c, tr, columns, i == 0, in)
			for k := range g.columns {
				below[column+k] = max(below[column+k], g.rows)
			}
			column += g.columns
			cells = append(cells, g)
		}
		for k := range below {
			below[k] = max(0, below[k]-1)
		}
		if top = top && all && len(cells) > 0; top {
			heads = i + 1
		}
		rows = append(rows, cells)
	}
	return rows, heads
}

func (d *setter) cell(g *grid, c prose.Node, tr *part, columns int, first bool, in place) {
	kind, how, scope := "TD", cellBody, ""
	if g.head {
		kind, how, scope = "TH", cellHead, " /Scope /Row"
		if first {
			scope = " /Scope /Column"
		}
	}
	of := tr.part(kind)
	if g.columns > 1 || g.rows > 1 || scope != "" {
		of.extra = fmt.Sprintf(" /A <</O /Table /ColSpan %d /RowSpan %d%s>>", g.columns, g.rows, scope)
	}
	wide := in.width/float64(columns)*float64(g.columns) - 2*pad
	g.strips = d.set(prose.Some(c.Content), place{of: of, width: max(wide, 12), text: how})
	for len(g.strips) > 0 && g.strips[0].gap {
		g.strips = g.strips[1:]
	}
	for _, s := range g.strips {
		g.height += s.height
	}
}

// band sets rows that stay together, as one strip when they may, as several
// when they are too high.
func (d *setter) band(rows [][]grid, x func(column int) float64, in place) []block {
	heights := make([]float64, len(rows))
	for i, row := range rows {
		for _, c := range row {
			if c.rows == 1 {
				heights[i] = max(heights[i], c.height+2*pad)
			}
		}
		heights[i] = max(heights[i], 2*pad)
	}
	for i, row := range rows {
		for _, c := range row {
			sum := 0.0
			for k := i; k < min(i+c.rows, len(rows)); k++ {
				sum += heights[k]
			}
			if last := min(i+c.rows, len(rows)) - 1; c.height+2*pad > sum {
				heights[last] += c.height + 2*pad - sum
			}
		}
	}
	total := 0.0
	for _, h := range heights {
		total += h
	}
	if total <= textHeight/3 || total <= textHeight*0.9 && len(rows) > 1 {
		return []block{d.whole(rows, heights, total, x)}
	}
	var out []block
	for _, row := range rows {
		out = append(out, d.slices(row, x)...)
	}
	return out
}

func (d *setter) whole(rows [][]grid, heights []float64, total float64, x func(column int) float64) block {
	return block{height: total, drawn: []func(*sheet, float64, float64){func(p *sheet, left, y float64) {
		at := y
		for i, row := range rows {
			for _, c := range row {
				high := 0.0
				for k := i; k < min(i+c.rows, len(rows)); k++ {
					high += heights[k]
				}
				from, to := left+x(c.column), left+x(c.column+c.columns)
				frame(p, c, from, at, to, at+high)
				draw(p, c.strips, from+pad, at+pad)
			}
			at += heights[i]
		}
	}}}
}

// frame draws the lines around a cell.
func frame(p *sheet, c grid, x1, y1, x2, y2 float64) {
	if c.head {
		p.fill(x1, y1, x2-x1, y2-y1, colour{0.95, 0.95, 0.95})
	}
	p.rule(x1, y1, x2, y1, 0.5, lineColour)
	p.rule(x1, y2, x2, y2, 0.5, lineColour)
	p.rule(x1, y1, x1, y2, 0.5, lineColour)
	p.rule(x2, y1, x2, y2, 0.5, lineColour)
}

func draw(p *sheet, strips []block, x, y float64) {
	for _, s := range strips {
		for _, f := range s.drawn {
			f(p, x, y)
		}
		y += s.height
	}
}

// slices parts a high row into strips of some lines, so that it goes on over
// pages.
func (d *setter) slices(row []grid, x func(column int) float64) []block {
	const most = 60.0
	left := make([][]block, len(row))
	for i, c := range row {
		left[i] = c.strips
	}
	var out []block
	for first := true; ; first = false {
		high, rest := 0.0, false
		now := make([][]block, len(row))
		for i := range row {
			taken := 0.0
			for len(left[i]) > 0 && (len(now[i]) == 0 || taken+left[i][0].height <= most) {
				taken += left[i][0].height
				now[i], left[i] = append(now[i], left[i][0]), left[i][1:]
			}
			high = max(high, taken)
			rest = rest || len(left[i]) > 0
		}
		above, under := 0.0, 0.0
		if first {
			above = pad
		}
		if !rest {
			under = pad
		}
		total := high + above + under
		out = append(out, block{height: total, drawn: []func(*sheet, float64, float64){func(p *sheet, edge, y float64) {
			for i, c := range row {
				from, to := edge+x(c.column), edge+x(c.column+c.columns)
				if c.head {
					p.fill(from, y, to-from, total, colour{0.95, 0.95, 0.95})
				}
				p.rule(from, y, from, y+total, 0.5, lineColour)
				p.rule(to, y, to, y+total, 0.5, lineColour)
				if first {
					p.rule(from, y, to, y, 0.5, lineColour)
				}
				if !rest {
					p.rule(from, y+total, to, y+total, 0.5, lineColour)
				}
				draw(p, now[i], from+pad, y+above)
			}
		}}})
		if !rest {
			return out
		}
	}
}

// repeated sets the heads of a table once more, as nothing that is listened to
// again.
func (d *setter) repeated(heads []prose.Node, columns int, in place) block {
	aside := &part{kind: "Artifact"}
	rows, _ := d.rows(unlinked(prose.Node{Content: heads}), aside, columns, in)
	x := func(column int) float64 { return in.x + in.width*float64(column)/float64(columns) }
	strips := d.band(rows, x, in)
	high := 0.0
	for _, s := range strips {
		high += s.height
	}
	return block{height: high, drawn: []func(*sheet, float64, float64){func(p *sheet, left, y float64) {
		spare := &sheet{images: p.images}
		draw(spare, strips, left, y)
		p.under.WriteString(spare.under.String())
		artifact(&p.over, func(b *strings.Builder) { b.WriteString(bare(spare.over.String())) })
	}}}
}

// unlinked is what a node says, leading nowhere.
func unlinked(n prose.Node) prose.Node {
	switch n.Type {
	case prose.Text:
		n.Marks = slices.DeleteFunc(slices.Clone(n.Marks), func(m prose.Mark) bool { return m.Type == prose.Link })
	case prose.Attachment:
		return prose.Node{Type: prose.Paragraph, Content: []prose.Node{{Type: prose.Text, Text: n.Attrs.String("name")}}}
	}
	content := make([]prose.Node, len(n.Content))
	for i, c := range n.Content {
		content[i] = unlinked(c)
	}
	n.Content = content
	return n
}

// bare is what was drawn without the marks of its parts.
func bare(content string) string {
	var b strings.Builder
	for l := range strings.Lines(content) {
		if !strings.HasSuffix(l, "BDC\n") && l != "EMC\n" {
			b.WriteString(l)
		}
	}
	return b.String()
}
