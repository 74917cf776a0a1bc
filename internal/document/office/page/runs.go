package page

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// marks of the elements that set text.
var marks = map[atom.Atom]string{
	atom.Strong: prose.Bold, atom.B: prose.Bold, atom.Em: prose.Italic, atom.I: prose.Italic, atom.Cite: prose.Italic, atom.Dfn: prose.Italic, atom.Var: prose.Italic,
	atom.U: prose.Underline, atom.Ins: prose.Underline, atom.S: prose.Strike, atom.Del: prose.Strike, atom.Strike: prose.Strike, atom.Mark: prose.Highlight,
	atom.Code: prose.Code, atom.Kbd: prose.Code, atom.Samp: prose.Code, atom.Tt: prose.Code,
}

// inside reads all that stands in an element as runs.
func (r *reader) inside(n *html.Node, around []prose.Mark, out []prose.Node) []prose.Node {
	for c := n.FirstChild; c != nil && r.failed == nil; c = c.NextSibling {
		out = r.runs(c, around, out)
	}
	return out
}

// runs reads a text, or an element within a line.
func (r *reader) runs(n *html.Node, around []prose.Mark, out []prose.Node) []prose.Node {
	if n.Type == html.TextNode {
		var err error
		if out, err = r.Say(out, office.Flatten(n.Data), around); err != nil {
			r.failed = err
		}
		return out
	}
	if n.Type != html.ElementNode || leftOut(n.DataAtom) {
		return out
	}
	switch n.DataAtom {
	case atom.Br:
		return append(out, prose.Node{Type: prose.HardBreak})
	case atom.Img:
		return r.image(n, around, out)
	case atom.A:
		if to := strings.TrimSpace(attr(n, "href")); prose.Address(to) {
			around = prose.With(around, prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": to}})
		}
	}
	if kind := marks[n.DataAtom]; kind != "" {
		around = prose.With(around, prose.Mark{Type: kind})
	}
	return r.inside(n, styled(n, around), out)
}

// styled reads the little that office programs say in styles when one copies
// from them.
func styled(n *html.Node, around []prose.Mark) []prose.Mark {
	for rule := range strings.SplitSeq(attr(n, "style"), ";") {
		name, value, _ := strings.Cut(rule, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		weight, _ := strconv.Atoi(value)
		switch {
		case name == "font-weight" && (value == "bold" || weight >= 600):
			around = prose.With(around, prose.Mark{Type: prose.Bold})
		case name == "font-style" && value == "italic":
			around = prose.With(around, prose.Mark{Type: prose.Italic})
		}
	}
	return around
}

// image reads a picture: one that stands in the page, or one of this site. One
// of elsewhere is a link to it, and is not fetched.
func (r *reader) image(n *html.Node, around []prose.Mark, out []prose.Node) []prose.Node {
	src, alt := strings.TrimSpace(attr(n, "src")), strings.Join(strings.Fields(attr(n, "alt")), " ")
	if strings.HasPrefix(src, "data:") {
		data, ok := office.Inline(src)
		if !ok {
			r.Left.Pictures++
			return out
		}
		img, ok := r.Image(src, data, alt)
		if !ok {
			return out
		}
		r.width(img, n)
		return append(out, img)
	}
	if rest, ours := strings.CutPrefix(strings.TrimPrefix(src, r.home.Base), "/files/"); ours {
		file, _, _ := strings.Cut(rest, "/")
		if file != "" && len(file) <= 20 && len([]rune(alt)) <= 1000 {
			return append(out, prose.Node{Type: prose.Image, Attrs: prose.Attrs{"file": file, "alt": alt}})
		}
	}
	r.Left.Pictures++
	if !prose.Address(src) {
		return out
	}
	if alt == "" {
		alt = src
	}
	out, err := r.Say(out, alt, prose.With(around, prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": src}}))
	if err != nil {
		r.failed = err
	}
	return out
}

// width reads how much of the page a picture takes.
func (r *reader) width(img prose.Node, n *html.Node) {
	for rule := range strings.SplitSeq(attr(n, "style"), ";") {
		name, value, _ := strings.Cut(rule, ":")
		if strings.TrimSpace(name) != "width" {
			continue
		}
		if percent, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(value), "%")); err == nil && percent >= 1 && percent <= 100 {
			img.Attrs["width"] = float64(percent)
		}
	}
}

// table reads a table; what is said above it stands before it.
func (r *reader) table(n *html.Node) []prose.Node {
	var out []prose.Node
	table := prose.Node{Type: prose.Table}
	var rows func(in *html.Node)
	rows = func(in *html.Node) {
		for c := in.FirstChild; c != nil; c = c.NextSibling {
			switch c.DataAtom {
			case atom.Thead, atom.Tbody, atom.Tfoot:
				rows(c)
			case atom.Caption:
				out = append(out, r.blocks(c)...)
			case atom.Tr:
				if row := r.row(c); len(row.Content) > 0 {
					table.Content = append(table.Content, row)
				}
			}
		}
	}
	rows(n)
	if len(table.Content) == 0 {
		return out
	}
	return append(out, table)
}

func (r *reader) row(n *html.Node) prose.Node {
	row := prose.Node{Type: prose.TableRow}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
			continue
		}
		cell := prose.Node{Type: prose.TableCell, Attrs: prose.Attrs{}, Content: prose.Some(r.blocks(c))}
		if c.DataAtom == atom.Th {
			cell.Type = prose.TableHeader
		}
		for name, most := range map[string]int{"colspan": 100, "rowspan": 1000} {
			if many, err := strconv.Atoi(attr(c, name)); err == nil && many > 1 {
				cell.Attrs[name] = float64(min(many, most))
			}
		}
		row.Content = append(row.Content, cell)
	}
	return row
}
