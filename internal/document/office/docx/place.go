package docx

import (
	"fmt"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// textWidth is the width of the text of a page, in English metric units.
const textWidth = 5_760_720

// image writes a picture within a line.
func (w *writer) image(n prose.Node, box bool) {
	file := n.Attrs.String("file")
	p := w.paper.PictureOf(n)
	at, known := w.known[file]
	if !known {
		at = len(w.media)
		w.known[file] = at
		w.media = append(w.media, medium{fmt.Sprintf("media/picture%d%s", at+1, p.Ext()), p.Data})
	}
	wide := int(office.Share(n, p, office.PageWidth) * textWidth)
	if box {
		wide = min(wide, textWidth/2)
	}
	high := wide * max(p.Height, 1) / max(p.Width, 1)
	if most := 8_200_000; high > most { // what a page holds
		wide, high = wide*most/high, most
	}
	w.ids++
	fmt.Fprintf(&w.out, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%[1]d" cy="%[2]d"/><wp:docPr id="%[3]d" name="Image %[3]d" descr="%[4]s"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%[3]d" name="Image %[3]d"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rIdPicture%[5]d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[1]d" cy="%[2]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		wide, high, w.ids, office.Escape(n.Attrs.String("alt")), at)
}

// boxed writes blocks in a frame: a table of one cell, whose style says what it
// is.
func (w *writer) boxed(style string, all []prose.Node, name string) {
	fmt.Fprintf(&w.out, `<w:tbl><w:tblPr><w:tblStyle w:val="%s"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid><w:gridCol w:w="9070"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="5000" w:type="pct"/></w:tcPr>`, style)
	if name != "" {
		w.paragraph(setting{style: styleCallName}, []prose.Node{{Type: prose.Text, Text: name}})
	}
	w.cellBlocks(all, "")
	w.out.WriteString(`</w:tc></w:tr></w:tbl>`)
	w.after()
}

// after stands behind a table: two tables beside each other would be one, and a
// cell may not end with a table. It is thin, and is left out on the way back.
func (w *writer) after() {
	w.out.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr></w:p>`)
}

func (w *writer) cellBlocks(all []prose.Node, style string) {
	w.blocks(prose.Some(all), setting{style: style, box: true})
}

// span is a cell that reaches down into the rows below.
type span struct {
	columns, rows int // rows that are still below
}

// table writes a table; the rows at its top that are nothing but heads come
// again on each page.
func (w *writer) table(n prose.Node) {
	columns := prose.Columns(n)
	w.out.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="` + styleTable + `"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	w.out.WriteString(strings.Repeat(fmt.Sprintf(`<w:gridCol w:w="%d"/>`, 9070/max(columns, 1)), columns))
	w.out.WriteString(`</w:tblGrid>`)
	heads := true
	below := map[int]span{}
	for _, row := range n.Content {
		for _, c := range row.Content {
			heads = heads && c.Type == prose.TableHeader
		}
		w.out.WriteString(`<w:tr>`)
		if heads {
			w.out.WriteString(`<w:trPr><w:tblHeader/></w:trPr>`)
		}
		w.row(row, columns, below)
		w.out.WriteString(`</w:tr>`)
	}
	w.out.WriteString(`</w:tbl>`)
	w.after()
}

// row writes the cells of a row and the lower parts of those above.
func (w *writer) row(row prose.Node, columns int, below map[int]span) {
	cells := row.Content
	for column := 0; column < columns; {
		if s := below[column]; s.rows > 0 {
			below[column] = span{s.columns, s.rows - 1}
			w.cell(s.columns, `<w:vMerge/>`, nil, "")
			column += s.columns
			continue
		}
		if len(cells) == 0 {
			w.cell(1, "", nil, "")
			column++
			continue
		}
		c := cells[0]
		cells = cells[1:]
		wide := min(c.Attrs.Int("colspan", 1), columns-column)
		merge := ""
		if rows := c.Attrs.Int("rowspan", 1); rows > 1 {
			merge = `<w:vMerge w:val="restart"/>`
			below[column] = span{wide, rows - 1}
		}
		style := ""
		if c.Type == prose.TableHeader {
			style = styleCellHead
		}
		w.cell(wide, merge, c.Content, style)
		column += wide
	}
}

func (w *writer) cell(columns int, merge string, all []prose.Node, style string) {
	w.out.WriteString(`<w:tc><w:tcPr>`)
	if columns > 1 {
		fmt.Fprintf(&w.out, `<w:gridSpan w:val="%d"/>`, columns)
	}
	w.out.WriteString(merge + `</w:tcPr>`)
	w.cellBlocks(all, style)
	w.out.WriteString(`</w:tc>`)
}

// numbering says how lists count: one for each list.
func (w *writer) numbering() string {
	var b strings.Builder
	b.WriteString(head + `<w:numbering ` + spaceMain + `>`)
	signs := []string{"•", "◦", "▪"}
	formats := []string{"decimal", "lowerLetter", "lowerRoman"}
	for kind := range 3 {
		fmt.Fprintf(&b, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="multilevel"/>`, kind)
		for level := range 9 {
			format, text := "bullet", signs[level%3]
			switch kind {
			case 1:
				format, text = formats[level%3], fmt.Sprintf("%%%d.", level+1)
			case 2:
				format, text = "none", ""
			}
			fmt.Fprintf(&b, `<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="425"/></w:pPr></w:lvl>`, level, format, text, indent(level+1))
		}
		b.WriteString(`</w:abstractNum>`)
	}
	for i, l := range w.lists {
		abstract := map[prose.Type]int{prose.BulletList: 0, prose.OrderedList: 1, prose.TaskList: 2}[l.kind]
		fmt.Fprintf(&b, `<w:num w:numId="%d"><w:abstractNumId w:val="%d"/><w:lvlOverride w:ilvl="%d"><w:startOverride w:val="%d"/></w:lvlOverride></w:num>`, i+1, abstract, l.level, l.start)
	}
	return b.String() + `</w:numbering>`
}

// relations are what the body names by their ids.
func (w *writer) relations() string {
	var b strings.Builder
	b.WriteString(head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for _, r := range []struct{ id, kind, to string }{
		{"rIdStyles", "styles", "styles.xml"}, {"rIdSettings", "settings", "settings.xml"}, {"rIdNumbers", "numbering", "numbering.xml"},
		{"rIdHead", "header", "header1.xml"}, {"rIdFoot", "footer", "footer1.xml"},
	} {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s" Target="%s"/>`, r.id, relation+r.kind, r.to)
	}
	for i, to := range w.links {
		if !strings.HasPrefix(to, "#") {
			fmt.Fprintf(&b, `<Relationship Id="rIdLink%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i, relation, office.Escape(to))
		}
	}
	for i, m := range w.media {
		fmt.Fprintf(&b, `<Relationship Id="rIdPicture%d" Type="%simage" Target="%s"/>`, i, relation, m.name)
	}
	return b.String() + `</Relationships>`
}
