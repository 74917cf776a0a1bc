package extract

import "strconv"

// readODF reads a document of OpenDocument 1.3: headers and footers, then the
// content, its notes and remarks at their place.
func readODF(format Format) func(a *Archive, out *sheet) (Result, error) {
	return func(a *Archive, out *sheet) (Result, error) {
		var res Result
		if a.EncryptedODF() {
			return res, Refuse(Encrypted, "its manifest says so")
		}
		res.Macros = a.hasMacros()
		if a.Has("meta.xml") {
			res.Title = a.ElementText("meta.xml", "title")
			res.Pages = a.odfPages()
		}
		o := &openDocument{out: out, format: format}
		if format == ODT && a.Has("styles.xml") {
			if err := a.walk("styles.xml", o.margins().handler()); err != nil {
				return res, err
			}
			out.row()
		}
		if err := a.walk("content.xml", o.handler()); err != nil {
			return res, err
		}
		if format != ODT {
			res.Pages = o.pages
		}
		return res, nil
	}
}

// EncryptedODF tells whether a document of OpenDocument wants a password.
func (a *Archive) EncryptedODF() bool {
	const name = "META-INF/manifest.xml"
	found := false
	if !a.Has(name) {
		return false
	}
	err := a.walk(name, handler{
		start: func(name string, _ attributes) { found = found || name == "encryption-data" },
		done:  func() bool { return found },
	})
	return err == nil && found
}

func (a *Archive) odfPages() int {
	pages := 0
	err := a.walk("meta.xml", handler{start: func(name string, at attributes) {
		if name == "document-statistic" {
			pages, _ = strconv.Atoi(at.get("page-count"))
		}
	}})
	if err != nil || pages < 0 || pages > MaxPages {
		return 0
	}
	return pages
}

// openDocument turns the elements of OpenDocument into lines.
type openDocument struct {
	out    *sheet
	format Format
	only   func(name string) bool // what is read, when not everything
	inside int                    // in what is read, then
	skip   int                    // in what is not read, by depth
	texts  int                    // in paragraphs and headings
	cells  int
	repeat int // cells that the present one stands for
	pages  int
}

// margins reads the headers and footers that styles hold.
func (o *openDocument) margins() *openDocument {
	return &openDocument{out: o.out, format: o.format, only: func(name string) bool { return name == "header" || name == "footer" }}
}

func (o *openDocument) handler() handler {
	return handler{start: o.start, end: o.end, text: o.said, done: func() bool { return o.out.cut }}
}

func (o *openDocument) start(name string, at attributes) {
	if o.skip > 0 {
		o.skip++
		return
	}
	if o.only != nil {
		if o.only(name) {
			o.inside++
		}
		if o.inside == 0 {
			return
		}
	}
	switch name {
	case "deletion", "tracked-changes", "note-citation", "creator", "date", "page-number", "page-count", "script", "scripts",
		"shapes", "forms", "binary-data", "creator-initials", "date-string", "desc":
		o.skip++
	case "p", "h":
		o.texts++
	case "s":
		o.out.gap()
	case "tab":
		o.out.gap()
	case "line-break":
		o.out.paragraph(o.cells > 0)
	case "note", "annotation":
		o.out.gap()
	case "table-cell", "covered-table-cell":
		o.cells++
		if o.cells == 1 {
			o.repeat = repeated(at)
		}
	case "table":
		if o.format == ODS && o.cells == 0 {
			o.next()
			o.out.word(at.get("name"))
			o.out.row()
		}
	case "page":
		if o.format == ODP {
			o.next()
		}
	}
}

// repeated is how many cells an element stands for. Long runs of empty ones
// fill a sheet to its border.
func repeated(at attributes) int {
	n, err := strconv.Atoi(at.get("number-columns-repeated"))
	if err != nil || n < 1 {
		return 1
	}
	return min(n, maxTabs)
}

// next begins a sheet or a slide.
func (o *openDocument) next() {
	if o.pages++; o.pages > 1 && o.pages <= MaxPages {
		o.out.page()
	}
}

func (o *openDocument) end(name string) {
	if o.skip > 0 {
		o.skip--
		return
	}
	if o.only != nil {
		if o.inside == 0 {
			return
		}
		if o.only(name) {
			o.inside--
			o.out.row()
		}
	}
	switch name {
	case "p", "h":
		o.texts--
		o.out.paragraph(o.cells > 0)
	case "note", "annotation":
		o.out.gap()
	case "table-cell", "covered-table-cell":
		o.cells--
		if o.cells == 0 {
			for range o.repeat {
				o.out.cell()
			}
		} else {
			o.out.gap()
		}
	case "table-row":
		if o.cells == 0 {
			o.out.row()
		}
	}
}

func (o *openDocument) said(text string) {
	if o.skip > 0 || o.texts == 0 || o.only != nil && o.inside == 0 {
		return
	}
	o.out.run(text)
}
