package pdf

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parvis/internal/document/office"
)

// about is what the file says of itself, in XMP.
func (d *setter) about(lang string) string {
	at := d.paper.At.UTC().Format(time.RFC3339)
	return `<?xpacket begin="` + "\uFEFF" + `" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` +
		`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + office.Escape(d.paper.Title) + `</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>` + office.Escape(d.paper.Head.Site) + `</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>` + lang + `</rdf:li></rdf:Bag></dc:language>` +
		`<xmp:CreateDate>` + at + `</xmp:CreateDate><xmp:ModifyDate>` + at + `</xmp:ModifyDate><xmp:CreatorTool>Parvis</xmp:CreatorTool><pdf:Producer>Parvis</pdf:Producer></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

// outline writes the headings as bookmarks, one in another by their levels.
func (d *setter) outline() string {
	if len(d.heads) < 2 {
		return ""
	}
	root := d.file.announce()
	numbers := make([]int, len(d.heads))
	for i := range d.heads {
		numbers[i] = d.file.announce()
	}
	above := make([]int, len(d.heads)) // index of the one that each stands in, -1 for none
	kids := map[int][]int{}
	for i, h := range d.heads {
		above[i] = -1
		for j := i - 1; j >= 0; j-- {
			if d.heads[j].level < h.level {
				above[i] = j
				break
			}
		}
		kids[above[i]] = append(kids[above[i]], i)
	}
	family := func(of int) string {
		list := kids[of]
		if len(list) == 0 {
			return ""
		}
		return fmt.Sprintf(" /First %d 0 R /Last %d 0 R /Count %d", numbers[list[0]], numbers[list[len(list)-1]], len(list))
	}
	for i, h := range d.heads {
		in, beside := root, kids[above[i]]
		if above[i] >= 0 {
			in = numbers[above[i]]
		}
		at := slices.Index(beside, i)
		around := ""
		if at > 0 {
			around += fmt.Sprintf(" /Prev %d 0 R", numbers[beside[at-1]])
		}
		if at < len(beside)-1 {
			around += fmt.Sprintf(" /Next %d 0 R", numbers[beside[at+1]])
		}
		d.file.object(numbers[i], fmt.Sprintf("<</Title %s /Parent %d 0 R /Dest [%d 0 R /XYZ null %.2f null]%s%s>>", said(h.title), in, h.page.number, pageHeight-h.y+8, around, strings.Replace(family(i), "/Count ", "/Count -", 1)))
	}
	d.file.object(root, "<</Type /Outlines"+strings.Replace(family(-1), "/Count -", "/Count ", 1)+">>")
	return fmt.Sprintf(" /Outlines %d 0 R /PageMode /UseOutlines", root)
}

// fonts names the fonts of the pages; their objects come with writeFonts, once
// it is known which glyphs are used.
func (d *setter) fonts() string {
	var b strings.Builder
	for i := range d.faces {
		d.fontAt[i] = d.file.announce()
		fmt.Fprintf(&b, "/F%d %d 0 R ", i, d.fontAt[i])
	}
	return b.String()
}

func (d *setter) writeFonts() {
	for i, f := range d.faces {
		glyphs := map[uint16]bool{}
		sorted := make([]uint16, 0, len(d.used[i]))
		for g := range d.used[i] {
			glyphs[g] = true
			sorted = append(sorted, g)
		}
		slices.Sort(sorted)
		var widths, texts strings.Builder
		for at, g := range sorted {
			fmt.Fprintf(&widths, "%d [%.0f] ", g, f.width(g))
			if at%100 == 0 {
				if at > 0 {
					texts.WriteString("endbfchar\n")
				}
				fmt.Fprintf(&texts, "%d beginbfchar\n", min(100, len(sorted)-at))
			}
			fmt.Fprintf(&texts, "<%04X> %s\n", g, strings.Replace(said(string(d.used[i][g])), "FEFF", "", 1))
		}
		if len(sorted) > 0 {
			texts.WriteString("endbfchar\n")
		}
		name := fmt.Sprintf("PARV%c%c+%s", 'A'+i, 'A'+len(sorted)%26, f.name)
		data := f.cut(glyphs)
		program := d.file.stream(fmt.Sprintf(" /Length1 %d", len(data)), data, false)
		flags, angle, pitch := 32, 0, 0
		if i == italic || i == boldItalic {
			flags, angle = flags+64, -12
		}
		if i == mono {
			pitch = 1
		}
		descriptor := d.file.add(fmt.Sprintf("<</Type /FontDescriptor /FontName /%s /Flags %d /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight 716 /StemV 80 /FontFile2 %d 0 R>>",
			name, flags+pitch, f.box[0], f.box[1], f.box[2], f.box[3], angle, f.ascent, f.descent, program))
		cid := d.file.add(fmt.Sprintf("<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /DW %.0f /W [%s] /CIDToGIDMap /Identity>>", name, descriptor, f.width(0), widths.String()))
		unicode := d.file.stream("", []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"+texts.String()+"endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"), false)
		d.file.object(d.fontAt[i], fmt.Sprintf("<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>", name, cid, unicode))
	}
}
