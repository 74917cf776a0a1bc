// Package page writes documents as pages of the web that stand by themselves,
// their pictures within, and reads those of others through a strict list of
// what is let in. It serves U1 and U3.
//
// What would surprise: nothing that a page names is fetched, and of its scripts
// and styles nothing is read.
package page

import (
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

//go:embed page.css
var styles string

// writer composes the page.
type writer struct {
	paper office.Paper
	out   strings.Builder
}

// Write writes a document as a page.
func Write(out io.Writer, p office.Paper) error {
	p.Doc = p.Settled()
	w := &writer{paper: p}
	w.say(`<!DOCTYPE html>` + "\n" + `<html lang="` + p.Lang + `">` + "\n" + `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="Parvis"><title>`)
	w.text(p.Title)
	w.say("</title><style>\n" + styles + "</style></head>\n<body>\n" + `<header class="parvis-masthead"><p>`)
	w.text(p.Head.Site)
	w.say(`</p><p>`)
	w.text(p.Head.Place)
	w.say("</p></header>\n<main>\n<h1>")
	w.text(p.Title)
	w.say("</h1>\n")
	if len(p.Head.Lines) > 0 {
		w.say(`<p class="parvis-masthead">`)
		for i, l := range p.Head.Lines {
			if i > 0 {
				w.say(`<br>`)
			}
			w.text(l)
		}
		w.say("</p>\n")
	}
	w.blocks(p.Doc.Content)
	w.say("</main>\n</body>\n</html>\n")
	_, err := io.WriteString(out, w.out.String())
	return err
}

func (w *writer) say(s string) { w.out.WriteString(s) }

func (w *writer) text(s string) { w.out.WriteString(escaper.Replace(s)) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&#34;")

func (w *writer) blocks(all []prose.Node) {
	for _, n := range all {
		w.block(n)
	}
}

// within writes an element around blocks.
func (w *writer) within(tag, attrs string, all []prose.Node) {
	w.say("<" + tag + attrs + ">")
	w.blocks(all)
	w.say("</" + tag + ">\n")
}

func (w *writer) block(n prose.Node) {
	switch n.Type {
	case prose.Paragraph:
		w.say("<p>")
		w.runs(n.Content)
		w.say("</p>\n")
	case prose.Heading:
		level := n.Attrs.Int("level", 1) + 1 // the first is the title of the page
		fmt.Fprintf(&w.out, "<h%d>", level)
		w.runs(n.Content)
		fmt.Fprintf(&w.out, "</h%d>\n", level)
	case prose.BulletList:
		w.within("ul", "", n.Content)
	case prose.OrderedList:
		start := ""
		if at := n.Attrs.Int("start", 1); at != 1 {
			start = ` start="` + strconv.Itoa(at) + `"`
		}
		w.within("ol", start, n.Content)
	case prose.ListItem:
		w.within("li", "", n.Content)
	case prose.TaskList:
		w.within("ul", ` class="tasks"`, n.Content)
	case prose.TaskItem:
		w.task(n)
	case prose.Table:
		w.within("table", "", n.Content)
	case prose.TableRow:
		w.within("tr", "", n.Content)
	case prose.TableHeader:
		w.within("th", spans(n), n.Content)
	case prose.TableCell:
		w.within("td", spans(n), n.Content)
	case prose.Callout:
		kind := prose.CalloutKind(n.Attrs.String("kind"))
		w.say(`<aside class="callout callout-` + kind + `" role="note"><p class="callout-name">`)
		w.text(w.paper.Words.Callout(kind))
		w.say("</p>\n")
		w.blocks(n.Content)
		w.say("</aside>\n")
	case prose.Blockquote:
		w.within("blockquote", "", n.Content)
	case prose.CodeBlock:
		w.say("<pre><code")
		if language := n.Attrs.String("language"); language != "" {
			w.say(` class="language-`)
			w.text(language)
			w.say(`"`)
		}
		w.say(">")
		w.text(prose.Plain(n))
		w.say("</code></pre>\n")
	case prose.Image:
		w.image(n)
	case prose.Attachment:
		w.say("<p>")
		w.link(w.paper.Home.File(n), func() { w.text(w.paper.FileOf(n)) })
		w.say("</p>\n")
	case prose.HorizontalRule:
		w.say("<hr>\n")
	}
}

func (w *writer) task(n prose.Node) {
	word, checked := w.paper.Words.Open, ""
	if n.Attrs.Bool("checked") {
		word, checked = w.paper.Words.Done, " checked"
	}
	w.say(`<li class="task"><input type="checkbox" disabled` + checked + ` aria-label="`)
	w.text(word)
	w.say(`"><div>`)
	w.blocks(n.Content)
	w.say("</div></li>\n")
}

func spans(n prose.Node) string {
	out := ""
	for _, name := range []string{"colspan", "rowspan"} {
		if many := n.Attrs.Int(name, 1); many > 1 {
			out += fmt.Sprintf(` %s="%d"`, name, many)
		}
	}
	return out
}

func (w *writer) image(n prose.Node) {
	p := w.paper.PictureOf(n)
	fmt.Fprintf(&w.out, `<figure><img width="%d" height="%d" alt="`, p.Width, p.Height)
	w.text(n.Attrs.String("alt"))
	w.say(`"`)
	if share := n.Attrs.Int("width", 0); share > 0 {
		fmt.Fprintf(&w.out, ` style="width:%d%%"`, share)
	}
	w.say(` src="data:` + p.Media + `;base64,` + base64.StdEncoding.EncodeToString(p.Data) + "\"></figure>\n")
}

func (w *writer) link(to string, inside func()) {
	w.say(`<a href="`)
	w.text(to)
	w.say(`">`)
	inside()
	w.say(`</a>`)
}

func (w *writer) runs(all []prose.Node) {
	for _, n := range all {
		switch n.Type {
		case prose.Text:
			w.marked(n, n.Marks)
		case prose.HardBreak:
			w.say("<br>\n")
		}
	}
}

// tags are the elements of the marks, links aside.
var tags = map[string]string{
	prose.Bold: "strong", prose.Italic: "em", prose.Underline: "u", prose.Strike: "s", prose.Highlight: "mark", prose.Code: "code",
}

func (w *writer) marked(n prose.Node, marks []prose.Mark) {
	if len(marks) == 0 {
		w.text(n.Text)
		return
	}
	if m := marks[0]; m.Type == prose.Link {
		w.link(m.Attrs.String("href"), func() { w.marked(n, marks[1:]) })
		return
	}
	tag := tags[marks[0].Type]
	if tag == "" {
		w.marked(n, marks[1:])
		return
	}
	w.say("<" + tag + ">")
	w.marked(n, marks[1:])
	w.say("</" + tag + ">")
}
