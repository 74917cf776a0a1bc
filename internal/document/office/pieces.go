package office

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"

	"parvis/internal/blob"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// Pieces gathers what a file brings while it is read, within the bounds.
type Pieces struct {
	Draft
	text  int               // bytes of text so far
	taken map[string]string // names of pictures by where they stand in the file
}

// Say adds a text to runs, set by marks.
func (p *Pieces) Say(runs []prose.Node, s string, marks []prose.Mark) ([]prose.Node, error) {
	if s == "" {
		return runs, nil
	}
	if p.text += len(s); p.text > MaxText {
		return runs, extract.Refuse(extract.TooLarge, "more than %d bytes of text", MaxText)
	}
	return append(runs, prose.Node{Type: prose.Text, Text: strings.ToValidUTF8(s, "\uFFFD"), Marks: marks}), nil
}

// Image keeps a picture and gives the image that shows it; false for one that
// pages do not show, or that is one too many: it is counted among what is left.
// part tells where it stands in the file, so that one shown twice is kept once.
func (p *Pieces) Image(part string, data []byte, alt string) (prose.Node, bool) {
	name := p.taken[part]
	if name == "" {
		pic, ok := picture(data)
		if !ok || len(p.Pictures) >= MaxPictures {
			p.Left.Pictures++
			return prose.Node{}, false
		}
		if p.Pictures == nil {
			p.Pictures, p.taken = map[string]Picture{}, map[string]string{}
		}
		name = fmt.Sprintf("picture %d", len(p.Pictures)+1)
		p.Pictures[name], p.taken[part] = pic, name
	}
	return prose.Node{Type: prose.Image, Attrs: prose.Attrs{"file": name, "alt": cut(strings.Join(strings.Fields(alt), " "), 1000)}}, true
}

// Inline reads the bytes of a picture that stands in its address.
func Inline(src string) ([]byte, bool) {
	kind, data, ok := strings.Cut(strings.TrimPrefix(src, "data:"), ",")
	if !ok || !strings.HasPrefix(kind, "image/") || !strings.HasSuffix(kind, ";base64") || len(data) > MaxPicture*4/3 {
		return nil, false
	}
	out, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	return out, err == nil
}

// WithoutPictures is how much of a text is not pictures in their address.
func WithoutPictures(data []byte) int {
	size := len(data)
	for _, at := range inline.FindAllIndex(data, -1) {
		size -= at[1] - at[0]
	}
	return size
}

var inline = regexp.MustCompile(`data:image/[\w.+-]+;base64,[\w+/=]+`)

// picture looks at bytes: is it one that pages show?
func picture(data []byte) (Picture, bool) {
	media := blob.Sniff(data[:min(len(data), 3072)], "")
	pic := Picture{Data: data, Media: media}
	if pic.Ext() == "" || len(data) > MaxPicture {
		return pic, false
	}
	var err error
	pic.Width, pic.Height, err = blob.Image(bytes.NewReader(data))
	return pic, err == nil
}

// Sized sets how much of the page an image takes, when it is not as large as it
// would be by itself.
func (p *Pieces) Sized(n prose.Node, share float64) {
	natural := Share(prose.Node{}, p.Pictures[n.Attrs.String("file")], PageWidth)
	if percent := int(share*100 + 0.5); percent >= 1 && percent <= 100 && (share < natural-0.02 || share > natural+0.02) {
		n.Attrs["width"] = float64(percent)
	}
}

// cut shortens a text to so many characters.
func cut(s string, most int) string {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most])
	}
	return s
}

// Done is the document that was read, made whole: what a page cannot bear is
// mended, what the site knows is known again.
func (p *Pieces) Done(blocks []prose.Node, home Home) (Draft, error) {
	p.Doc = home.Known(prose.Node{Type: prose.Doc, Content: trimmed(prose.Some(blocks))})
	p.Title = cut(strings.Join(strings.Fields(p.Title), " "), 200)
	if err := prose.Check(p.Doc); err != nil {
		return Draft{}, fmt.Errorf("office: what was read is no document: %w", err)
	}
	return p.Draft, nil
}

// trimmed leaves out empty paragraphs: in office files they are there for the
// space between others. One stays where nothing else does.
func trimmed(list []prose.Node) []prose.Node {
	var out []prose.Node
	for _, n := range list {
		switch n.Type {
		case prose.Paragraph, prose.Heading:
			if n.Blank() || prose.Plain(n) != "" && strings.TrimSpace(prose.Plain(n)) == "" {
				continue
			}
		case prose.TableRow:
			n.Content = kept(n.Content)
		case prose.Text:
		default:
			if n.Type != prose.CodeBlock && len(n.Content) > 0 {
				n.Content = trimmed(n.Content)
			}
		}
		out = append(out, n)
	}
	return prose.Some(out)
}

// kept trims what stands in each cell of a row.
func kept(cells []prose.Node) []prose.Node {
	out := make([]prose.Node, len(cells))
	for i, c := range cells {
		c.Content = trimmed(prose.Some(c.Content))
		out[i] = c
	}
	return out
}
