package docx

import (
	"regexp"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// style is what the style of a paragraph or of a run says of them.
type style struct {
	name    string // in small letters
	based   string
	level   int // of a heading, 0 for none
	num     string
	depth   int
	marks   map[string]bool
	isTable bool
}

// sheet is the styles of a file and how its lists count.
type sheet struct {
	styles map[string]style
	levels map[string]map[int]level // by list
	usual  string                   // the style of paragraphs that name none
}

// level is how one depth of a list counts.
type level struct {
	ordered bool
	start   int
	again   bool   // it counts from its start, whatever stood before
	of      string // the abstract list that it comes from
}

// headings are the names that programs give to the styles of headings.
var headings = regexp.MustCompile(`^(?:heading|titre|überschrift|título|titolo|kop)\s*([1-9])$`)

func readStyles(a *extract.Archive, parts []string) (map[string]style, string, error) {
	out, usual := map[string]style{}, ""
	for _, part := range parts {
		if !a.Has(part) {
			continue
		}
		err := office.ReadXML(a, part, func(x *office.XML, _ office.Element) error {
			return x.Each(func(e office.Element) error {
				if e.Name != "style" {
					return nil
				}
				s := style{marks: map[string]bool{}, isTable: e.Get("type") == "table"}
				if e.Get("type") == "paragraph" && on(e.Get("default")) {
					usual = e.Get("styleId")
				}
				err := x.Each(func(in office.Element) error {
					switch in.Name {
					case "name":
						s.name = strings.ToLower(in.Get("val"))
					case "basedOn":
						s.based = in.Get("val")
					case "pPr":
						return x.Each(func(p office.Element) error { return s.paragraph(x, p) }, nil)
					case "rPr":
						return x.Each(func(r office.Element) error { mark(s.marks, r); return nil }, nil)
					}
					return nil
				}, nil)
				if m := headings.FindStringSubmatch(s.name); m != nil {
					s.level, _ = strconv.Atoi(m[1])
				}
				out[e.Get("styleId")] = s
				return err
			}, nil)
		})
		if err != nil {
			return nil, "", err
		}
	}
	return out, usual, nil
}

// on tells whether a property that is on or off is on.
func on(val string) bool { return val == "1" || val == "true" || val == "on" }

// paragraph reads what a style says of paragraphs.
func (s *style) paragraph(x *office.XML, p office.Element) error {
	switch p.Name {
	case "outlineLvl":
		if n, err := strconv.Atoi(p.Get("val")); err == nil && n < 9 {
			s.level = n + 1
		}
	case "numPr":
		return x.Each(func(in office.Element) error {
			switch in.Name {
			case "numId":
				s.num = in.Get("val")
			case "ilvl":
				s.depth, _ = strconv.Atoi(in.Get("val"))
			}
			return nil
		}, nil)
	}
	return nil
}

// mark notes how a property sets a run.
func mark(marks map[string]bool, r office.Element) {
	set := !r.Has("val") || !off(r.Get("val"))
	switch r.Name {
	case "b":
		marks[prose.Bold] = set
	case "i":
		marks[prose.Italic] = set
	case "strike", "dstrike":
		marks[prose.Strike] = set
	case "u":
		marks[prose.Underline] = set && r.Has("val")
	case "highlight":
		marks[prose.Highlight] = set
	case "rFonts":
		if monospaced(r.Get("ascii")) {
			marks[prose.Code] = true
		}
	case "vanish":
		marks["hidden"] = set
	}
}

func off(val string) bool { return val == "0" || val == "false" || val == "off" || val == "none" }

func monospaced(font string) bool {
	font = strings.ToLower(font)
	for _, f := range []string{"courier", "consolas", "mono", "menlo", "lucida console"} {
		if strings.Contains(font, f) {
			return true
		}
	}
	return false
}

// find is a style with what it takes from those that it is based on.
func (s sheet) find(id string) style {
	if id == "" {
		id = s.usual
	}
	out, known := s.styles[id]
	if !known { // some programs name styles that they do not describe
		out.name = strings.ToLower(id)
		if m := headings.FindStringSubmatch(out.name); m != nil {
			out.level, _ = strconv.Atoi(m[1])
		}
	}
	for up, steps := out.based, 0; up != "" && steps < 20; steps++ {
		above := s.styles[up]
		if out.level == 0 {
			out.level = above.level
		}
		if out.num == "" {
			out.num, out.depth = above.num, above.depth
		}
		up = above.based
	}
	return out
}

// marks are what a style of runs sets.
func (s sheet) marks(id string) map[string]bool {
	out := map[string]bool{}
	for steps := 0; id != "" && steps < 20; steps++ {
		for kind, set := range s.styles[id].marks {
			if _, said := out[kind]; !said {
				out[kind] = set
			}
		}
		id = s.styles[id].based
	}
	return out
}

// readNumbering reads how lists count.
func readNumbering(a *extract.Archive, parts []string) (map[string]map[int]level, error) {
	out, abstract := map[string]map[int]level{}, map[string]map[int]level{}
	for _, part := range parts {
		if !a.Has(part) {
			continue
		}
		err := office.ReadXML(a, part, func(x *office.XML, _ office.Element) error {
			return x.Each(func(e office.Element) error {
				switch e.Name {
				case "abstractNum":
					levels := map[int]level{}
					abstract[e.Get("abstractNumId")] = levels
					return x.Each(func(in office.Element) error {
						if in.Name != "lvl" {
							return nil
						}
						return readLevel(x, in, levels)
					}, nil)
				case "num":
					return readNum(x, e.Get("numId"), abstract, out)
				}
				return nil
			}, nil)
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readLevel(x *office.XML, e office.Element, into map[int]level) error {
	at, _ := strconv.Atoi(e.Get("ilvl"))
	l := level{start: 1}
	err := x.Each(func(in office.Element) error {
		switch in.Name {
		case "numFmt":
			l.ordered = in.Get("val") != "bullet" && in.Get("val") != "none"
		case "start":
			if n, err := strconv.Atoi(in.Get("val")); err == nil && n >= 0 && n < 100_000 {
				l.start = n
			}
		}
		return nil
	}, nil)
	into[at] = l
	return err
}

// readNum reads a list: what it takes from an abstract one, and what it counts
// from by itself.
func readNum(x *office.XML, id string, abstract, out map[string]map[int]level) error {
	own := map[int]level{}
	out[id] = own
	return x.Each(func(in office.Element) error {
		switch in.Name {
		case "abstractNumId":
			for at, l := range abstract[in.Get("val")] {
				l.of = in.Get("val")
				own[at] = l
			}
		case "lvlOverride":
			at, _ := strconv.Atoi(in.Get("ilvl"))
			return x.Each(func(o office.Element) error {
				switch o.Name {
				case "startOverride":
					if n, err := strconv.Atoi(o.Get("val")); err == nil && n >= 0 && n < 100_000 {
						l := own[at]
						l.start, l.again = n, true
						own[at] = l
					}
				case "lvl":
					return readLevel(x, o, own)
				}
				return nil
			}, nil)
		}
		return nil
	}, nil)
}
