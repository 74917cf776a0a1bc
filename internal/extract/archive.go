package extract

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html/charset"
)

// Bounds of an archive: an office document is a folder of XML files.
const (
	maxEntries  = 20_000
	maxUnpacked = 400 << 20 // bytes of all the parts that are read
	maxRatio    = 250       // times its packed size that a large part may have
	largePart   = 8 << 20   // below it the ratio does not matter
	maxDepth    = 500       // elements in each other
)

// Archive is an office file: a zip whose parts are read within bounds. Its
// errors say why by ReasonOf.
type Archive struct {
	parts map[string]*zip.File
	names []string // in the order of the file
	left  int64    // bytes that may still be unpacked
}

// OpenArchive looks into a zip. Nothing is unpacked yet.
func OpenArchive(in io.ReaderAt, size int64) (*Archive, error) {
	opened, err := zip.NewReader(in, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, Refuse(Damaged, "zip: %v", err)
	}
	if len(opened.File) > maxEntries {
		return nil, Refuse(TooLarge, "%d entries", len(opened.File))
	}
	a := &Archive{parts: make(map[string]*zip.File, len(opened.File)), left: maxUnpacked}
	for _, f := range opened.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if a.parts[name] == nil {
			a.parts[name] = f
			a.names = append(a.names, name)
		}
	}
	return a, nil
}

// Bound lowers how many bytes may be unpacked of it from now on.
func (a *Archive) Bound(most int64) { a.left = min(a.left, most) }

// Has tells whether there is a part of that name.
func (a *Archive) Has(name string) bool { return a.parts[name] != nil }

// Open gives a part; a missing one is damage.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f := a.parts[name]
	if f == nil {
		return nil, Refuse(Damaged, "no %s", name)
	}
	if f.Flags&1 != 0 {
		return nil, Refuse(Encrypted, "%s needs a password", name)
	}
	if f.UncompressedSize64 > largePart && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return nil, Refuse(TooLarge, "%s swells from %d to %d bytes", name, f.CompressedSize64, f.UncompressedSize64)
	}
	body, err := f.Open()
	if err != nil {
		return nil, Refuse(Damaged, "%s: %v", name, err)
	}
	return &bounded{body, a}, nil
}

// bounded counts what is unpacked, whatever the archive says of itself.
type bounded struct {
	io.ReadCloser
	of *Archive
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.of.left -= int64(n); b.of.left < 0 {
		return 0, Refuse(TooLarge, "it unpacks to more than may be read")
	}
	return n, err
}

// All reads a small part whole.
func (a *Archive) All(name string, max int64) ([]byte, error) {
	body, err := a.Open(name)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, max+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if int64(len(text)) > max {
		return nil, Refuse(TooLarge, "%s", name)
	}
	return text, nil
}

// handler is told of the elements of an XML file, by local name. done ends the
// reading early.
type handler struct {
	start func(name string, at attributes)
	end   func(name string)
	text  func(text string)
	done  func() bool
}

// attributes are those of an element; get goes by local name.
type attributes []xml.Attr

func (a attributes) get(name string) string {
	for _, attr := range a {
		if attr.Name.Local == name {
			return attr.Value
		}
	}
	return ""
}

// relation is the attribute r:id, beside which an id may stand.
func (a attributes) relation() string {
	for _, attr := range a {
		if attr.Name.Local == "id" && strings.Contains(attr.Name.Space, "relationships") {
			return attr.Value
		}
	}
	return ""
}

// walk reads a part of XML from end to end, keeping nothing of it. Entities
// that the file declares itself are unknown to it, so they neither swell nor
// fetch.
func (a *Archive) walk(name string, h handler) error {
	body, err := a.Open(name)
	if err != nil {
		return err
	}
	defer body.Close()
	if err := walkXML(body, h); err != nil {
		return damaged(name, err)
	}
	return nil
}

func walkXML(body io.Reader, h handler) error {
	d := xml.NewDecoder(body)
	d.CharsetReader = charset.NewReaderLabel
	for depth := 0; ; {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return Refuse(TooLarge, "more than %d elements in each other", maxDepth)
			}
			if h.start != nil {
				h.start(t.Name.Local, t.Attr)
			}
		case xml.EndElement:
			depth--
			if h.end != nil {
				h.end(t.Name.Local)
			}
		case xml.CharData:
			if h.text != nil {
				h.text(string(t))
			}
		}
		if h.done != nil && h.done() {
			return nil
		}
	}
}

// damaged makes a refusal of an error of the file, unless it is one already.
func damaged(what string, err error) error {
	var known refusal
	if errors.As(err, &known) {
		return known
	}
	return Refuse(Damaged, "%s: %v", what, err)
}
