package pdf

import (
	"fmt"
	"strings"

	"parvis/internal/document/prose"
)

// The looks of text.
var (
	body     = look{face: regular, size: 10.5, colour: black, lead: 1.4}
	coded    = look{face: mono, size: 9, colour: black, lead: 1.35}
	cellHead = look{face: bold, size: 9.5, colour: black, lead: 1.35}
	cellBody = look{face: regular, size: 9.5, colour: black, lead: 1.35}
)

// place is in what blocks stand.
type place struct {
	of    *part
	x     float64 // from the edge of the text
	width float64
	depth int // among lists
	text  look
}

func (d *setter) blocks(all []prose.Node, of *part, x, width float64) []block {
	return d.set(all, place{of: of, x: x, width: width, text: body})
}

func (d *setter) set(all []prose.Node, in place) []block {
	var out []block
	for i, n := range all {
		if i > 0 && n.Type != prose.Heading && all[i-1].Type != prose.Heading {
			out = append(out, gap(in.text.size*0.55))
		}
		out = append(out, d.block(n, in)...)
	}
	return out
}

func (d *setter) block(n prose.Node, in place) []block {
	switch n.Type {
	case prose.Paragraph:
		return d.paragraph(in.of.part("P"), n.Content, in.text, in.x, in.width)
	case prose.Heading:
		return d.heading(n, in)
	case prose.BulletList, prose.OrderedList, prose.TaskList:
		return d.list(n, in)
	case prose.Blockquote:
		in.of = in.of.part("BlockQuote")
		in.x, in.width = in.x+14, in.width-14
		in.text.colour = grey
		return sided(d.set(n.Content, in), in.x-12, in.width+12, 2, colour{0.65, 0.65, 0.65}, nil)
	case prose.Callout:
		return d.callout(n, in)
	case prose.CodeBlock:
		return d.code(n, in)
	case prose.Table:
		return d.table(n, in)
	case prose.Image:
		return d.image(n, in)
	case prose.Attachment:
		file := prose.Node{Type: prose.Text, Text: d.paper.FileOf(n), Marks: []prose.Mark{{Type: prose.Link, Attrs: prose.Attrs{"href": d.paper.Home.File(n)}}}}
		return d.paragraph(in.of.part("P"), []prose.Node{file}, in.text, in.x, in.width)
	case prose.HorizontalRule:
		return []block{gap(4), {height: 6, drawn: []func(*sheet, float64, float64){func(p *sheet, x, y float64) {
			p.rule(x+in.x, y+3, x+in.x+in.width, y+3, 0.6, colour{0.5, 0.5, 0.5})
		}}}}
	}
	return d.set(n.Content, in)
}

// paragraph sets runs into lines; neither its first nor its last one stands
// alone on a page.
func (d *setter) paragraph(of *part, runs []prose.Node, how look, x, width float64) []block {
	lines := d.lines(d.runs(runs, how), width)
	out := make([]block, len(lines))
	for i, line := range lines {
		high := how.size * how.lead
		out[i] = block{height: high, keep: len(lines) > 1 && (i == 0 || i == len(lines)-2)}
		if len(line) > 0 {
			out[i].drawn = append(out[i].drawn, func(p *sheet, left, y float64) { d.line(p, of, line, left+x, y+high*0.5+how.size*0.35) })
		}
	}
	return out
}

// headings are how headings are set, by level.
var headings = []look{
	{face: bold, size: 15, colour: black, lead: 1.25}, {face: bold, size: 13, colour: black, lead: 1.25},
	{face: bold, size: 11.5, colour: black, lead: 1.3}, {face: bold, size: 10.5, colour: black, lead: 1.3},
}

// heading sets a heading: with what follows, and in the outline. The title of
// the document stands above those of the first level.
func (d *setter) heading(n prose.Node, in place) []block {
	level := min(max(n.Attrs.Int("level", 1), 1), 4)
	how := headings[level-1]
	out := d.paragraph(in.of.part(fmt.Sprintf("H%d", level+1)), n.Content, how, in.x, in.width)
	title := strings.TrimSpace(prose.Plain(n))
	out[0].drawn = append(out[0].drawn, func(p *sheet, x, y float64) { d.heads = append(d.heads, mark{level, title, p, y}) })
	for i := range out {
		out[i].keep = true
	}
	after := gap(how.size * 0.4)
	after.keep = true
	return append(append([]block{gap(how.size * 1.1)}, out...), after)
}

// list sets the items of a list, each with its sign before it.
func (d *setter) list(n prose.Node, in place) []block {
	list := in.of.part("L")
	list.extra = map[prose.Type]string{prose.OrderedList: " /A <</O /List /ListNumbering /Decimal>>", prose.BulletList: " /A <</O /List /ListNumbering /Disc>>"}[n.Type]
	const indent = 18
	var out []block
	for i, item := range n.Content {
		if i > 0 {
			out = append(out, gap(2.5))
		}
		li := list.part("LI")
		label, inside := li.part("Lbl"), li.part("LBody")
		all := d.set(prose.Some(item.Content), place{inside, in.x + indent, in.width - indent, in.depth + 1, in.text})
		sign := d.sign(n, item, i, in)
		all[0].drawn = append([]func(*sheet, float64, float64){func(p *sheet, x, y float64) { sign(p, label, x+in.x, y) }}, all[0].drawn...)
		all[0].gap = false
		out = append(out, all...)
	}
	return out
}

// sign draws what stands before an item.
func (d *setter) sign(list, item prose.Node, at int, in place) func(p *sheet, of *part, x, y float64) {
	how := in.text
	base := how.size*how.lead*0.5 + how.size*0.35
	if list.Type == prose.TaskList {
		return func(p *sheet, of *part, x, y float64) { d.box(p, of, item.Attrs.Bool("checked"), x, y+base, how) }
	}
	text := []string{"•", "◦", "▪"}[in.depth%3]
	shift := 4.0
	if list.Type == prose.OrderedList {
		text = numeral(list.Attrs.Int("start", 1)+at, in.depth) + "."
		shift = max(0, 14-d.measure(text, how))
	}
	return func(p *sheet, of *part, x, y float64) {
		d.line(p, of, []word{{look: how, text: text, width: d.measure(text, how)}}, x+shift, y+base)
	}
}

// numeral writes a number as lists count at a depth.
func numeral(n, depth int) string {
	if depth%3 == 1 && n >= 1 && n <= 26 {
		return string(rune('a' + n - 1))
	}
	return fmt.Sprint(n)
}

// box draws the box of a task, which fonts do not have.
func (d *setter) box(p *sheet, of *part, checked bool, x, y float64, how look) {
	text := "☐"
	if checked {
		text = "☑"
	}
	size := how.size * 0.8
	p.tagged(of, " /ActualText "+said(text), func(b *strings.Builder) {
		low := pageHeight - y - 0.5
		fmt.Fprintf(b, "%s RG 0.9 w %.2f %.2f %.2f %.2f re S\n", how.colour, x+1, low, size, size)
		if checked {
			fmt.Fprintf(b, "1.3 w %.2f %.2f m %.2f %.2f l %.2f %.2f l S\n", x+1+size*0.2, low+size*0.5, x+1+size*0.42, low+size*0.24, x+1+size*0.82, low+size*0.8)
		}
	})
}

// tints and edges of callouts.
var callouts = map[string][2]colour{
	"note": {{0.93, 0.953, 0.984}, {0.18, 0.365, 0.608}}, "important": {{0.957, 0.933, 0.98}, {0.416, 0.24, 0.604}},
	"warning": {{0.992, 0.953, 0.906}, {0.702, 0.353, 0}}, "success": {{0.93, 0.97, 0.933}, {0.18, 0.42, 0.204}},
}

func (d *setter) callout(n prose.Node, in place) []block {
	kind := prose.CalloutKind(n.Attrs.String("kind"))
	look := callouts[kind]
	of := in.of.part("Sect")
	name := in.text
	name.face, name.colour = bold, look[1]
	within := place{of: of, x: in.x + 14, width: in.width - 26, depth: 0, text: in.text}
	all := []block{{height: 6}}
	all = append(all, d.paragraph(of.part("P"), []prose.Node{{Type: prose.Text, Text: d.paper.Words.Callout(kind)}}, name, within.x, within.width)...)
	all[0].keep, all[1].keep = true, true
	all = append(all, d.set(n.Content, within)...)
	all[len(all)-1].keep = true
	all = append(all, block{height: 6})
	return sided(all, in.x, in.width, 3, look[1], &look[0])
}

// sided draws a bar beside strips, and a ground behind them.
func sided(all []block, x, width, bar float64, edge colour, ground *colour) []block {
	for i := range all {
		b := &all[i]
		high := b.height
		b.gap = false // it is filled
		b.drawn = append([]func(*sheet, float64, float64){func(p *sheet, left, y float64) {
			if ground != nil {
				p.fill(left+x, y, width, high+0.1, *ground)
			}
			if bar > 0 {
				p.fill(left+x, y, bar, high+0.1, edge)
			}
		}}, b.drawn...)
	}
	return all
}

func (d *setter) code(n prose.Node, in place) []block {
	of := in.of.part("Code")
	var runs []prose.Node
	for i, l := range strings.Split(prose.Plain(n), "\n") {
		if i > 0 {
			runs = append(runs, prose.Node{Type: prose.HardBreak})
		}
		// Spaces at the beginning of a line are a part of it.
		runs = append(runs, prose.Node{Type: prose.Text, Text: strings.ReplaceAll(l, " ", "\u00a0")})
	}
	how := coded
	how.size /= 0.93 // the letters of a fixed width are set smaller among others
	all := append([]block{{height: 4, keep: true}}, d.paragraph(of, runs, how, in.x+6, in.width-12)...)
	all = append(all, block{height: 4})
	return sided(all, in.x, in.width, 0, colour{}, &colour{0.95, 0.95, 0.95})
}
