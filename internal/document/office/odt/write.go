package odt

import (
	"fmt"
	"slices"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// writer composes the content of a document.
type writer struct {
	paper    office.Paper
	out      strings.Builder
	set      map[string]string // styles of runs, by the marks that they bear
	order    []string          // of these marks
	pictures map[string]string // where each file stands
	kept     []kept
	names    int // of sections, tables and frames
}

type kept struct {
	name string
	office.Picture
}

// setting is where a block stands.
type setting struct {
	style string // of plain paragraphs
	item  bool   // in an item of a list, which holds text and lists alone
	box   bool   // in a cell, where pictures have less room
	sign  string // what the next paragraph begins with
}

var tints = map[string]string{"note": "#edf3fb", "important": "#f4eefa", "warning": "#fdf3e7", "success": "#edf7ee"}

func (w *writer) content() string {
	w.paragraph(setting{style: styleTitle}, []prose.Node{{Type: prose.Text, Text: w.paper.Title}})
	for _, l := range w.paper.Head.Lines {
		w.paragraph(setting{style: styleMasthead}, []prose.Node{{Type: prose.Text, Text: l}})
	}
	w.blocks(w.paper.Doc.Content, setting{style: styleText})
	body := w.out.String()
	var b strings.Builder
	b.WriteString(head + `<office:document-content ` + space + ` office:version="1.3"><office:automatic-styles>`)
	for _, key := range w.order {
		b.WriteString(w.set[key+" style"])
	}
	for _, kind := range prose.CalloutKinds {
		fmt.Fprintf(&b, `<style:style style:name="Callout_%s" style:family="section"><style:section-properties fo:background-color="%s" fo:margin-left="0.4cm" fo:margin-right="0.4cm"/></style:style>`, kind, tints[kind])
	}
	b.WriteString(`<style:style style:name="Quote" style:family="section"><style:section-properties fo:margin-left="0.75cm" fo:margin-right="0cm"/></style:style>`)
	b.WriteString(`<style:style style:name="Table" style:family="table"><style:table-properties style:rel-width="100%" table:align="margins" fo:margin-bottom="0.3cm"/></style:style>`)
	for _, cell := range []struct{ name, tint string }{{"Cell", "transparent"}, {"HeadCell", "#f2f2f2"}} {
		fmt.Fprintf(&b, `<style:style style:name="%s" style:family="table-cell"><style:table-cell-properties fo:padding="0.12cm" fo:border="0.5pt solid #8c8c8c" fo:background-color="%s"/></style:style>`, cell.name, cell.tint)
	}
	b.WriteString(`</office:automatic-styles><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`)
	return b.String()
}

func (w *writer) blocks(all []prose.Node, in setting) {
	for _, n := range all {
		w.block(n, in)
		in.sign = ""
	}
}

func (w *writer) block(n prose.Node, in setting) {
	switch n.Type {
	case prose.Paragraph:
		w.paragraph(in, n.Content)
	case prose.Heading:
		level := n.Attrs.Int("level", 1)
		fmt.Fprintf(&w.out, `<text:h text:style-name="%s%d" text:outline-level="%d">`, styleHeading, level, level)
		w.sign(in)
		w.runs(n.Content)
		w.out.WriteString(`</text:h>`)
	case prose.BulletList, prose.OrderedList, prose.TaskList:
		w.list(n, in)
	case prose.Blockquote:
		if in.item || !slices.ContainsFunc(n.Content, func(c prose.Node) bool { return c.Type != prose.Paragraph }) {
			in.style = styleQuote
			w.blocks(n.Content, in)
			return
		}
		w.section(fmt.Sprintf("%s%d", sectionQuote, w.names+1), "Quote", n.Content, "", in)
	case prose.Callout:
		kind := prose.CalloutKind(n.Attrs.String("kind"))
		name := w.paper.Words.Callout(kind)
		if in.item {
			w.paragraph(setting{style: styleCallName, sign: in.sign}, []prose.Node{{Type: prose.Text, Text: name}})
			w.blocks(n.Content, setting{style: in.style, item: true, box: in.box})
			return
		}
		w.section(fmt.Sprintf("%s%s-%d", sectionCallout, kind, w.names+1), "Callout_"+kind, n.Content, name, in)
	case prose.CodeBlock:
		in.style = styleCode
		w.open(in)
		w.out.WriteString(spaced(prose.Plain(n)) + `</text:p>`)
	case prose.Table:
		w.table(n, in)
	case prose.Image:
		w.open(in)
		w.image(n, in.box)
		w.out.WriteString(`</text:p>`)
	case prose.Attachment:
		w.open(in)
		w.link(w.paper.Home.File(n), spaced(w.paper.FileOf(n)))
		w.out.WriteString(`</text:p>`)
	case prose.HorizontalRule:
		w.out.WriteString(`<text:p text:style-name="` + styleRule + `"/>`)
	}
}

func (w *writer) open(in setting) {
	w.out.WriteString(`<text:p text:style-name="` + in.style + `">`)
	w.sign(in)
}

func (w *writer) sign(in setting) {
	if in.sign != "" {
		w.out.WriteString(in.sign + " ")
	}
}

func (w *writer) paragraph(in setting, runs []prose.Node) {
	w.open(in)
	w.runs(runs)
	w.out.WriteString(`</text:p>`)
}

func (w *writer) list(n prose.Node, in setting) {
	style := map[prose.Type]string{prose.BulletList: "Bullets", prose.OrderedList: "Numbers", prose.TaskList: "Tasks"}[n.Type]
	fmt.Fprintf(&w.out, `<text:list text:style-name="Parvis_20_%s">`, style)
	for i, item := range n.Content {
		w.out.WriteString(`<text:list-item`)
		if start := n.Attrs.Int("start", 1); i == 0 && start != 1 {
			fmt.Fprintf(&w.out, ` text:start-value="%d"`, start)
		}
		w.out.WriteString(`>`)
		inner := setting{style: styleItem, item: true, box: in.box}
		if n.Type == prose.TaskList {
			inner.sign = map[bool]string{true: "☑", false: "☐"}[item.Attrs.Bool("checked")]
		}
		w.blocks(prose.Some(item.Content), inner)
		w.out.WriteString(`</text:list-item>`)
	}
	w.out.WriteString(`</text:list>`)
}

func (w *writer) section(name, style string, all []prose.Node, title string, in setting) {
	w.names++
	fmt.Fprintf(&w.out, `<text:section text:name="%s" text:style-name="%s">`, name, style)
	if title != "" {
		w.paragraph(setting{style: styleCallName}, []prose.Node{{Type: prose.Text, Text: title}})
	}
	w.blocks(prose.Some(all), setting{style: styleText, box: in.box})
	w.out.WriteString(`</text:section>`)
}

func (w *writer) image(n prose.Node, box bool) {
	const textWidth = 16.0 // centimetres
	file, p := n.Attrs.String("file"), w.paper.PictureOf(n)
	if w.pictures[file] == "" {
		w.pictures[file] = fmt.Sprintf("Pictures/picture%d%s", len(w.pictures)+1, p.Ext())
		w.kept = append(w.kept, kept{w.pictures[file], p})
	}
	wide := office.Share(n, p, office.PageWidth) * textWidth
	if box {
		wide = min(wide, textWidth/2)
	}
	high := wide * float64(max(p.Height, 1)) / float64(max(p.Width, 1))
	if high > 22 { // what a page holds
		wide, high = wide*22/high, 22
	}
	w.names++
	fmt.Fprintf(&w.out, `<draw:frame draw:name="Image %d" text:anchor-type="as-char" svg:width="%.3fcm" svg:height="%.3fcm"><draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>%s</svg:desc></draw:frame>`,
		w.names, wide, high, w.pictures[file], office.Escape(n.Attrs.String("alt")))
}

func (w *writer) link(to, inside string) {
	w.out.WriteString(`<text:a xlink:type="simple" xlink:href="` + office.Escape(to) + `" text:style-name="` + styleLink + `">` + inside + `</text:a>`)
}

func (w *writer) runs(all []prose.Node) {
	for _, n := range all {
		switch n.Type {
		case prose.Text:
			inside := spaced(n.Text)
			if style := w.styleOf(n); style != "" {
				inside = `<text:span text:style-name="` + style + `">` + inside + `</text:span>`
			}
			if link, ok := n.Mark(prose.Link); ok {
				w.link(link.Attrs.String("href"), inside)
				continue
			}
			w.out.WriteString(inside)
		case prose.HardBreak:
			w.out.WriteString(`<text:line-break/>`)
		}
	}
}

// styleOf is the style of the marks of a run, made when it is first wanted.
func (w *writer) styleOf(n prose.Node) string {
	key, properties, parent := "", "", ""
	for _, m := range []struct{ mark, properties string }{
		{prose.Bold, ` fo:font-weight="bold"`}, {prose.Italic, ` fo:font-style="italic"`},
		{prose.Underline, ` style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color"`},
		{prose.Strike, ` style:text-line-through-style="solid" style:text-line-through-type="single"`}, {prose.Highlight, ` fo:background-color="#ffff00"`},
		{prose.Code, ""},
	} {
		if _, ok := n.Mark(m.mark); ok {
			key += m.mark + " "
			properties += m.properties
			if m.mark == prose.Code {
				parent = ` style:parent-style-name="` + styleCodeText + `"`
			}
		}
	}
	switch {
	case key == "":
		return ""
	case properties == "":
		return styleCodeText
	case w.set[key] == "":
		w.order = append(w.order, key)
		w.set[key] = fmt.Sprintf("T%d", len(w.order))
		w.set[key+" style"] = `<style:style style:name="` + w.set[key] + `" style:family="text"` + parent + `><style:text-properties` + properties + `/></style:style>`
	}
	return w.set[key]
}
