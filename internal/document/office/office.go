// Package office takes documents out of the site and brings them in: what is
// common to the formats that stand in its folders (docx, odt, web, pdf). It
// serves U1 and U3: nobody is held by the tool, and nobody starts from nothing.
//
// It knows neither requests nor the database: who calls gives the tree, the
// bytes of pictures, and the sentences in the language of the reader.
//
// What would surprise: mentions, links between items and joined files go out as
// ordinary links to the site and are known again by their address when they
// come back.
package office

import (
	"strings"
	"time"

	"parvis/internal/document/prose"
)

// Bounds of what is read: a file beyond them is refused with TooLarge.
const (
	MaxFile     = 25_000_000 // bytes
	MaxUnpacked = 96 << 20   // bytes of all the parts that are read
	MaxText     = 2 << 20    // bytes of text
	MaxPictures = 100
	MaxPicture  = 16 << 20 // bytes
	maxElements = 2_000_000
)

// Paper is a document on its way out.
type Paper struct {
	Doc   prose.Node
	Title string
	Head  Head
	Lang  string // "fr", "en"
	At    time.Time
	Home  Home
	Words Words
	// Picture gives a picture that the document shows, as PNG or JPEG; false when
	// it is not there any more.
	Picture func(file string) (Picture, bool)
	// File tells the name of a file that is joined; false when it is gone.
	File func(file string) (name string, ok bool)
}

// Head is what stands above a document, as on the paper of an office.
type Head struct {
	Site, Place string
	Lines       []string // under the title: date, version, state
}

// Picture is a picture as it is kept in a file.
type Picture struct {
	Data          []byte
	Media         string // image/png, image/jpeg, image/gif, image/webp
	Width, Height int    // pixels
}

// Ext is how the name of a file of that type ends.
func (p Picture) Ext() string {
	return map[string]string{"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}[p.Media]
}

// Words are the sentences that stand in a file beside the text of the document.
type Words struct {
	PictureGone, FileGone string            // before what they were called
	Callouts              map[string]string // by kind
	Done, Open            string            // of a task
	Page                  string            // "Page {page} of {pages}"
}

// Callout names the kind of a callout.
func (w Words) Callout(kind string) string {
	if name := w.Callouts[kind]; name != "" {
		return name
	}
	return w.Callouts[prose.CalloutKinds[0]]
}

// Draft is a document on its way in.
type Draft struct {
	Title    string // "" when the file has none
	Doc      prose.Node
	Pictures map[string]Picture // by what the attribute "file" of its images says
	Left     Left
}

// Left tells what of a file did not come.
type Left struct {
	Comments int
	Changes  int // that were proposed: what they add came, what they take away did not
	Pictures int // of formats that pages do not show, or that stand elsewhere
}

// Settled is the document as it leaves: what is not there any more is told in
// its place, and what only the site knows, people and items, are links to it.
func (p Paper) Settled() prose.Node { return p.settle(p.Doc) }

func (p Paper) settle(n prose.Node) prose.Node {
	switch n.Type {
	case prose.Image:
		if _, ok := p.picture(n); !ok {
			return note(strings.TrimSpace(p.Words.PictureGone + " " + n.Attrs.String("alt")))
		}
		return n
	case prose.Attachment:
		if _, ok := p.file(n); !ok {
			return note(strings.TrimSpace(p.Words.FileGone + " " + n.Attrs.String("name")))
		}
		return n
	case prose.Mention:
		return linked("@"+n.Attrs.String("name"), p.Home.Person(n))
	case prose.ItemLink:
		return linked(n.Attrs.String("title"), p.Home.Item(n))
	case prose.Text:
		n.Marks = p.Home.outside(n.Marks)
		return n
	}
	if len(n.Content) > 0 {
		content := make([]prose.Node, len(n.Content))
		for i, c := range n.Content {
			content[i] = p.settle(c)
		}
		n.Content = content
	}
	return n
}

func note(text string) prose.Node {
	return prose.Node{Type: prose.Paragraph, Content: []prose.Node{{Type: prose.Text, Text: text, Marks: []prose.Mark{{Type: prose.Italic}}}}}
}

// linked is a text that leads somewhere.
func linked(text, to string) prose.Node {
	return prose.Node{Type: prose.Text, Text: text, Marks: []prose.Mark{{Type: prose.Link, Attrs: prose.Attrs{"href": to}}}}
}

func (p Paper) picture(n prose.Node) (Picture, bool) {
	if p.Picture == nil {
		return Picture{}, false
	}
	return p.Picture(n.Attrs.String("file"))
}

func (p Paper) file(n prose.Node) (string, bool) {
	if p.File == nil {
		return "", false
	}
	return p.File(n.Attrs.String("file"))
}

// PictureOf is the picture of an image of a settled document.
func (p Paper) PictureOf(n prose.Node) Picture {
	found, _ := p.picture(n)
	return found
}

// FileOf is the name of the file that a settled document joins.
func (p Paper) FileOf(n prose.Node) string {
	name, _ := p.file(n)
	return name
}

// Share is how much of the width of the page a picture takes, of a page that is
// so many pixels wide: as it was set, or as large as it is.
func Share(n prose.Node, p Picture, page int) float64 {
	if w := n.Attrs.Int("width", 0); w > 0 {
		return float64(w) / 100
	}
	return min(1, float64(max(p.Width, 1))/float64(page))
}

// PageWidth is the width of the text of a page, in pixels of a screen: A4
// within margins of 25 mm.
const PageWidth = 605
