package docx

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// writer composes the body of a document and what the body names.
type writer struct {
	paper office.Paper
	out   strings.Builder
	links []string       // addresses outside, by relation
	media []medium       // pictures
	known map[string]int // pictures by the file that they are
	lists []list         // one for each list, so that each counts from its own start
	ids   int            // of drawings
}

type medium struct {
	name string
	data []byte
}

type list struct {
	kind  prose.Type
	level int
	start int
}

// setting is where a block stands: what its paragraphs bear.
type setting struct {
	style string // of plain paragraphs
	num   int    // list of which the next paragraph begins an item, 0 for none
	level int    // depth among lists, from 0
	under bool   // within an item, after its first paragraph
	task  string // sign of the task that the next paragraph begins
	box   bool   // in a cell, where pictures have less room
}

func (w *writer) body() string {
	w.known = map[string]int{}
	w.paragraph(setting{style: styleTitle}, []prose.Node{{Type: prose.Text, Text: w.paper.Title}})
	for _, l := range w.paper.Head.Lines {
		w.paragraph(setting{style: styleMasthead}, []prose.Node{{Type: prose.Text, Text: l}})
	}
	w.blocks(w.paper.Doc.Content, setting{})
	return head + `<w:document ` + spaceAll + `><w:body>` + w.out.String() +
		`<w:sectPr><w:headerReference w:type="default" r:id="rIdHead"/><w:footerReference w:type="default" r:id="rIdFoot"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1701" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`
}

func (w *writer) blocks(all []prose.Node, in setting) {
	for _, n := range all {
		w.block(n, in)
		in.num, in.task = 0, "" // only the first paragraph of an item bears its sign
		in.under = in.under || in.level > 0
	}
}

func (w *writer) block(n prose.Node, in setting) {
	switch n.Type {
	case prose.Paragraph:
		w.paragraph(in, n.Content)
	case prose.Heading:
		in.style = styleHeading + strconv.Itoa(n.Attrs.Int("level", 1))
		w.paragraph(in, n.Content)
	case prose.BulletList, prose.OrderedList, prose.TaskList:
		w.list(n, in)
	case prose.Blockquote:
		if in.level == 0 && !slices.ContainsFunc(n.Content, func(c prose.Node) bool { return c.Type != prose.Paragraph }) {
			w.blocks(n.Content, setting{style: styleQuote, box: in.box})
			return
		}
		w.boxed(styleQuoteBox, n.Content, "")
	case prose.Callout:
		kind := prose.CalloutKind(n.Attrs.String("kind"))
		w.boxed(styleCallout+kind, n.Content, w.paper.Words.Callout(kind))
	case prose.CodeBlock:
		in.style = styleCode
		w.paragraph(in, lines(prose.Plain(n)))
	case prose.Table:
		w.table(n)
	case prose.Image:
		w.open(in)
		w.image(n, in.box)
		w.out.WriteString(`</w:p>`)
	case prose.Attachment:
		w.open(in)
		w.link(w.paper.Home.File(n), func() { w.text(w.paper.FileOf(n), `<w:rStyle w:val="`+styleLink+`"/>`) })
		w.out.WriteString(`</w:p>`)
	case prose.HorizontalRule:
		w.paragraph(setting{style: styleRule}, nil)
	}
}

// lines are the lines of a code as runs.
func lines(code string) []prose.Node {
	var out []prose.Node
	for i, l := range strings.Split(code, "\n") {
		if i > 0 {
			out = append(out, prose.Node{Type: prose.HardBreak})
		}
		out = append(out, prose.Node{Type: prose.Text, Text: l})
	}
	return out
}

// list writes the items of a list.
func (w *writer) list(n prose.Node, in setting) {
	level := in.level
	if level > 8 {
		level = 8 // Word knows nine levels
	}
	w.lists = append(w.lists, list{n.Type, level, n.Attrs.Int("start", 1)})
	num := len(w.lists)
	for _, item := range n.Content {
		inner := setting{num: num, level: in.level + 1, box: in.box}
		if n.Type == prose.TaskList {
			inner.task = map[bool]string{true: "☑", false: "☐"}[item.Attrs.Bool("checked")]
		}
		if len(item.Content) == 0 || item.Content[0].Type != prose.Paragraph && item.Content[0].Type != prose.Heading {
			w.paragraph(inner, nil)
			inner.num, inner.task, inner.under = 0, "", true
		}
		w.blocks(item.Content, inner)
	}
}

// open begins a paragraph.
func (w *writer) open(in setting) {
	w.out.WriteString(`<w:p>`)
	style := in.style
	if style == "" && in.level > 0 {
		style = styleList
		if in.under {
			style = styleUnder
		}
	}
	if style == "" && in.num == 0 {
		return
	}
	w.out.WriteString(`<w:pPr>`)
	if style != "" {
		fmt.Fprintf(&w.out, `<w:pStyle w:val="%s"/>`, style)
	}
	switch {
	case in.num > 0:
		fmt.Fprintf(&w.out, `<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, w.lists[in.num-1].level, in.num)
	case in.under && in.level > 0:
		fmt.Fprintf(&w.out, `<w:ind w:left="%d"/>`, indent(in.level))
	}
	w.out.WriteString(`</w:pPr>`)
	if in.task != "" {
		w.box(in.task)
	}
}

// indent is how far within lists a text stands, in twentieths of a point.
func indent(level int) int { return 425 * level }

// box is the box of a task, which Word ticks with a click.
func (w *writer) box(sign string) {
	checked := "0"
	if sign == "☑" {
		checked = "1"
	}
	fmt.Fprintf(&w.out, `<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="%s"/><w14:checkedState w14:val="2611" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>%s</w:t></w:r></w:sdtContent></w:sdt>`, checked, sign)
	w.text(" ", "")
}

func (w *writer) paragraph(in setting, runs []prose.Node) {
	w.open(in)
	w.runs(runs)
	w.out.WriteString(`</w:p>`)
}

func (w *writer) runs(all []prose.Node) {
	for _, n := range all {
		switch n.Type {
		case prose.Text:
			if link, ok := n.Mark(prose.Link); ok {
				w.link(link.Attrs.String("href"), func() { w.text(n.Text, properties(n, `<w:rStyle w:val="`+styleLink+`"/>`)) })
				continue
			}
			w.text(n.Text, properties(n, ""))
		case prose.HardBreak:
			w.out.WriteString(`<w:r><w:br/></w:r>`)
		}
	}
}

// properties are the marks of a run, in the order that the schema of Word wants.
func properties(n prose.Node, style string) string {
	has := func(kind string) bool { _, ok := n.Mark(kind); return ok }
	out := style
	if has(prose.Code) && style == "" {
		out += `<w:rStyle w:val="` + styleCodeInline + `"/>`
	} else if has(prose.Code) {
		out += `<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>`
	}
	for _, m := range []struct{ mark, element string }{
		{prose.Bold, `<w:b/>`}, {prose.Italic, `<w:i/>`}, {prose.Strike, `<w:strike/>`}, {prose.Highlight, `<w:highlight w:val="yellow"/>`}, {prose.Underline, `<w:u w:val="single"/>`},
	} {
		if has(m.mark) {
			out += m.element
		}
	}
	return out
}

// text writes a run of text; tabs are elements of their own.
func (w *writer) text(s, properties string) {
	w.out.WriteString(`<w:r>`)
	if properties != "" {
		w.out.WriteString(`<w:rPr>` + properties + `</w:rPr>`)
	}
	for i, piece := range strings.Split(s, "\t") {
		if i > 0 {
			w.out.WriteString(`<w:tab/>`)
		}
		if piece != "" {
			w.out.WriteString(`<w:t xml:space="preserve">` + office.Escape(piece) + `</w:t>`)
		}
	}
	w.out.WriteString(`</w:r>`)
}

func (w *writer) link(to string, inside func()) {
	at := slices.Index(w.links, to)
	if at < 0 {
		at = len(w.links)
		w.links = append(w.links, to)
	}
	if anchor, ok := strings.CutPrefix(to, "#"); ok {
		fmt.Fprintf(&w.out, `<w:hyperlink w:anchor="%s">`, office.Escape(anchor))
	} else {
		fmt.Fprintf(&w.out, `<w:hyperlink r:id="rIdLink%d">`, at)
	}
	inside()
	w.out.WriteString(`</w:hyperlink>`)
}
