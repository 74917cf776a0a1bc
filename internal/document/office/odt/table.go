package odt

import (
	"fmt"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// table writes a table; the rows at its top that are nothing but heads come
// again on each page. Items of lists hold none: there, its rows are lines.
func (w *writer) table(n prose.Node, in setting) {
	if in.item {
		for _, row := range n.Content {
			w.paragraph(in, prose.Flat(row))
			in.sign = ""
		}
		return
	}
	columns := prose.Columns(n)
	w.names++
	fmt.Fprintf(&w.out, `<table:table table:name="Table %d" table:style-name="Table"><table:table-column table:number-columns-repeated="%d"/>`, w.names, columns)
	heads := 0
	for heads < len(n.Content) && allHeads(n.Content[heads]) {
		heads++
	}
	below := map[int]int{} // by column, the rows that a cell above still takes
	for i, row := range n.Content {
		if i == 0 && heads > 0 {
			w.out.WriteString(`<table:table-header-rows>`)
		}
		w.row(row, columns, below)
		if i == heads-1 {
			w.out.WriteString(`</table:table-header-rows>`)
		}
	}
	w.out.WriteString(`</table:table>`)
}

func allHeads(row prose.Node) bool {
	for _, c := range row.Content {
		if c.Type != prose.TableHeader {
			return false
		}
	}
	return true
}

func (w *writer) row(row prose.Node, columns int, below map[int]int) {
	w.out.WriteString(`<table:table-row>`)
	cells := row.Content
	for column := 0; column < columns; column++ {
		if below[column] > 0 {
			below[column]--
			w.out.WriteString(`<table:covered-table-cell/>`)
			continue
		}
		c := prose.Node{Type: prose.TableCell}
		if len(cells) > 0 {
			c, cells = cells[0], cells[1:]
		}
		wide, high := min(c.Attrs.Int("colspan", 1), columns-column), c.Attrs.Int("rowspan", 1)
		style, cell := styleCell, "Cell"
		if c.Type == prose.TableHeader {
			style, cell = styleCellHead, "HeadCell"
		}
		fmt.Fprintf(&w.out, `<table:table-cell table:style-name="%s"`, cell)
		if wide > 1 || high > 1 {
			fmt.Fprintf(&w.out, ` table:number-columns-spanned="%d" table:number-rows-spanned="%d"`, wide, high)
		}
		w.out.WriteString(`>`)
		w.blocks(prose.Some(c.Content), setting{style: style, box: true})
		w.out.WriteString(`</table:table-cell>`)
		for i := range wide {
			below[column+i] = high - 1
			if i > 0 {
				w.out.WriteString(`<table:covered-table-cell/>`)
			}
		}
		column += wide - 1
	}
	w.out.WriteString(`</table:table-row>`)
}

// readTable reads a table.
func (r *reader) readTable(x *office.XML) (prose.Node, error) {
	n := prose.Node{Type: prose.Table}
	head := false
	var each func(e office.Element) error
	each = func(e office.Element) error {
		switch e.Name {
		case "table-header-rows":
			head = true
			err := x.Each(each, nil)
			head = false
			return err
		case "table-rows", "table-row-group":
			return x.Each(each, nil)
		case "table-row":
			row, err := r.readRow(x, head)
			if err == nil && len(row.Content) > 0 {
				n.Content = append(n.Content, row)
			}
			return err
		}
		return nil
	}
	err := x.Each(each, nil)
	return n, err
}

func (r *reader) readRow(x *office.XML, head bool) (prose.Node, error) {
	row := prose.Node{Type: prose.TableRow}
	err := x.Each(func(e office.Element) error {
		if e.Name != "table-cell" {
			return nil
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
		var out blocks
		r.first, r.styled = "", false
		if err := r.blocks(x, &out); err != nil {
			return err
		}
		c := prose.Node{Type: prose.TableCell, Attrs: prose.Attrs{}, Content: prose.Some(out.list)}
		if head || r.first == styleCellHead {
			c.Type = prose.TableHeader
		}
		if n := spanned(e.Get("number-columns-spanned"), 100); n > 1 {
			c.Attrs["colspan"] = float64(n)
		}
		if n := spanned(e.Get("number-rows-spanned"), 1000); n > 1 {
			c.Attrs["rowspan"] = float64(n)
		}
		for range min(spanned(e.Get("number-columns-repeated"), 60), 60-min(59, len(row.Content))) {
			row.Content = append(row.Content, c)
		}
		return nil
	}, nil)
	return row, err
}

func spanned(s string, most int) int {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, most)
}
