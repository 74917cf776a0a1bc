package text

import (
	"bufio"
	"bytes"
	stdhtml "html"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// markdown is what people write: CommonMark and GFM's tables, task lists,
// strikethrough and links, with our marks, without raw HTML. A line end is a
// line end, as in a mail.
var markdown = goldmark.New(
	goldmark.WithParser(parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(shallow{parser.NewListParser()}, 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(shallow{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(sparing{parser.NewLinkParser(), parser.NewContextKey()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(markParser{}, 400),
			util.Prioritized(sparing{parser.NewEmphasisParser(), parser.NewContextKey()}, 500),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)),
	goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([][]byte{[]byte("http:"), []byte("https:")})),
		extension.TaskList,
	),
	goldmark.WithRendererOptions(
		html.WithHardWraps(),
		renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 100)),
	),
)

// document is a parsed text with the source that its nodes point into.
type document struct {
	ast.Node
	source []byte
}

func parse(source string) document {
	bytes := []byte(source)
	return document{markdown.Parser().Parse(text.NewReader(bytes)), bytes}
}

// Excerpt is the beginning of a Markdown text as plain words on one line, at
// most max runes, cut between words and then ended by "…".
func Excerpt(source string, max int) string {
	// Far more source than any excerpt needs, so that a long document in a list
	// costs no more than a short one.
	source = cutBytes(source, 8*max+2000)
	parsed := parse(source)
	return shorten(plain(parsed.Node, parsed.source), max)
}

// plain is the words within a node, entities and escapes resolved, blocks and
// lines apart.
func plain(within ast.Node, source []byte) string {
	var escaped bytes.Buffer
	words := bufio.NewWriter(&escaped)
	_ = ast.Walk(within, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch node := node.(type) {
		case *ast.Text:
			if !entering {
				break
			}
			if node.IsRaw() {
				html.DefaultWriter.RawWrite(words, node.Value(source))
			} else {
				html.DefaultWriter.Write(words, node.Value(source))
			}
			if node.SoftLineBreak() || node.HardLineBreak() {
				write(words, " ")
			}
		case *ast.AutoLink:
			if entering {
				write(words, escape(string(node.Label(source))))
			}
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			if entering {
				write(words, escape(string(node.Lines().Value(source))))
			}
		}
		if node.Type() == ast.TypeBlock {
			write(words, " ")
		}
		return ast.WalkContinue, nil
	})
	_ = words.Flush()
	return stdhtml.UnescapeString(escaped.String())
}

func cutBytes(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for max > 0 && !utf8.RuneStart(s[max]) {
		max--
	}
	return s[:max]
}

// shorten makes s one line of at most max runes, the "…" of a cut included.
func shorten(s string, max int) string {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, "\ufffd"), func(r rune) bool {
		return unicode.IsSpace(r) && !isNoBreak(r) || unicode.IsControl(r)
	}), " ")
	runes := []rune(s)
	if len(runes) <= max {
		return s
	}
	if max < 1 {
		return ""
	}
	end := max - 1
	for cut := end; cut > end/2; cut-- {
		if unicode.IsSpace(runes[cut]) {
			end = cut
			break
		}
	}
	return strings.TrimRightFunc(string(runes[:end]), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.…-–—(«", r)
	}) + "…"
}
