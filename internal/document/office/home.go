package office

import (
	"net/url"
	"slices"
	"strings"

	"parvis/internal/document/prose"
)

// Home is the site to which links in a file lead, and how its people are found
// again.
type Home struct {
	Base   string // its address, without the last slash
	People prose.People
}

// outside is marks whose link leads from outside of the site, if it may be
// followed; the others stay.
func (h Home) outside(marks []prose.Mark) []prose.Mark {
	at := slices.IndexFunc(marks, func(m prose.Mark) bool { return m.Type == prose.Link })
	if at < 0 {
		return marks
	}
	to := marks[at].Attrs.String("href")
	if !prose.Address(to) {
		return slices.Delete(slices.Clone(marks), at, at+1)
	}
	if strings.HasPrefix(to, "/") {
		marks = slices.Clone(marks)
		marks[at] = prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": h.Base + to}}
	}
	return marks
}

// Person is the address of somebody who is mentioned.
func (h Home) Person(n prose.Node) string {
	return h.Base + "/p/" + url.PathEscape(n.Attrs.String("handle"))
}

// Item is the address of an item that is named.
func (h Home) Item(n prose.Node) string {
	return h.Base + "/i/" + url.PathEscape(n.Attrs.String("item"))
}

// File is the address of a file that is joined.
func (h Home) File(n prose.Node) string {
	return h.Base + "/files/" + url.PathEscape(n.Attrs.String("file"))
}

// Known gives a document that comes in what only this site knows: a link to one
// of its people is a mention, one to an item names it, a paragraph that is a
// link to a file joins it, and other links into the site are short again.
func (h Home) Known(n prose.Node) prose.Node {
	if n.Type == prose.CodeBlock {
		return n
	}
	content := make([]prose.Node, 0, len(n.Content))
	for _, c := range n.Content {
		c = h.Known(c)
		if c.Type == prose.Text {
			c = h.run(c)
		}
		if joined, ok := h.attachment(c); ok {
			c = joined
		}
		content = append(content, c)
	}
	if n.Content != nil {
		n.Content = content
	}
	return n
}

// run is what a linked text names, or the text with its link.
func (h Home) run(n prose.Node) prose.Node {
	link, ok := n.Mark(prose.Link)
	if !ok {
		return n
	}
	path, ours := h.within(link.Attrs.String("href"))
	if !ours {
		return n
	}
	if handle, ok := one(path, "/p/"); ok && strings.HasPrefix(n.Text, "@") && h.People != nil {
		if person, name, known := h.People(handle); known {
			return prose.Node{Type: prose.Mention, Attrs: prose.Attrs{"person": person, "handle": handle, "name": name}}
		}
	}
	if item, ok := one(path, "/i/"); ok && len(item) <= 20 && len([]rune(n.Text)) <= 400 {
		return prose.Node{Type: prose.ItemLink, Attrs: prose.Attrs{"item": item, "title": n.Text}}
	}
	marks := make([]prose.Mark, len(n.Marks))
	for i, m := range n.Marks {
		if m.Type == prose.Link && prose.Address(path) {
			m = prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": path}}
		}
		marks[i] = m
	}
	n.Marks = marks
	return n
}

// attachment is what a paragraph joins that is nothing but a link to a file.
func (h Home) attachment(n prose.Node) (prose.Node, bool) {
	if n.Type != prose.Paragraph || len(n.Content) != 1 || n.Content[0].Type != prose.Text {
		return n, false
	}
	link, ok := n.Content[0].Mark(prose.Link)
	if !ok {
		return n, false
	}
	path := link.Attrs.String("href")
	file, ok := one(path, "/files/")
	name := n.Content[0].Text
	if !ok || len(file) > 20 || len([]rune(name)) > 300 {
		return n, false
	}
	return prose.Node{Type: prose.Attachment, Attrs: prose.Attrs{"file": file, "name": name}}, true
}

// within is the path of an address of this site.
func (h Home) within(href string) (string, bool) {
	if strings.HasPrefix(href, "/") {
		return href, true
	}
	path, ok := strings.CutPrefix(href, h.Base)
	return path, ok && h.Base != "" && strings.HasPrefix(path, "/")
}

// one is the part of a path that stands alone after another.
func one(path, after string) (string, bool) {
	rest, ok := strings.CutPrefix(path, after)
	if !ok || rest == "" || strings.ContainsAny(rest, "/?#") {
		return "", false
	}
	name, err := url.PathUnescape(rest)
	return name, err == nil
}
