package extract

import (
	"strconv"
	"strings"
)

// maxStrings bounds the texts that the cells of a workbook share, in bytes.
const maxStrings = 64 << 20

// readXLSX reads a workbook (ISO/IEC 29500-1, §18): each sheet under its name,
// rows as lines.
func readXLSX(a *Archive, out *sheet) (Result, error) {
	main := a.MainPart("xl/workbook.xml")
	res := Result{Title: a.CoreTitle(), Macros: a.hasMacros()}
	rels, err := a.Relations(main)
	if err != nil {
		return res, err
	}
	b := &workbook{out: out}
	type tab struct{ name, part string }
	var tabs []tab
	if err := a.walk(main, handler{start: func(name string, at attributes) {
		switch name {
		case "sheet":
			if len(tabs) < MaxPages {
				tabs = append(tabs, tab{at.get("name"), rels.ByID[at.relation()]})
			}
		case "workbookPr":
			b.since1904 = at.get("date1904") == "1" || at.get("date1904") == "true"
		}
	}}); err != nil {
		return res, err
	}
	for _, part := range rels.ByType["sharedStrings"] {
		if a.Has(part) {
			if err := b.readStrings(a, part); err != nil {
				return res, err
			}
		}
	}
	for _, part := range rels.ByType["styles"] {
		if a.Has(part) {
			if err := b.readStyles(a, part); err != nil {
				return res, err
			}
		}
	}
	res.Pages = len(tabs)
	for i, t := range tabs {
		if i > 0 {
			out.page()
		}
		out.word(t.name)
		out.row()
		if out.cut || !a.Has(t.part) {
			continue
		}
		if err := b.readSheet(a, t.part); err != nil {
			return res, err
		}
	}
	return res, nil
}

// workbook is what the cells of a workbook refer to.
type workbook struct {
	out       *sheet
	shared    []string
	size      int
	dates     []dateForm // of each style of cells
	since1904 bool
}

func (b *workbook) readStrings(a *Archive, part string) error {
	var text strings.Builder
	inside, phonetic, over := false, 0, false
	err := a.walk(part, handler{
		start: func(name string, _ attributes) {
			switch name {
			case "rPh":
				phonetic++
			case "t":
				inside = phonetic == 0
			}
		},
		end: func(name string) {
			switch name {
			case "rPh":
				phonetic--
			case "t":
				inside = false
			case "si":
				b.shared = append(b.shared, text.String())
				b.size += text.Len() + 16
				over = b.size > maxStrings
				text.Reset()
			}
		},
		text: func(t string) {
			if inside {
				text.WriteString(t)
			}
		},
		done: func() bool { return over || text.Len() > maxStrings },
	})
	if err == nil && (over || text.Len() > maxStrings) {
		return Refuse(TooLarge, "more than %d bytes of shared texts", maxStrings)
	}
	return err
}

func (b *workbook) readStyles(a *Archive, part string) error {
	forms := map[int]dateForm{}
	cells := false
	return a.walk(part, handler{
		start: func(name string, at attributes) {
			switch name {
			case "numFmt":
				n, _ := strconv.Atoi(at.get("numFmtId"))
				forms[n] = dateFormOf(at.get("formatCode"))
			case "cellXfs":
				cells = true
			case "xf":
				if cells {
					n, _ := strconv.Atoi(at.get("numFmtId"))
					form, own := forms[n]
					if !own {
						form = builtinForm(n)
					}
					b.dates = append(b.dates, form)
				}
			}
		},
		end: func(name string) { cells = cells && name != "cellXfs" },
	})
}

func (b *workbook) readSheet(a *Archive, part string) error {
	var value strings.Builder
	var kind string
	var style, at, column int
	inside := false
	return a.walk(part, handler{
		start: func(name string, attrs attributes) {
			switch name {
			case "row":
				column = 0
			case "c":
				kind = attrs.get("t")
				style, _ = strconv.Atoi(attrs.get("s"))
				value.Reset()
				at = columnOf(attrs.get("r"), column)
			case "v", "t":
				inside = true
			case "rPh", "f":
				inside = false
			}
		},
		end: func(name string) {
			switch name {
			case "v", "t":
				inside = false
			case "c":
				if text := b.shown(kind, value.String(), style); text != "" {
					for ; column < at; column++ {
						b.out.cell()
					}
					b.out.run(text)
				}
			case "row":
				b.out.row()
			}
		},
		text: func(t string) {
			if inside && value.Len() < MaxText {
				value.WriteString(t)
			}
		},
		done: func() bool { return b.out.cut },
	})
}

// shown is the text of a cell.
func (b *workbook) shown(kind, value string, style int) string {
	switch kind {
	case "s":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(b.shared) {
			return b.shared[n]
		}
		return ""
	case "inlineStr", "str":
		return value
	case "b", "e":
		return value
	}
	form := plainNumber
	if style >= 0 && style < len(b.dates) {
		form = b.dates[style]
	}
	return numberShown(value, form, b.since1904)
}

// columnOf is the column of a cell by its name, as C7; without one, the next.
func columnOf(name string, next int) int {
	n := 0
	for _, r := range name {
		if r < 'A' || r > 'Z' {
			break
		}
		if n = n*26 + int(r-'A') + 1; n > 20_000 {
			return next
		}
	}
	if n == 0 {
		return next
	}
	return max(n-1, next)
}
