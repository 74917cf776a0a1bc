package docx

import (
	"regexp"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// line reads the runs of a paragraph.
type line struct {
	*reader
	runs   []prose.Node
	after  []prose.Node // blocks that stood within it: frames of text
	link   string       // where the runs lead, "" for nowhere
	fields []field      // those that are open, the outermost first
}

// field is an instruction that Word replaces by a text.
type field struct {
	code  strings.Builder
	shown bool // what comes now is the text
}

// element reads one element of a paragraph.
func (l *line) element(x *office.XML, e office.Element) error {
	switch e.Name {
	case "r":
		return l.run(x)
	case "hyperlink":
		was := l.link
		if to := l.rels.Links[e.Relation("id")]; prose.Address(to) {
			l.link = to
		}
		err := l.inside(x)
		l.link = was
		return err
	case "ins", "moveTo":
		l.Left.Changes++
		return l.inside(x)
	case "del", "moveFrom":
		l.Left.Changes++
	case "fldSimple":
		was := l.link
		if to := target(e.Get("instr")); to != "" {
			l.link = to
		}
		err := l.inside(x)
		l.link = was
		return err
	case "smartTag", "sdt", "sdtContent", "customXml", "dir", "bdo", "oMath", "oMathPara":
		return l.inside(x)
	}
	return nil
}

func (l *line) inside(x *office.XML) error {
	return x.Each(func(e office.Element) error { return l.element(x, e) }, nil)
}

// run reads a run of text.
func (l *line) run(x *office.XML) error {
	marks := map[string]bool{}
	return x.Each(func(e office.Element) error {
		switch e.Name {
		case "rPr":
			return l.properties(x, marks)
		case "t":
			text, err := x.Text()
			if err != nil {
				return err
			}
			return l.say(text, marks)
		case "tab", "ptab":
			return l.say("\t", marks)
		case "noBreakHyphen":
			return l.say("\u2011", marks)
		case "sym":
			return l.say(symbol(e.Get("char")), marks)
		case "br", "cr":
			if kind := e.Get("type"); kind != "page" && kind != "column" && l.visible(marks) {
				l.runs = append(l.runs, prose.Node{Type: prose.HardBreak})
			}
		case "footnoteReference", "endnoteReference":
			kind := strings.TrimSuffix(e.Name, "Reference") + "s"
			key := kind + e.Get("id")
			if _, known := l.notes[key]; known {
				l.said = append(l.said, key)
				return l.say(office.NoteSign(len(l.said)-1), marks)
			}
		case "commentReference":
			l.Left.Comments++
		case "fldChar":
			l.fieldChar(e.Get("fldCharType"))
		case "instrText":
			code, err := x.Text()
			if n := len(l.fields); n > 0 && len(code) < 5000 {
				l.fields[n-1].code.WriteString(code)
			}
			return err
		case "drawing", "pict", "object", "AlternateContent":
			return l.drawing(x)
		}
		return nil
	}, nil)
}

// properties reads how a run is set.
func (l *line) properties(x *office.XML, marks map[string]bool) error {
	own := map[string]bool{}
	err := x.Each(func(e office.Element) error {
		if e.Name == "rStyle" && e.Get("val") != styleLink {
			for kind, set := range l.sheet.marks(e.Get("val")) {
				marks[kind] = set
			}
			if strings.Contains(l.sheet.styles[e.Get("val")].name, "hyperlink") {
				delete(marks, prose.Underline)
			}
			return nil
		}
		mark(own, e)
		return nil
	}, nil)
	for kind, set := range own {
		marks[kind] = set
	}
	return err
}

func (l *line) visible(marks map[string]bool) bool {
	return !marks["hidden"] && (len(l.fields) == 0 || l.fields[len(l.fields)-1].shown)
}

// say adds a text as it is set.
func (l *line) say(s string, set map[string]bool) (err error) {
	if !l.visible(set) {
		return nil
	}
	var marks []prose.Mark
	if to := l.leads(); to != "" {
		marks = append(marks, prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": to}})
	}
	for _, kind := range prose.Marks {
		// Links are underlined by themselves.
		if set[kind] && kind != prose.Link && (kind != prose.Underline || len(marks) == 0 || marks[0].Type != prose.Link) {
			marks = prose.With(marks, prose.Mark{Type: kind})
		}
	}
	l.runs, err = l.Say(l.runs, s, marks)
	return err
}

// leads is where what is said now leads.
func (l *line) leads() string {
	if l.link != "" {
		return l.link
	}
	for i := range l.fields {
		if to := target(l.fields[i].code.String()); to != "" {
			return to
		}
	}
	return ""
}

func (l *line) fieldChar(kind string) {
	n := len(l.fields)
	switch {
	case kind == "begin" && n < 20:
		l.fields = append(l.fields, field{})
	case kind == "separate" && n > 0:
		l.fields[n-1].shown = true
	case kind == "end" && n > 0:
		l.fields = l.fields[:n-1]
	}
}

var hyperlink = regexp.MustCompile(`^\s*HYPERLINK\s+"([^"]+)"`)

// target is where an instruction leads.
func target(code string) string {
	m := hyperlink.FindStringSubmatch(code)
	if m == nil || !prose.Address(m[1]) {
		return ""
	}
	return m[1]
}

// symbol is what a character of a font of signs stands for.
func symbol(char string) string {
	n, err := strconv.ParseUint(char, 16, 32)
	if err != nil {
		return ""
	}
	switch n & 0xff {
	case 0x6f, 0xa8, 0x71:
		return "☐"
	case 0xfe, 0x53, 0x54:
		return "☑"
	case 0xfd:
		return "☒"
	case 0xe0:
		return "→"
	}
	return "•"
}

// drawing reads what is drawn: pictures, and the text of frames.
func (l *line) drawing(x *office.XML) error {
	var alt string
	share := 0.0
	var walk func(e office.Element) error
	inside := func() error { return x.Each(walk, nil) }
	walk = func(e office.Element) error {
		switch e.Name {
		case "Fallback", "wgp": // the second form of what stands before
			return nil
		case "extent":
			if n, err := strconv.ParseFloat(e.Get("cx"), 64); err == nil {
				share = n / textWidth
			}
		case "docPr":
			alt = e.Get("descr")
		case "blip":
			l.picture(e.Relation("embed"), alt, share)
		case "imagedata": // of older files
			l.picture(e.Relation("id"), alt, 0)
		case "shape":
			alt = e.Get("alt")
			return inside()
		case "txbxContent":
			var out flow
			err := l.blocks(x, &out)
			l.after = append(l.after, out.done()...)
			return err
		default:
			return inside()
		}
		return nil
	}
	return inside()
}

// picture adds a picture of the file to the line; one that lies elsewhere is
// counted, never fetched.
func (l *line) picture(relation, alt string, share float64) {
	part := l.rels.ByID[relation]
	if part == "" || !l.file.Has(part) {
		l.Left.Pictures++
		return
	}
	data, err := l.file.All(part, office.MaxPicture)
	if err != nil {
		l.Left.Pictures++
		return
	}
	n, ok := l.Image(part, data, alt)
	if !ok {
		return
	}
	if share > 0 {
		l.Sized(n, min(share, 1))
	}
	l.runs = append(l.runs, n)
}
