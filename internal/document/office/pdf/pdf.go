// Package pdf sets documents as PDF (ISO 32000-1): tagged, so that who listens
// to one knows its headings, lists and tables, with an outline, links, and its
// fonts within. It serves U1 and U3.
//
// What would surprise: it is a writer of our own. Those that exist in Go set
// pages without tags, and a public service owes tagged ones (RGAA 4.1, theme
// 13). The fonts are Liberation Sans and Mono, cut down to the alphabets of
// Latin, Greek and Cyrillic letters and named otherwise, as their licence asks;
// what they do not have is drawn as a box and kept as text.
package pdf

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// setter sets one document.
type setter struct {
	paper  office.Paper
	file   *file
	faces  [faces]*typeface
	used   [faces]map[uint16]rune
	fontAt [faces]int // their objects
	root   *part
	pages  []*sheet
	links  map[linkOf]*part
	linked []*part // the part of each link
	images map[string]int
	heads  []mark
}

// mark is a heading, for the outline.
type mark struct {
	level int
	title string
	page  *sheet
	y     float64
}

// Write writes a document as PDF.
func Write(out io.Writer, p office.Paper) error {
	fonts, err := typefaces()
	if err != nil {
		return err
	}
	p.Doc = prose.Outlined(p.Settled())
	d := &setter{paper: p, file: newFile(), faces: fonts, root: &part{kind: "Document"}, links: map[linkOf]*part{}, images: map[string]int{}}
	d.paginate(append(d.opening(), d.blocks(p.Doc.Content, d.root, 0, textWidth)...))
	return d.finish(out)
}

// opening is the title and what is said under it.
func (d *setter) opening() []block {
	how := look{face: bold, size: 20, colour: black, lead: 1.2}
	title := d.root.part("H1")
	out := d.paragraph(title, []prose.Node{{Type: prose.Text, Text: d.paper.Title}}, how, 0, textWidth)
	out[0].drawn = append(out[0].drawn, func(p *sheet, x, y float64) { d.heads = append(d.heads, mark{0, d.paper.Title, p, y}) })
	out = append(out, gap(4))
	for _, l := range d.paper.Head.Lines {
		out = append(out, d.paragraph(d.root.part("P"), []prose.Node{{Type: prose.Text, Text: l}}, look{face: regular, size: 9.5, colour: grey, lead: 1.35}, 0, textWidth)...)
	}
	return append(out, gap(14))
}

// block is a strip of the page: a line, a row of a table, a picture, a gap.
type block struct {
	height float64
	drawn  []func(p *sheet, x, y float64) // x and y are its corner
	gap    bool                           // left out at the top of a page
	keep   bool                           // on the same page as what follows
	again  *block                         // what is drawn above it where it begins a page
}

func gap(high float64) block { return block{height: high, gap: true} }

// paginate sets strips onto pages.
func (d *setter) paginate(all []block) {
	var p *sheet
	y := 0.0
	next := func() {
		p = &sheet{number: d.file.announce(), images: map[int]bool{}}
		d.pages = append(d.pages, p)
		y = top
	}
	next()
	for i := 0; i < len(all); i++ {
		b := all[i]
		if b.gap && y == top {
			continue
		}
		if y+d.together(all[i:]) > top+textHeight && y > top {
			next()
			if b.gap {
				continue
			}
			if b.again != nil {
				for _, draw := range b.again.drawn {
					draw(p, side, y)
				}
				y += b.again.height
			}
		}
		for _, draw := range b.drawn {
			draw(p, side, y)
		}
		y += b.height
	}
}

// together is how high a strip is with those that must stay with it, as far as
// a page holds them.
func (d *setter) together(all []block) float64 {
	high := 0.0
	for _, b := range all {
		if high+b.height > textHeight {
			break
		}
		high += b.height
		if !b.keep && !b.gap || b.gap && high == b.height {
			break
		}
	}
	return high
}

// finish writes the pages, what is around them and what the file says of
// itself.
func (d *setter) finish(out io.Writer) error {
	fonts := d.fonts()
	tree := d.file.announce()
	var kids []int
	for i, p := range d.pages {
		d.around(p, i+1)
		var images strings.Builder
		for _, n := range slices.Sorted(maps.Keys(p.images)) {
			fmt.Fprintf(&images, "/I%d %d 0 R ", n, n)
		}
		content := d.file.stream("", []byte(p.under.String()+p.over.String()), false)
		d.file.object(p.number, fmt.Sprintf("<</Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Contents %d 0 R /Resources <</Font <<%s>> /XObject <<%s>>>> /Annots %s /StructParents %d /Tabs /S>>",
			tree, pageWidth, pageHeight, content, fonts, images.String(), references(p.links), i))
		kids = append(kids, p.number)
	}
	d.writeFonts()
	d.file.object(tree, fmt.Sprintf("<</Type /Pages /Kids %s /Count %d>>", references(kids), len(kids)))
	structure, outline := d.structure(), d.outline()
	lang := map[string]string{"en": "en-GB"}[d.paper.Lang]
	if lang == "" {
		lang = "fr-FR"
	}
	about := d.file.stream(" /Type /Metadata /Subtype /XML", []byte(d.about(lang)), true)
	root := d.file.add(fmt.Sprintf("<</Type /Catalog /Pages %d 0 R /Lang (%s) /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /Metadata %d 0 R /ViewerPreferences <</DisplayDocTitle true>>%s>>", tree, lang, structure, about, outline))
	info := d.file.add(fmt.Sprintf("<</Title %s /Author %s /Creator (Parvis) /Producer (Parvis) /CreationDate %s /ModDate %[3]s>>", said(d.paper.Title), said(d.paper.Head.Site), moment(d.paper.At)))
	return d.file.end(out, root, info)
}

// around draws the head and the foot of a page.
func (d *setter) around(p *sheet, number int) {
	artifact(&p.over, func(b *strings.Builder) {
		d.ends(b, look{face: bold, size: 9, colour: black}, d.paper.Head.Site, d.paper.Head.Place, 50)
		pages := strings.NewReplacer("{page}", fmt.Sprint(number), "{pages}", fmt.Sprint(len(d.pages))).Replace(d.paper.Words.Page)
		d.ends(b, look{face: regular, size: 8.5, colour: grey}, d.paper.Title, pages, pageHeight-40)
	})
	p.rule(side, 60, pageWidth-side, 60, 0.6, colour{0.5, 0.5, 0.5})
}

// ends sets a text on the left of a line and one on its right, shortened where
// they would meet.
func (d *setter) ends(b *strings.Builder, how look, left, right string, y float64) {
	fit := func(s string, most float64) string {
		runes := []rune(s)
		for len(runes) > 0 && d.measure(string(runes), how) > most {
			runes = append(runes[:max(0, len(runes)-2)], '…')
			if len(runes) == 1 {
				break
			}
		}
		return string(runes)
	}
	right = fit(right, textWidth*0.45)
	left = fit(left, textWidth-d.measure(right, how)-12)
	d.show(b, how, left, side, y)
	d.show(b, how, right, pageWidth-side-d.measure(right, how), y)
}
