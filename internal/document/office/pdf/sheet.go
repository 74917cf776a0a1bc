package pdf

import (
	"fmt"
	"strings"
)

// The measures of a page, in points: A4.
const (
	pageWidth, pageHeight = 595.28, 841.89
	side                  = 70.87 // 25 mm
	top, foot             = 92.0, 70.0
	textWidth             = pageWidth - 2*side
	textHeight            = pageHeight - top - foot
)

// sheet is a page while it is set. Its y goes down from its top.
type sheet struct {
	under, over strings.Builder // what stands behind the text, and the text
	marks       []*part         // the part of each piece
	links       []int
	number      int
	images      map[int]bool
}

// tagged draws a piece of a part.
func (p *sheet) tagged(of *part, extra string, draw func(b *strings.Builder)) {
	mark := len(p.marks)
	p.marks = append(p.marks, of)
	of.kids = append(of.kids, kid{page: p, mark: mark})
	fmt.Fprintf(&p.over, "/%s <</MCID %d%s>> BDC\n", of.kind, mark, extra)
	draw(&p.over)
	p.over.WriteString("EMC\n")
}

// artifact draws what is no part of the document: lines, grounds, heads.
func artifact(b *strings.Builder, draw func(b *strings.Builder)) {
	b.WriteString("/Artifact BMC\n")
	draw(b)
	b.WriteString("EMC\n")
}

// fill draws a rectangle behind the text.
func (p *sheet) fill(x, y, wide, high float64, c colour) {
	artifact(&p.under, func(b *strings.Builder) {
		fmt.Fprintf(b, "%s rg %.2f %.2f %.2f %.2f re f\n", c, x, pageHeight-y-high, wide, high)
	})
}

// rule draws a line.
func (p *sheet) rule(x1, y1, x2, y2, thick float64, c colour) {
	artifact(&p.under, func(b *strings.Builder) {
		fmt.Fprintf(b, "%s RG %.2f w %.2f %.2f m %.2f %.2f l S\n", c, thick, x1, pageHeight-y1, x2, pageHeight-y2)
	})
}

// String is a colour as PDF writes it.
func (c colour) String() string { return fmt.Sprintf("%.3f %.3f %.3f", c[0], c[1], c[2]) }

// line draws a line of words from x, its letters on the line y.
func (d *setter) line(p *sheet, of *part, line []word, x, y float64) {
	for i := 0; i < len(line); {
		j, wide := i, 0.0
		for j < len(line) && line[j].look == line[i].look {
			wide += line[j].width
			j++
		}
		var text strings.Builder
		for _, w := range line[i:j] {
			text.WriteString(w.text)
		}
		d.piece(p, of, line[i].look, text.String(), x, y, wide)
		x += wide
		i = j
	}
}

// piece draws a text that is set one way.
func (d *setter) piece(p *sheet, of *part, how look, text string, x, y, wide float64) {
	if how.marked {
		p.fill(x, y-how.size*0.8, wide, how.size*1.05, colour{1, 0.93, 0.45})
	}
	if how.under {
		p.rule(x, y+how.size*0.12, x+wide, y+how.size*0.12, 0.5, how.colour)
	}
	if how.struck {
		p.rule(x, y-how.size*0.28, x+wide, y-how.size*0.28, 0.6, how.colour)
	}
	if how.link == "" {
		d.letters(p, of, how, text, x, y)
		return
	}
	in := d.links[linkOf{of, how.link}]
	if in == nil || len(of.kids) == 0 || of.kids[len(of.kids)-1].part != in {
		in = of.part("Link")
		d.links[linkOf{of, how.link}] = in
	}
	d.letters(p, in, how, text, x, y)
	d.lead(p, in, how.link, text, x, y-how.size*0.85, wide, how.size*1.1)
}

// linkOf is a link within a part: it may go on over several lines.
type linkOf struct {
	of *part
	to string
}

// lead makes a place of the page lead somewhere.
func (d *setter) lead(p *sheet, of *part, to, text string, x, y, wide, high float64) {
	if strings.HasPrefix(to, "#") {
		return
	}
	n := d.file.add(fmt.Sprintf("<</Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f] /Border [0 0 0] /F 4 /Contents %s /StructParent %d /A <</S /URI /URI %s>>>>",
		x, pageHeight-y-high, x+wide, pageHeight-y, said(text), d.linkKey(len(d.linked)), address(to)))
	d.linked = append(d.linked, of)
	p.links = append(p.links, n)
	of.kids = append(of.kids, kid{page: p, link: n})
}

// letters draws the letters of a text. What the fonts do not have is a box, and
// the text itself for who listens or copies.
func (d *setter) letters(p *sheet, of *part, how look, text string, x, y float64) {
	for text != "" {
		known, rest := text, ""
		has := true
		for i, r := range text {
			is := d.faces[how.face].glyphs[r] != 0
			if i == 0 {
				has = is
			} else if is != has {
				known, rest = text[:i], text[i:]
				break
			}
		}
		extra := ""
		if !has {
			extra = " /ActualText " + said(known)
		}
		p.tagged(of, extra, func(b *strings.Builder) { d.show(b, how, known, x, y) })
		x += d.measure(known, how)
		text = rest
	}
}

// missing is drawn for what the fonts do not have.
const missing = '□'

// show writes a text on the page.
func (d *setter) show(b *strings.Builder, how look, text string, x, y float64) {
	fmt.Fprintf(b, "BT %s rg /F%d %.2f Tf %.2f %.2f Td <", how.colour, how.face, how.size, x, pageHeight-y)
	for _, r := range text {
		if d.faces[how.face].glyphs[r] == 0 {
			r = missing
		}
		g := d.faces[how.face].glyphs[r]
		if d.used[how.face] == nil {
			d.used[how.face] = map[uint16]rune{}
		}
		d.used[how.face][g] = r
		fmt.Fprintf(b, "%04X", g)
	}
	b.WriteString("> Tj ET\n")
}
