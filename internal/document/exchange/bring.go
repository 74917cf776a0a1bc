package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/office"
	"parvis/internal/document/office/docx"
	"parvis/internal/document/office/odt"
	"parvis/internal/document/office/page"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
)

// deadline is how long one file may be read.
const deadline = 30 * time.Second

// Bring reads a file into what a document begins with, and keeps its pictures
// as loose files of actor. A fault of kind Invalid on the field "files" says
// why a file cannot be read, and what to do.
func (s *Service) Bring(ctx context.Context, actor access.Actor, file document.Source) (document.Arrival, error) {
	d, err := s.read(ctx, actor, file)
	if err != nil {
		return document.Arrival{}, unread(err)
	}
	out := document.Arrival{Title: titleOf(&d, file.Name)}
	k := keeper{s, actor, &out.Brings, &d.Left.Pictures, d.Pictures, map[string]string{}}
	if out.Says, err = k.keep(ctx, d.Doc); err != nil {
		return document.Arrival{}, errors.Join(err, s.Content.Tidy(ctx, actor, out.Brings))
	}
	out.Left = leftOut(ctx, d.Left)
	return out, nil
}

// leftOut tells what of a file did not come, "" when all did.
func leftOut(ctx context.Context, left office.Left) string {
	var parts []string
	for _, l := range []struct {
		key  string
		many int
	}{{"exchange.left.comments", left.Comments}, {"exchange.left.changes", left.Changes}, {"exchange.left.pictures", left.Pictures}} {
		if l.many > 0 {
			parts = append(parts, i18n.T(ctx, l.key, "count", l.many))
		}
	}
	return i18n.From(ctx).List(parts)
}

// read reads a file as what its content says that it is.
func (s *Service) read(ctx context.Context, actor access.Actor, file document.Source) (d office.Draft, err error) {
	if file.Size > office.MaxFile {
		return d, extract.Refuse(extract.TooLarge, "%d bytes", file.Size)
	}
	if err := s.places.Acquire(ctx, 1); err != nil {
		return d, fmt.Errorf("exchange: waiting for a place: %w", err)
	}
	defer s.places.Release(1)
	within, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	defer func() {
		if cause := recover(); cause != nil {
			err = extract.Refuse(extract.Damaged, "the reader panicked: %v", cause)
		}
		if err != nil && within.Err() != nil && ctx.Err() == nil {
			err = extract.Refuse(extract.TooSlow, "more than %v", deadline)
		}
	}()
	body, err := file.Open()
	if err != nil {
		return d, err
	}
	defer body.Close()
	data, err := io.ReadAll(io.LimitReader(body, office.MaxFile+1))
	if err != nil {
		return d, err
	}
	if len(data) > office.MaxFile {
		return d, extract.Refuse(extract.TooLarge, "%d bytes", len(data))
	}
	home := office.Home{Base: s.Base, People: document.People(ctx, s.Content.DB, actor)}
	switch kind := kindOf(data, file.Name); kind {
	case "zip":
		return readZip(within, data, home)
	case "html":
		return page.Read(within, bytes.NewReader(data), home)
	case "md":
		return readText(data, home)
	default:
		return d, unreadable{kind}
	}
}

// readText reads Markdown, or a plain text, which is Markdown without signs.
func readText(data []byte, home office.Home) (office.Draft, error) {
	switch {
	case office.WithoutPictures(data) > office.MaxText:
		return office.Draft{}, extract.Refuse(extract.TooLarge, "%d bytes of text", len(data))
	case !utf8.Valid(data):
		decoded, err := charmap.Windows1252.NewDecoder().Bytes(data) // of old programs
		if err != nil {
			return office.Draft{}, extract.Refuse(extract.Damaged, "its letters: %v", err)
		}
		data = decoded
	}
	return office.FromMarkdown(string(data), home)
}

// kindOf tells what a file is: by its content what is packed, by its name what
// is text.
func kindOf(head []byte, name string) string {
	switch ext := strings.ToLower(path.Ext(name)); {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "zip"
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "pdf"
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return "doc"
	case bytes.HasPrefix(head, []byte("{\\rtf")):
		return "doc"
	case ext == ".html" || ext == ".htm" || ext == ".xhtml":
		return "html"
	case ext == ".md" || ext == ".markdown" || ext == ".txt":
		return "md"
	}
	return "other"
}

func readZip(ctx context.Context, data []byte, home office.Home) (office.Draft, error) {
	from, size := bytes.NewReader(data), int64(len(data))
	look, err := extract.OpenArchive(from, size)
	if err != nil {
		return office.Draft{}, err
	}
	if kind, err := look.All("mimetype", 200); err == nil && strings.HasPrefix(string(kind), "application/vnd.oasis.opendocument.text") {
		return odt.Read(ctx, from, size, home)
	}
	if look.Has("word/document.xml") || look.Has("[Content_Types].xml") && strings.HasPrefix(look.MainPart(""), "word/") {
		return docx.Read(ctx, from, size, home)
	}
	return office.Draft{}, unreadable{"other"}
}

// unreadable is a file of a kind of which no document is made.
type unreadable struct{ kind string }

func (u unreadable) Error() string { return "exchange: no document is made of " + u.kind }

// unread is the fault that tells why a file is not read, on its field.
func unread(err error) error {
	key := ""
	if u, ok := err.(unreadable); ok {
		key = "exchange.bring." + u.kind
	} else if reason := extract.ReasonOf(err); reason != "" {
		key = "exchange.bring." + string(reason)
	}
	if key == "" {
		return err
	}
	f := fault.New(fault.Invalid, fault.Invalid.Key()).Because(err)
	f.Fields = []fault.Field{{Name: "files", Key: key}}
	return f
}

// titleOf is the title of a document that comes: its own, its only heading of
// the first level when it begins with it, or the name of the file.
func titleOf(d *office.Draft, name string) string {
	if d.Title != "" {
		return d.Title
	}
	many := 0
	for _, n := range d.Doc.Content {
		if n.Type == prose.Heading && n.Attrs.Int("level", 1) == 1 {
			many++
		}
	}
	if first := d.Doc.Content[0]; many == 1 && first.Type == prose.Heading && first.Attrs.Int("level", 1) == 1 && len(d.Doc.Content) > 1 {
		d.Doc.Content = d.Doc.Content[1:]
		return prose.Cut(prose.Plain(first), content.MaxTitle)
	}
	return strings.TrimSuffix(content.FileName(name), path.Ext(name))
}

// keeper keeps the pictures of a document that comes.
type keeper struct {
	*Service
	actor    access.Actor
	brings   *[]id.ID
	left     *int
	pictures map[string]office.Picture
	kept     map[string]string // by what the images said, the file that has the picture, "" for none
}

// keep is a node with its images showing files of the site. What cannot be kept
// is left out and counted.
func (k keeper) keep(ctx context.Context, n prose.Node) (prose.Node, error) {
	var content []prose.Node
	for _, c := range n.Content {
		if c.Type == prose.Image {
			file, err := k.file(ctx, c.Attrs.String("file"))
			if err != nil {
				return n, err
			}
			if file == "" {
				continue
			}
			attrs := prose.Attrs{}
			for name, value := range c.Attrs {
				attrs[name] = value
			}
			attrs["file"] = file
			c.Attrs = attrs
		} else if len(c.Content) > 0 && c.Type != prose.Paragraph && c.Type != prose.Heading {
			var err error
			if c, err = k.keep(ctx, c); err != nil {
				return n, err
			}
			if len(c.Content) == 0 {
				c.Content = []prose.Node{{Type: prose.Paragraph}}
			}
		}
		content = append(content, c)
	}
	n.Content = content
	return n, nil
}

// file keeps a picture: one of the file that is read, or one of this site that
// actor may open, of which the document gets a copy.
func (k keeper) file(ctx context.Context, said string) (string, error) {
	if file, known := k.kept[said]; known {
		return file, nil
	}
	name, body, err := k.bytes(ctx, said)
	if err == nil && body == nil {
		k.kept[said] = ""
		*k.left++
		return "", nil
	}
	var f content.File
	if err == nil {
		defer body.Close()
		f, err = k.Content.Receive(ctx, k.actor, name, body, content.MaxFileSize)
	}
	if told, ok := fault.As(err); ok && told.Kind != fault.Unavailable && told.Kind != fault.TooMany {
		k.kept[said] = ""
		*k.left++
		return "", nil
	}
	if err != nil {
		return "", err
	}
	*k.brings = append(*k.brings, f.ID)
	k.kept[said] = f.ID.String()
	return k.kept[said], nil
}

func (k keeper) bytes(ctx context.Context, said string) (string, io.ReadCloser, error) {
	if pic, ok := k.pictures[said]; ok {
		return i18n.T(ctx, "exchange.picture", "number", len(k.kept)+1) + pic.Ext(), io.NopCloser(bytes.NewReader(pic.Data)), nil
	}
	file, err := id.Parse(said)
	if err != nil || len(*k.brings) >= office.MaxPictures {
		return "", nil, nil
	}
	f, body, err := k.Content.Fetch(ctx, k.actor, file)
	if err != nil {
		return "", nil, err
	}
	if !f.IsPicture() {
		body.Close()
		return "", nil, nil
	}
	return f.Name, body, nil
}
