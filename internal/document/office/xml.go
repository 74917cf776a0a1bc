package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"parvis/internal/extract"
)

// XML reads elements one in another from a part of a file, keeping nothing of
// them. Entities that the file declares itself are unknown to it, so they
// neither swell nor fetch.
type XML struct {
	d     *xml.Decoder
	depth int
	left  *int // elements that may still come
}

// Element is the beginning of an element; names are local ones.
type Element struct {
	Name string
	at   []xml.Attr
}

// Get is the attribute of a name, "" for none.
func (e Element) Get(name string) string {
	for _, a := range e.at {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// Has tells whether it bears an attribute.
func (e Element) Has(name string) bool {
	for _, a := range e.at {
		if a.Name.Local == name {
			return true
		}
	}
	return false
}

// Relation is the attribute of a name that names a relation, beside which an
// ordinary one of that name may stand.
func (e Element) Relation(name string) string {
	for _, a := range e.at {
		if a.Name.Local == name && strings.Contains(a.Name.Space, "relationships") {
			return a.Value
		}
	}
	return ""
}

const maxDepth = 400 // elements in each other

// ReadXML reads a part: on is told of its root element.
func ReadXML(a *extract.Archive, part string, on func(x *XML, e Element) error) error {
	body, err := a.Open(part)
	if err != nil {
		return err
	}
	defer body.Close()
	left := maxElements
	x := &XML{d: xml.NewDecoder(body), left: &left}
	x.d.CharsetReader = charset.NewReaderLabel
	err = x.Each(func(e Element) error { return on(x, e) }, nil)
	if err != nil && extract.ReasonOf(err) == "" {
		return extract.Refuse(extract.Damaged, "%s: %v", part, err)
	}
	return err
}

// Each reads what stands in the present element, up to its end: on is told of
// each element in it, and reads what stands in that one, or leaves it; text, if
// any, of what is said between them.
func (x *XML) Each(on func(e Element) error, text func(s string)) error {
	inside := x.depth
	for {
		token, err := x.d.Token()
		if errors.Is(err, io.EOF) && inside == 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := x.enter(); err != nil {
				return err
			}
			if err := on(Element{t.Name.Local, t.Attr}); err != nil {
				return err
			}
			if err := x.leave(inside); err != nil {
				return err
			}
		case xml.EndElement:
			x.depth--
			return nil
		case xml.CharData:
			if text != nil {
				text(string(t))
			}
		}
	}
}

func (x *XML) enter() error {
	x.depth++
	*x.left--
	if x.depth > maxDepth || *x.left < 0 {
		return extract.Refuse(extract.TooLarge, "too many elements")
	}
	return nil
}

// leave skips what was left of the element that was entered from a depth.
func (x *XML) leave(inside int) error {
	for x.depth > inside {
		token, err := x.d.Token()
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			if err := x.enter(); err != nil {
				return err
			}
		case xml.EndElement:
			x.depth--
		}
	}
	return nil
}

// Text is all that is said in the present element.
func (x *XML) Text() (string, error) {
	var out strings.Builder
	var each func(Element) error
	say := func(s string) { out.WriteString(s) }
	each = func(Element) error { return x.Each(each, say) }
	err := x.Each(each, say)
	return out.String(), err
}

// Escape writes a text for XML and HTML. What XML cannot hold is left out.
func Escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)))
	return b.String()
}
