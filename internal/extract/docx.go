package extract

import (
	"path"
	"slices"
	"strings"
)

// readDOCX reads a document of Word (ISO/IEC 29500-1, §17): headers, body, notes,
// comments, footers. What was struck out under change tracking is left out.
func readDOCX(a *Archive, out *sheet) (Result, error) {
	main := a.MainPart("word/document.xml")
	res := Result{Title: a.CoreTitle(), Macros: a.hasMacros(), Pages: a.statedPages()}
	folder := path.Dir(main)
	var heads, feet, notes []string
	for _, name := range a.names {
		if path.Dir(name) != folder || path.Ext(name) != ".xml" {
			continue
		}
		switch base := path.Base(name); {
		case strings.HasPrefix(base, "header"):
			heads = append(heads, name)
		case strings.HasPrefix(base, "footer"):
			feet = append(feet, name)
		case base == "footnotes.xml", base == "endnotes.xml", base == "comments.xml":
			notes = append(notes, name)
		}
	}
	slices.Sort(heads)
	slices.Sort(feet)
	for _, name := range slices.Concat(heads, []string{main}, notes, feet) {
		w := &wordML{out: out}
		if err := a.walk(name, w.handler()); err != nil {
			return res, err
		}
		out.row()
	}
	return res, nil
}

// wordML turns WordprocessingML and DrawingML into lines.
type wordML struct {
	out    *sheet
	skip   int // inside what is not read, by depth
	text   int // inside an element that holds text
	cells  int // inside cells of tables
	tables int
}

func (w *wordML) handler() handler {
	return handler{start: w.start, end: w.end, text: w.said, done: func() bool { return w.out.cut }}
}

// leftOut are elements whose text is not the document's: what was deleted or
// moved away, instructions of fields, the second form of what stands before.
func leftOut(name string) bool {
	switch name {
	case "delText", "delInstrText", "instrText", "moveFrom", "Fallback", "annotationRef", "binData", "fld", "del":
		return true
	}
	return false
}

func (w *wordML) start(name string, at attributes) {
	if w.skip > 0 || leftOut(name) && name != "fld" {
		w.skip++
		return
	}
	switch name {
	case "t":
		w.text++
	case "tab":
		if at.get("val") == "" && at.get("pos") == "" { // else it is where tabs stop
			w.out.gap()
		}
	case "br", "cr":
		w.out.paragraph(w.cells > 0)
	case "noBreakHyphen":
		w.out.word("-")
	case "tbl":
		w.tables++
		w.out.paragraph(w.cells > 0)
	case "tc":
		w.cells++
	case "txbxContent":
		w.out.paragraph(w.cells > 0)
	}
}

func (w *wordML) end(name string) {
	if w.skip > 0 {
		w.skip--
		return
	}
	switch name {
	case "t":
		w.text--
	case "p", "txbxContent":
		w.out.paragraph(w.cells > 0)
	case "tc":
		w.cells--
		if w.cells == 0 {
			w.out.cell()
		} else {
			w.out.gap()
		}
	case "tr":
		if w.cells == 0 {
			w.out.row()
		} else {
			w.out.paragraph(true)
		}
	case "tbl":
		w.tables--
	}
}

func (w *wordML) said(text string) {
	if w.skip == 0 && w.text > 0 {
		w.out.run(text)
	}
}
