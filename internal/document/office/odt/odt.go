// Package odt writes documents for LibreOffice and reads those that it and
// others made (ISO/IEC 26300, OpenDocument 1.3). It serves U1 and U3.
//
// What a file of OpenDocument cannot hold: the language of a block of code,
// tables and frames within an item of a list, empty lines. Each comes back as
// near as it can be.
//
// What would surprise: callouts, and quotes that hold more than text, are
// sections, whose names tell what they are when they come back.
package odt

import (
	"archive/zip"
	_ "embed"
	"fmt"
	"io"
	"strings"
	"time"

	"parvis/internal/document/office"
)

// The styles of what is written, by name.
const (
	styleText     = "Text_20_body"
	styleTitle    = "Title"
	styleMasthead = "Parvis_20_Masthead"
	styleHeading  = "Heading_20_" // and its level
	styleItem     = "List_20_Contents"
	styleQuote    = "Quotations"
	styleCode     = "Preformatted_20_Text"
	styleRule     = "Horizontal_20_Line"
	styleCell     = "Table_20_Contents"
	styleCellHead = "Table_20_Heading"
	styleCallName = "Parvis_20_Callout_20_Name"
	styleCodeText = "Source_20_Text"
	styleLink     = "Internet_20_link"
)

// The beginnings of the names of sections.
const (
	sectionCallout = "parvis-callout-" // then its kind and a number
	sectionQuote   = "parvis-quote-"   // then a number
)

//go:embed styles.xml
var styles string

const (
	media = "application/vnd.oasis.opendocument.text"
	head  = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	space = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"`
)

// Write writes a document as a file of OpenDocument.
func Write(out io.Writer, p office.Paper) error {
	p.Doc = p.Settled()
	w := &writer{paper: p, pictures: map[string]string{}, set: map[string]string{}}
	content := w.content()
	z := zip.NewWriter(out)
	// The type stands first and as it is, so that it is read without unpacking.
	if err := put(z, "mimetype", []byte(media), p.At, zip.Store); err != nil {
		return err
	}
	manifest := head + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="` + media + `"/>`
	for _, name := range []string{"content.xml", "styles.xml", "meta.xml"} {
		manifest += `<manifest:file-entry manifest:full-path="` + name + `" manifest:media-type="text/xml"/>`
	}
	for _, k := range w.kept {
		manifest += `<manifest:file-entry manifest:full-path="` + k.name + `" manifest:media-type="` + k.Media + `"/>`
		if err := put(z, k.name, k.Data, p.At, zip.Store); err != nil {
			return err
		}
	}
	for _, part := range []struct{ name, text string }{
		{"content.xml", content}, {"styles.xml", w.styles()}, {"meta.xml", meta(p)}, {"META-INF/manifest.xml", manifest + `</manifest:manifest>`},
	} {
		if err := put(z, part.name, []byte(part.text), p.At, zip.Deflate); err != nil {
			return err
		}
	}
	return z.Close()
}

func put(z *zip.Writer, name string, data []byte, at time.Time, method uint16) error {
	part, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: at.UTC()})
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil {
		return fmt.Errorf("odt: %s: %w", name, err)
	}
	return nil
}

func meta(p office.Paper) string {
	at := p.At.UTC().Format("2006-01-02T15:04:05")
	return head + `<office:document-meta ` + space + ` office:version="1.3"><office:meta><meta:generator>Parvis</meta:generator><dc:title>` + office.Escape(p.Title) + `</dc:title><dc:language>` + p.Lang +
		`</dc:language><meta:initial-creator>` + office.Escape(p.Head.Site) + `</meta:initial-creator><meta:creation-date>` + at + `</meta:creation-date><dc:date>` + at + `</dc:date></office:meta></office:document-meta>`
}

// styles are those of every document, with the head and the foot of this one.
func (w *writer) styles() string {
	p := w.paper
	before, after, _ := strings.Cut(p.Words.Page, "{page}")
	between, end, _ := strings.Cut(after, "{pages}")
	country := map[string]string{"en": "GB"}[p.Lang]
	if country == "" {
		country = "FR"
	}
	return strings.NewReplacer(
		"{lang}", p.Lang, "{country}", country,
		"{header}", `<text:p text:style-name="Header">`+spaced(p.Head.Site)+`<text:tab/>`+spaced(p.Head.Place)+`</text:p>`,
		"{footer}", `<text:p text:style-name="Footer">`+spaced(p.Title)+`<text:tab/>`+spaced(before)+`<text:page-number text:select-page="current">1</text:page-number>`+spaced(between)+`<text:page-count>1</text:page-count>`+spaced(end)+`</text:p>`,
	).Replace(styles)
}

// spaced writes a text in which spaces count.
func spaced(s string) string {
	var b strings.Builder
	spaces := 0
	begun := false
	flush := func() {
		if spaces == 1 && begun {
			b.WriteByte(' ')
		} else if spaces > 0 {
			fmt.Fprintf(&b, `<text:s text:c="%d"/>`, spaces)
		}
		spaces = 0
	}
	for _, r := range s {
		if r == ' ' {
			spaces++
			continue
		}
		flush()
		begun = true
		switch r {
		case '\t':
			b.WriteString(`<text:tab/>`)
		case '\n':
			b.WriteString(`<text:line-break/>`)
		default:
			b.WriteString(office.Escape(string(r)))
		}
	}
	flush()
	return b.String()
}
