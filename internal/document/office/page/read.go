package page

import (
	"bytes"
	"context"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// maxTags is how many elements a page may have, so that its tree stays small.
const maxTags = 300_000

// reader makes blocks of the elements that are let in.
type reader struct {
	*office.Pieces
	ctx    context.Context
	home   office.Home
	failed error
}

// Read reads a page of the web. Its errors say why by extract.ReasonOf.
func Read(ctx context.Context, in io.Reader, home office.Home) (office.Draft, error) {
	raw, err := io.ReadAll(io.LimitReader(in, office.MaxFile+1))
	if err != nil {
		return office.Draft{}, err
	}
	if len(raw) > office.MaxFile || bytes.Count(raw, []byte("<")) > 2*maxTags {
		return office.Draft{}, extract.Refuse(extract.TooLarge, "%d bytes", len(raw))
	}
	body, err := charset.NewReader(bytes.NewReader(raw), "text/html")
	if err != nil {
		return office.Draft{}, extract.Refuse(extract.Damaged, "%v", err)
	}
	root, err := html.Parse(body)
	if err != nil {
		return office.Draft{}, extract.Refuse(extract.Damaged, "%v", err)
	}
	r := &reader{Pieces: &office.Pieces{}, ctx: ctx, home: home}
	blocks := r.blocks(root)
	if r.failed != nil {
		return office.Draft{}, r.failed
	}
	blocks = r.Entitle(blocks)
	if r.Title == "" {
		r.Title = titleOf(root)
	}
	return r.Done(blocks, home)
}

func titleOf(n *html.Node) string {
	if n.DataAtom == atom.Title {
		return textOf(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if t := titleOf(c); t != "" {
			return t
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	out := ""
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		out += textOf(c)
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// blocks reads what stands in an element as blocks; text that stands there by
// itself makes paragraphs.
func (r *reader) blocks(within *html.Node) []prose.Node {
	var out, runs []prose.Node
	flush := func() {
		out = append(out, prose.Paragraphs(prose.Joined(office.Collapse(runs)))...)
		runs = nil
	}
	for n := within.FirstChild; n != nil && r.failed == nil; n = n.NextSibling {
		if r.failed = r.ctx.Err(); r.failed != nil {
			break
		}
		if n.Type == html.TextNode || n.Type == html.ElementNode && inline(n) {
			runs = r.runs(n, nil, runs)
			continue
		}
		if n.Type == html.ElementNode {
			flush()
			out = append(out, r.block(n)...)
		} else if n.Type == html.DocumentNode {
			out = append(out, r.blocks(n)...)
		}
	}
	flush()
	return out
}

// leftOut are elements of which nothing is read.
func leftOut(tag atom.Atom) bool {
	switch tag {
	case atom.Head, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Embed, atom.Svg, atom.Math, atom.Select, atom.Textarea,
		atom.Video, atom.Audio, atom.Canvas, atom.Nav, atom.Button, atom.Dialog, atom.Map:
		return true
	}
	return false
}

// inline tells whether an element stands within a line of text.
func inline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Span, atom.Strong, atom.B, atom.Em, atom.I, atom.Cite, atom.Dfn, atom.Var, atom.U, atom.Ins, atom.S, atom.Del, atom.Strike, atom.Mark,
		atom.Code, atom.Kbd, atom.Samp, atom.Tt, atom.Br, atom.Img, atom.Input, atom.Sub, atom.Sup, atom.Small, atom.Abbr, atom.Q, atom.Time, atom.Font, atom.Label, atom.Wbr, atom.Bdi, atom.Bdo, atom.Big, atom.Data:
		return !holdsBlock(n, 0)
	}
	return false
}

// holdsBlock tells whether blocks stand in an element that is made for lines, as
// some programs write.
func holdsBlock(n *html.Node, depth int) bool {
	for c := n.FirstChild; c != nil && depth < 10; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		switch c.DataAtom {
		case atom.P, atom.Div, atom.Table, atom.Ul, atom.Ol, atom.H1, atom.H2, atom.H3, atom.H4, atom.Blockquote, atom.Pre:
			return true
		}
		if holdsBlock(c, depth+1) {
			return true
		}
	}
	return false
}

func (r *reader) block(n *html.Node) []prose.Node {
	if leftOut(n.DataAtom) || strings.Contains(attr(n, "class"), "parvis-masthead") || n.DataAtom == atom.P && attr(n, "class") == "callout-name" {
		return nil
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		all := office.HeadingOf(1, prose.Joined(office.Collapse(r.inside(n, nil, nil))))
		if len(all) > 0 && all[0].Type == prose.Heading {
			all[0].Attrs["level"] = float64(n.Data[1] - '0')
		}
		return all
	case atom.Ul, atom.Ol, atom.Menu:
		return r.list(n)
	case atom.Table:
		return r.table(n)
	case atom.Blockquote:
		return []prose.Node{{Type: prose.Blockquote, Content: prose.Some(r.blocks(n))}}
	case atom.Pre:
		return r.code(n)
	case atom.Hr:
		return []prose.Node{{Type: prose.HorizontalRule}}
	case atom.Aside:
		if kind, ok := callout(n); ok {
			return []prose.Node{{Type: prose.Callout, Attrs: prose.Attrs{"kind": kind}, Content: prose.Some(r.blocks(n))}}
		}
	case atom.Dt, atom.Summary:
		return prose.Paragraphs(prose.Joined(office.Collapse(r.inside(n, []prose.Mark{{Type: prose.Bold}}, nil))))
	}
	return r.blocks(n)
}

// callout tells which callout an element is.
func callout(n *html.Node) (string, bool) {
	for class := range strings.FieldsSeq(attr(n, "class")) {
		if kind, ok := strings.CutPrefix(class, "callout-"); ok {
			return prose.CalloutKind(kind), true
		}
	}
	return "", false
}

func (r *reader) list(n *html.Node) []prose.Node {
	out := prose.Node{Type: prose.BulletList}
	if n.DataAtom == atom.Ol {
		out.Type = prose.OrderedList
		if start, err := strconv.Atoi(attr(n, "start")); err == nil && start != 1 && start >= 0 && start <= 1_000_000 {
			out.Attrs = prose.Attrs{"start": float64(start)}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.DataAtom == atom.Ul || c.DataAtom == atom.Ol { // a list in a list, as some write it
			if last := len(out.Content) - 1; last >= 0 {
				out.Content[last].Content = append(out.Content[last].Content, r.list(c)...)
				continue
			}
		}
		inside := r.blocks(c)
		if sign := tick(c, 0); sign != "" && (len(inside) == 0 || inside[0].Type != prose.Paragraph) {
			inside = append([]prose.Node{{Type: prose.Paragraph, Content: []prose.Node{{Type: prose.Text, Text: sign}}}}, inside...)
		} else if sign != "" && !strings.HasPrefix(prose.Plain(inside[0]), sign) {
			inside[0].Content = append([]prose.Node{{Type: prose.Text, Text: sign}}, inside[0].Content...)
		}
		out.Content = append(out.Content, prose.Node{Type: prose.ListItem, Content: prose.Some(inside)})
	}
	if len(out.Content) == 0 {
		return nil
	}
	return []prose.Node{office.Tasks(out)}
}

// tick is the box at the head of an item, as a sign.
func tick(n *html.Node, depth int) string {
	for c := n.FirstChild; c != nil && depth < 4; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) != "" {
			return ""
		}
		if c.Type != html.ElementNode {
			continue
		}
		if c.DataAtom == atom.Input && attr(c, "type") == "checkbox" {
			for _, a := range c.Attr {
				if a.Key == "checked" {
					return "☑"
				}
			}
			return "☐"
		}
		return tick(c, depth+1)
	}
	return ""
}

func (r *reader) code(n *html.Node) []prose.Node {
	out := prose.Node{Type: prose.CodeBlock}
	if c := n.FirstChild; c != nil && c.DataAtom == atom.Code {
		for class := range strings.FieldsSeq(attr(c, "class")) {
			if language, ok := strings.CutPrefix(class, "language-"); ok && language != "" && len(language) <= 40 {
				out.Attrs = prose.Attrs{"language": language}
			}
		}
	}
	if text := strings.Trim(textOf(n), "\n"); text != "" {
		out.Content, r.failed = r.Say(nil, text, nil)
	}
	return []prose.Node{out}
}
