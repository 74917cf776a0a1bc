package text

import (
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// externalRel is on every link that leaves the site.
const externalRel = "nofollow noopener noreferrer ugc"

// nodeRenderer writes the nodes that we do not want as goldmark writes them.
type nodeRenderer struct{}

func (nodeRenderer) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(kindMark, renderMark)
	register.Register(ast.KindText, renderText)
	register.Register(ast.KindHeading, renderHeading)
	register.Register(ast.KindLink, renderLink)
	register.Register(ast.KindAutoLink, renderAutoLink)
	register.Register(ast.KindImage, renderImage)
	register.Register(ast.KindCodeBlock, renderCodeBlock)
	register.Register(ast.KindFencedCodeBlock, renderCodeBlock)
	register.Register(extast.KindTable, renderTable)
	register.Register(extast.KindTaskCheckBox, renderTask)
}

// renderText keeps high punctuation on the line of its word, as French sets it:
// people type the space that their keyboard has. A line end is a line end.
func renderText(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	words := node.(*ast.Text)
	value := words.Value(source)
	if words.IsRaw() {
		html.DefaultWriter.RawWrite(w, value)
	} else {
		html.DefaultWriter.Write(w, []byte(unbroken.Replace(string(value))))
	}
	if words.SoftLineBreak() || words.HardLineBreak() {
		write(w, "<br>\n")
	}
	return ast.WalkContinue, nil
}

// unbroken puts spaces that do not break: thin where French has thin ones.
var unbroken = strings.NewReplacer(" ;", "\u202f;", " ?", "\u202f?", " !", "\u202f!", " :", "\u00a0:", " »", "\u00a0»", "« ", "«\u00a0")

func renderMark(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	found := node.(*mark)
	if found.href == "" {
		return ast.WalkContinue, nil
	}
	if !entering {
		write(w, "</a>")
		return ast.WalkContinue, nil
	}
	class := "tag"
	if found.sign == '@' {
		class = "mention"
	}
	write(w, `<a class="`, class, `" href="`, escape(found.href), `">`)
	if found.show == "" {
		return ast.WalkContinue, nil
	}
	write(w, escape(found.show))
	return ast.WalkSkipChildren, nil
}

// outline gives headings the level of their place: authors choose signs for
// their size, readers who listen need that no level is jumped.
func outline(root ast.Node) {
	var above []int
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if heading, is := node.(*ast.Heading); is && entering {
			for len(above) > 0 && above[len(above)-1] >= heading.Level {
				above = above[:len(above)-1]
			}
			above = append(above, heading.Level)
			heading.Level = len(above)
		}
		return ast.WalkContinue, nil
	})
}

// renderHeading leaves h1 and h2 to the page: a title of the author is an h3.
func renderHeading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	level := string(rune('0' + min(node.(*ast.Heading).Level+2, 6)))
	if entering {
		write(w, "<h", level, ">")
	} else {
		write(w, "</h", level, ">\n")
	}
	return ast.WalkContinue, nil
}

func renderLink(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	link := node.(*ast.Link)
	href, ok := linkTarget(link.Destination)
	switch {
	case !ok: // the words remain, without the link
	case entering:
		openLink(w, href, link.Title)
	default:
		write(w, "</a>")
	}
	return ast.WalkContinue, nil
}

func renderAutoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	link := node.(*ast.AutoLink)
	target, label := link.URL(source), link.Label(source)
	if link.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(string(target)), "mailto:") {
		target = append([]byte("mailto:"), target...)
	}
	href, ok := linkTarget(target)
	if ok && !insideLink(link) {
		openLink(w, href, nil)
		defer write(w, "</a>")
	}
	write(w, escape(string(label)))
	return ast.WalkContinue, nil
}

// renderImage shows our own files. An image from elsewhere is a link to it.
func renderImage(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	image := node.(*ast.Image)
	href, ok := linkTarget(image.Destination)
	if ok && isOwnFile(href) {
		if entering {
			write(w, `<img src="`, escape(href), `" alt="`, escape(plain(image, source)), `" loading="lazy" decoding="async">`)
		}
		return ast.WalkSkipChildren, nil
	}
	if !ok || insideLink(image) {
		return ast.WalkContinue, nil
	}
	if !entering {
		write(w, "</a>")
		return ast.WalkContinue, nil
	}
	openLink(w, href, image.Title)
	if !image.HasChildren() {
		write(w, escape(href))
	}
	return ast.WalkContinue, nil
}

// renderCodeBlock lets the keyboard reach a block, which may need scrolling.
func renderCodeBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		write(w, "</code></pre>\n")
		return ast.WalkContinue, nil
	}
	write(w, `<pre tabindex="0"><code`)
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		if language := Slug(string(fenced.Language(source))); language != "" {
			write(w, ` class="language-`, language, `"`)
		}
	}
	write(w, ">", escape(string(node.Lines().Value(source))))
	return ast.WalkContinue, nil
}

// renderTable puts a table in a box of its own, so that a wide one scrolls by
// itself and the page does not.
func renderTable(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		write(w, `<div class="table" tabindex="0"><table>`, "\n")
	} else {
		write(w, "</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// renderTask draws the box of a task: a real, disabled checkbox would need a
// label, and would look as if it could be ticked.
func renderTask(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	if node.(*extast.TaskCheckBox).IsChecked {
		write(w, `<span class="task task-done">☑</span> `)
	} else {
		write(w, `<span class="task">☐</span> `)
	}
	return ast.WalkContinue, nil
}

// linkTarget is the destination of a link, escaped for a URL but not for HTML.
// Only pages, of the web or of the site, and mail addresses are ones.
func linkTarget(destination []byte) (string, bool) {
	href := string(util.URLEscape(destination, true))
	target, err := url.Parse(href)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(target.Scheme) {
	case "http", "https":
		return href, target.Host != ""
	case "mailto":
		return href, true
	case "":
		return href, href != ""
	}
	return "", false
}

// isOwnFile says whether an address is that of a file kept by the site itself.
func isOwnFile(href string) bool {
	return strings.HasPrefix(href, "/files/") && path.Clean(href) == href && !strings.ContainsAny(href, `\%?#`)
}

func openLink(w util.BufWriter, href string, title []byte) {
	write(w, `<a href="`, escape(href), `"`)
	if target, err := url.Parse(href); err != nil || target.Scheme != "" || target.Host != "" {
		write(w, ` rel="`, externalRel, `"`)
	}
	if len(title) > 0 {
		write(w, ` title="`)
		html.DefaultWriter.Write(w, title)
		write(w, `"`)
	}
	write(w, ">")
}

func insideLink(node ast.Node) bool {
	for parent := node.Parent(); parent != nil; parent = parent.Parent() {
		switch parent.Kind() {
		case ast.KindLink, ast.KindImage:
			return true
		}
	}
	return false
}

func escape(s string) string { return string(util.EscapeHTML([]byte(s))) }

// write cannot fail: the writer is a buffer in memory.
func write(w util.BufWriter, parts ...string) {
	for _, part := range parts {
		_, _ = w.WriteString(part)
	}
}
