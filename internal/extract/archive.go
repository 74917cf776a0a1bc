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

// archive is a zip whose parts are read within bounds.
type archive struct {
	parts map[string]*zip.File
	names []string // in the order of the file
	left  int64    // bytes that may still be unpacked
}

func openArchive(in io.ReaderAt, size int64) (*archive, error) {
	opened, err := zip.NewReader(in, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, refuse(Damaged, "zip: %v", err)
	}
	if len(opened.File) > maxEntries {
		return nil, refuse(TooLarge, "%d entries", len(opened.File))
	}
	a := &archive{parts: make(map[string]*zip.File, len(opened.File)), left: maxUnpacked}
	for _, f := range opened.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if a.parts[name] == nil {
			a.parts[name] = f
			a.names = append(a.names, name)
		}
	}
	return a, nil
}

func (a *archive) has(name string) bool { return a.parts[name] != nil }

// open gives a part; a missing one is damage.
func (a *archive) open(name string) (io.ReadCloser, error) {
	f := a.parts[name]
	if f == nil {
		return nil, refuse(Damaged, "no %s", name)
	}
	if f.Flags&1 != 0 {
		return nil, refuse(Encrypted, "%s needs a password", name)
	}
	if f.UncompressedSize64 > largePart && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
		return nil, refuse(TooLarge, "%s swells from %d to %d bytes", name, f.CompressedSize64, f.UncompressedSize64)
	}
	body, err := f.Open()
	if err != nil {
		return nil, refuse(Damaged, "%s: %v", name, err)
	}
	return &bounded{body, a}, nil
}

// bounded counts what is unpacked, whatever the archive says of itself.
type bounded struct {
	io.ReadCloser
	of *archive
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.of.left -= int64(n); b.of.left < 0 {
		return 0, refuse(TooLarge, "more than %d bytes unpacked", maxUnpacked)
	}
	return n, err
}

// all reads a small part whole.
func (a *archive) all(name string, max int64) ([]byte, error) {
	body, err := a.open(name)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	text, err := io.ReadAll(io.LimitReader(body, max+1))
	if err != nil {
		return nil, damaged(name, err)
	}
	if int64(len(text)) > max {
		return nil, refuse(TooLarge, "%s", name)
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
func (a *archive) walk(name string, h handler) error {
	body, err := a.open(name)
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
				return refuse(TooLarge, "more than %d elements in each other", maxDepth)
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
	return refuse(Damaged, "%s: %v", what, err)
}
