// Package docx writes documents for Word and reads those that Word and others
// made (ISO/IEC 29500, WordprocessingML). It serves U1 and U3.
//
// What a file of Word cannot hold: the language of a block of code, blocks other
// than text within an item of a list, empty lines. Each comes back as near as it
// can be.
//
// What would surprise: callouts, and quotes that hold more than text, are tables
// of one cell with a style of their own; that style tells them from tables when
// they come back.
package docx

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"

	"parvis/internal/document/office"
)

// The styles of what is written, by id. Those that Word has of its own bear its
// names, so that it shows them in the language of who reads.
const (
	styleTitle      = "Title"
	styleMasthead   = "ParvisMasthead"
	styleHeading    = "Heading" // and its level
	styleList       = "ListParagraph"
	styleUnder      = "ListContinue"
	styleQuote      = "Quote"
	styleCode       = "ParvisCode"
	styleRule       = "ParvisRule"
	styleCellHead   = "ParvisTableHeading"
	styleCallName   = "ParvisCalloutName"
	styleTable      = "ParvisTable"
	styleCallout    = "ParvisCallout" // and its kind
	styleQuoteBox   = "ParvisQuoteBox"
	styleLink       = "Hyperlink"
	styleCodeInline = "ParvisCodeText"
)

//go:embed styles.xml
var styles string

const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	spaceMain = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	spaceAll  = spaceMain + ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"`
	relation  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// Write writes a document as a file of Word.
func Write(out io.Writer, p office.Paper) error {
	p.Doc = p.Settled()
	w := &writer{paper: p}
	body := w.body()
	z := zip.NewWriter(out)
	parts := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", core(p)},
		{"docProps/app.xml", head + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Parvis</Application></Properties>`},
		{"word/styles.xml", strings.ReplaceAll(styles, "{lang}", language(p.Lang))},
		{"word/settings.xml", settings},
		{"word/numbering.xml", w.numbering()},
		{"word/header1.xml", header(p)},
		{"word/footer1.xml", footer(p)},
		{"word/document.xml", body},
		{"word/_rels/document.xml.rels", w.relations()},
	}
	for _, part := range parts {
		if err := put(z, part.name, []byte(part.text), p.At); err != nil {
			return err
		}
	}
	for _, m := range w.media {
		if err := put(z, "word/"+m.name, m.data, p.At); err != nil {
			return err
		}
	}
	return z.Close()
}

func put(z *zip.Writer, name string, data []byte, at time.Time) error {
	part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()})
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil {
		return fmt.Errorf("docx: %s: %w", name, err)
	}
	return nil
}

func language(lang string) string {
	if lang == "en" {
		return "en-GB"
	}
	return "fr-FR"
}

const contentTypes = head + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Default Extension="jpg" ContentType="image/jpeg"/><Default Extension="gif" ContentType="image/gif"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/><Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`

const packageRelations = head + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relation + `officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="rId3" Type="` + relation + `extended-properties" Target="docProps/app.xml"/></Relationships>`

const settings = head + `<w:settings ` + spaceMain + `><w:defaultTabStop w:val="709"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`

func core(p office.Paper) string {
	at := p.At.UTC().Format(time.RFC3339)
	return head + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
		`<dc:title>` + office.Escape(p.Title) + `</dc:title><dc:creator>` + office.Escape(p.Head.Site) + `</dc:creator><dc:language>` + language(p.Lang) + `</dc:language>` +
		`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified></cp:coreProperties>`
}

// header is the head of each page: the site on the left, the place on the right.
func header(p office.Paper) string {
	return head + `<w:hdr ` + spaceMain + `><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + plain(p.Head.Site) + `<w:r><w:tab/></w:r>` + plain(p.Head.Place) + `</w:p></w:hdr>`
}

// footer is the foot of each page: its title and its number.
func footer(p office.Paper) string {
	before, after, _ := strings.Cut(p.Words.Page, "{page}")
	between, end, _ := strings.Cut(after, "{pages}")
	field := func(name string) string {
		return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	return head + `<w:ftr ` + spaceMain + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + plain(p.Title) + `<w:r><w:tab/></w:r>` +
		plain(before) + field("PAGE") + plain(between) + field("NUMPAGES") + plain(end) + `</w:p></w:ftr>`
}

func plain(s string) string {
	return `<w:r><w:t xml:space="preserve">` + office.Escape(s) + `</w:t></w:r>`
}
