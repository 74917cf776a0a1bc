package office

import (
	"strings"

	"parvis/internal/document/prose"
)

// Markdown is a document in Markdown, under its title; what it names stands at
// the site.
func Markdown(p Paper) string {
	body := prose.Markdown(p.joined(lower(p.Settled())))
	return "# " + prose.Inline([]prose.Node{{Type: prose.Text, Text: p.Title}}) + "\n\n" + strings.ReplaceAll(body, "](/files/", "]("+p.Home.Base+"/files/") + "\n"
}

// lower moves headings under the title.
func lower(n prose.Node) prose.Node {
	if n.Type == prose.Heading {
		n.Attrs = prose.Attrs{"level": float64(n.Attrs.Int("level", 1) + 1)}
	}
	content := make([]prose.Node, len(n.Content))
	for i, c := range n.Content {
		content[i] = lower(c)
	}
	n.Content = content
	return n
}

// joined has files that are joined be links to them, each on a line of its own.
func (p Paper) joined(n prose.Node) prose.Node {
	if n.Type == prose.Attachment {
		return prose.Node{Type: prose.Paragraph, Content: []prose.Node{linked(p.FileOf(n), p.Home.File(n))}}
	}
	for i, c := range n.Content {
		n.Content[i] = p.joined(c) // the copy that lower made
	}
	return n
}

// FromMarkdown reads a document in Markdown. A heading of the first level that
// stands alone is its title.
func FromMarkdown(source string, home Home) (Draft, error) {
	if home.Base != "" { // what stands at this site
		source = strings.ReplaceAll(source, "]("+home.Base+"/", "](/")
	}
	p := &Pieces{}
	doc := prose.ReadTo(5, strings.TrimPrefix(source, "\uFEFF"), home.People, func(src, alt string) (prose.Node, bool) {
		data, ok := Inline(src)
		if !ok {
			p.Left.Pictures++
			return prose.Node{}, false
		}
		return p.Image(src, data, alt)
	})
	blocks := p.Entitle(doc.Content)
	return p.Done(blocks, home)
}

// Entitle takes for the title the heading of the first level, when there is one
// of it, and moves those below up.
func (p *Pieces) Entitle(all []prose.Node) []prose.Node {
	first, many := -1, 0
	for i, n := range all {
		if n.Type == prose.Heading && n.Attrs.Int("level", 1) == 1 {
			if many++; first < 0 {
				first = i
			}
		}
	}
	if many != 1 {
		return levelled(all, 0)
	}
	p.Title = prose.Plain(all[first])
	return levelled(append(all[:first:first], all[first+1:]...), 1)
}

// levelled gives headings the levels that documents have.
func levelled(all []prose.Node, up int) []prose.Node {
	for i, n := range all {
		if n.Type == prose.Heading {
			n.Attrs["level"] = float64(min(max(n.Attrs.Int("level", 1)-up, 1), 4))
		} else if n.Type != prose.Paragraph {
			levelled(all[i].Content, up)
		}
	}
	return all
}
