package odt

import (
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// style is what a style says of a paragraph or a run.
type style struct {
	parent string
	marks  map[string]bool
	rule   bool
}

// sheet is the styles of a file, those of its content included.
type sheet struct {
	styles map[string]style
	lists  map[string]map[int]level
	mono   map[string]bool // fonts whose letters are all as wide
}

// level is how one depth of a list counts.
type level struct {
	ordered bool
	start   int
}

func newSheet() *sheet {
	return &sheet{map[string]style{}, map[string]map[int]level{}, map[string]bool{}}
}

// read takes in what a part says of styles.
func (s *sheet) read(x *office.XML, e office.Element) (known bool, err error) {
	switch e.Name {
	case "font-face-decls":
		return true, x.Each(func(f office.Element) error {
			if f.Get("font-pitch") == "fixed" || monospaced(f.Get("font-family")) || monospaced(f.Get("name")) {
				s.mono[f.Get("name")] = true
			}
			return nil
		}, nil)
	case "styles", "automatic-styles":
		return true, x.Each(func(in office.Element) error {
			switch in.Name {
			case "style":
				return s.style(x, in)
			case "list-style":
				return s.list(x, in)
			}
			return nil
		}, nil)
	}
	return false, nil
}

func monospaced(font string) bool {
	font = strings.ToLower(font)
	for _, f := range []string{"courier", "consolas", "mono", "menlo"} {
		if strings.Contains(font, f) {
			return true
		}
	}
	return false
}

func (s *sheet) style(x *office.XML, e office.Element) error {
	out := style{parent: e.Get("parent-style-name"), marks: map[string]bool{}}
	err := x.Each(func(p office.Element) error {
		switch p.Name {
		case "text-properties":
			s.marks(p, out.marks)
		case "paragraph-properties":
			out.rule = strings.Contains(p.Get("border-bottom"), "solid") && !strings.Contains(p.Get("border-top"), "solid")
		}
		return nil
	}, nil)
	s.styles[e.Get("family")+" "+e.Get("name")] = out
	return err
}

// marks reads how a style sets text.
func (s *sheet) marks(p office.Element, marks map[string]bool) {
	set := func(kind, attr string, on func(v string) bool) {
		if p.Has(attr) {
			marks[kind] = on(p.Get(attr))
		}
	}
	some := func(v string) bool { return v != "none" && v != "transparent" && v != "" }
	set(prose.Bold, "font-weight", func(v string) bool { n, _ := strconv.Atoi(v); return v == "bold" || n >= 600 })
	set(prose.Italic, "font-style", func(v string) bool { return v == "italic" || v == "oblique" })
	set(prose.Underline, "text-underline-style", some)
	set(prose.Strike, "text-line-through-style", some)
	set(prose.Highlight, "background-color", func(v string) bool { return some(v) && v != "#ffffff" })
	set(prose.Code, "font-name", func(v string) bool { return s.mono[v] })
	set("hidden", "display", func(v string) bool { return v == "none" })
}

func (s *sheet) list(x *office.XML, e office.Element) error {
	levels := map[int]level{}
	s.lists[e.Get("name")] = levels
	return x.Each(func(l office.Element) error {
		at, _ := strconv.Atoi(l.Get("level"))
		start := 1
		if n, err := strconv.Atoi(l.Get("start-value")); err == nil && n >= 0 && n < 100_000 {
			start = n
		}
		levels[at] = level{l.Name == "list-level-style-number" && l.Get("num-format") != "", start}
		return nil
	}, nil)
}

// spanMarks are what a style of runs sets, with what it takes from others.
func (s *sheet) spanMarks(name string) map[string]bool {
	out := map[string]bool{}
	for steps := 0; name != "" && steps < 20; steps++ {
		at := s.styles["text "+name]
		for kind, set := range at.marks {
			if _, said := out[kind]; !said {
				out[kind] = set
			}
		}
		if name == styleCodeText {
			out[prose.Code] = true
		}
		name = at.parent
	}
	return out
}

// named follows a style of paragraphs up to one that is known by its name.
func (s *sheet) named(name string) string {
	for steps := 0; name != "" && steps < 20; steps++ {
		switch name {
		case styleTitle, styleMasthead, styleQuote, styleCode, styleRule, styleCellHead, styleCallName:
			return name
		}
		switch { // of other programs
		case strings.HasPrefix(name, "Contents_20_"):
			return "Contents"
		case strings.HasSuffix(name, "_20_Code"), name == "Code", strings.Contains(name, "Preformatted"):
			return styleCode
		case strings.HasSuffix(name, "Quote"):
			return styleQuote
		}
		name = s.styles["paragraph "+name].parent
	}
	return ""
}

func (s *sheet) readPart(a *extract.Archive, part string, body func(x *office.XML, e office.Element) error) error {
	if !a.Has(part) {
		return nil
	}
	return office.ReadXML(a, part, func(x *office.XML, _ office.Element) error {
		return x.Each(func(e office.Element) error {
			if known, err := s.read(x, e); known || body == nil {
				return err
			}
			return body(x, e)
		}, nil)
	})
}
