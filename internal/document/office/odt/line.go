package odt

import (
	"path"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// line reads the runs of a paragraph.
type line struct {
	*reader
	runs  []prose.Node
	after []prose.Node      // blocks that stood within it: frames of text
	link  string            // where the runs lead, "" for nowhere
	set   []map[string]bool // how the spans around set them, the outermost first
}

func (l *line) inside(x *office.XML) error {
	var failed error
	err := x.Each(func(e office.Element) error { return l.element(x, e) }, func(s string) {
		// Spaces at the ends of lines of the file are one space.
		if failed == nil {
			failed = l.say(office.Flatten(s))
		}
	})
	if err == nil {
		err = failed
	}
	return err
}

// element reads one element of a paragraph.
func (l *line) element(x *office.XML, e office.Element) error {
	switch e.Name {
	case "s":
		n, err := strconv.Atoi(e.Get("c"))
		if err != nil || n < 1 {
			n = 1
		}
		return l.say(strings.Repeat(office.HardSpace, min(n, 1000)))
	case "tab":
		return l.say("\t")
	case "line-break":
		l.runs = append(l.runs, prose.Node{Type: prose.HardBreak})
	case "span":
		l.set = append(l.set, l.sheet.spanMarks(e.Get("style-name")))
		err := l.inside(x)
		l.set = l.set[:len(l.set)-1]
		return err
	case "a":
		was := l.link
		if to := e.Get("href"); prose.Address(to) {
			l.link = to
		}
		err := l.inside(x)
		l.link = was
		return err
	case "note":
		return l.note(x)
	case "annotation":
		l.Left.Comments++
	case "frame":
		return l.frame(x, e)
	case "custom-shape", "text-box", "g", "rect":
		var out blocks
		err := l.blocks(x, &out)
		l.after = append(l.after, out.list...)
		return err
	case "ruby":
		return x.Each(func(in office.Element) error {
			if in.Name == "ruby-base" {
				return l.inside(x)
			}
			return nil
		}, nil)
	case "annotation-end", "bookmark", "bookmark-start", "bookmark-end", "soft-page-break", "change", "change-start", "change-end", "script", "hidden-text":
	default:
		return l.inside(x) // fields say what they show
	}
	return nil
}

// say adds a text as the spans around set it.
func (l *line) say(s string) (err error) {
	set := map[string]bool{}
	for _, around := range l.set {
		for kind, on := range around {
			set[kind] = on
		}
	}
	if set["hidden"] {
		return nil
	}
	var marks []prose.Mark
	if l.link != "" {
		marks = append(marks, prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": l.link}})
	}
	for _, kind := range prose.Marks {
		// Links are underlined by themselves.
		if set[kind] && kind != prose.Link && (kind != prose.Underline || l.link == "") {
			marks = prose.With(marks, prose.Mark{Type: kind})
		}
	}
	l.runs, err = l.Say(l.runs, s, marks)
	return err
}

// note keeps what a note says and calls it in the text.
func (l *line) note(x *office.XML) error {
	return x.Each(func(e office.Element) error {
		if e.Name != "note-body" {
			return nil
		}
		was := l.begun
		l.begun = true
		var out blocks
		if err := l.blocks(x, &out); err != nil {
			return err
		}
		l.begun = was
		l.notes = append(l.notes, out.list)
		return l.say(office.NoteSign(len(l.notes) - 1))
	}, nil)
}

// frame reads a picture, or a frame of text.
func (l *line) frame(x *office.XML, e office.Element) error {
	const textWidth = 16.0 // centimetres
	share := 0.0
	if wide, ok := centimetres(e.Get("width")); ok {
		share = wide / textWidth
	}
	at, shown := 0, false
	err := x.Each(func(in office.Element) error {
		switch in.Name {
		case "image":
			if shown { // the same picture in another format
				return nil
			}
			if n, ok := l.picture(in.Get("href")); ok {
				shown, at = true, len(l.runs)
				if share > 0 {
					l.Sized(n, min(share, 1))
				}
				l.runs = append(l.runs, n)
			}
		case "desc", "title":
			alt, err := x.Text()
			if err != nil {
				return err
			}
			if alt = strings.Join(strings.Fields(alt), " "); shown && alt != "" && len([]rune(alt)) <= 1000 && (in.Name == "desc" || l.runs[at].Attrs.String("alt") == "") {
				l.runs[at].Attrs["alt"] = alt
			}
		case "text-box":
			return l.element(x, in)
		}
		return nil
	}, nil)
	return err
}

// picture reads a picture of the file; one that lies elsewhere is counted,
// never fetched.
func (l *line) picture(href string) (prose.Node, bool) {
	part := path.Clean(strings.TrimPrefix(href, "./"))
	if href == "" || !l.file.Has(part) {
		l.Left.Pictures++
		return prose.Node{}, false
	}
	data, err := l.file.All(part, office.MaxPicture)
	if err != nil {
		l.Left.Pictures++
		return prose.Node{}, false
	}
	return l.Image(part, data, "")
}

// centimetres reads a length.
func centimetres(s string) (float64, bool) {
	for unit, times := range map[string]float64{"cm": 1, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.ParseFloat(number, 64)
			return n * times, err == nil
		}
	}
	return 0, false
}
