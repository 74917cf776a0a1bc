package prose_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/document/prose"
	"parvis/internal/text"
)

func words(s string, marks ...string) prose.Node {
	n := prose.Node{Type: prose.Text, Text: s}
	for _, m := range marks {
		n.Marks = append(n.Marks, prose.Mark{Type: m})
	}
	return n
}

func link(s, href string, marks ...string) prose.Node {
	n := words(s, marks...)
	n.Marks = append(n.Marks, prose.Mark{Type: prose.Link, Attrs: prose.Attrs{"href": href}})
	return n
}

func node(t prose.Type, content ...prose.Node) prose.Node {
	return prose.Node{Type: t, Content: content}
}

func with(n prose.Node, name string, value any) prose.Node {
	attrs := prose.Attrs{name: value}
	for k, v := range n.Attrs {
		attrs[k] = v
	}
	n.Attrs = attrs
	return n
}

func par(list ...prose.Node) prose.Node { return node(prose.Paragraph, list...) }

func TestMarkdown(t *testing.T) {
	for name, c := range map[string]struct {
		doc  prose.Node
		want string
	}{
		"empty": {node(prose.Doc), ""},
		"marks": {
			node(prose.Doc, par(words("Le "), words("décret", prose.Bold), words(" du "), words(" 3 mai ", prose.Italic), words("est "), words("a*b", prose.Strike), words("x`y", prose.Code))),
			"Le **décret** du  *3 mai* est ~~a\\*b~~`` x`y ``",
		},
		"a link goes on over marks": {
			node(prose.Doc, par(words("Voir "), link("le ", "https://example.org/a(b)"), link("texte", "https://example.org/a(b)", prose.Bold), words("."))),
			"Voir [le **texte**](https://example.org/a%28b%29).",
		},
		"addresses keep their low lines": {node(prose.Doc, par(words("un_deux _trois_"))), "un_deux \\_trois\\_"},
		"what begins a line":             {node(prose.Doc, par(words("# non")), par(words("1. non")), par(words("- non"))), "\\# non\n\n1\\. non\n\n\\- non"},
		"headings and a rule": {
			node(prose.Doc, with(node(prose.Heading, words("Titre")), "level", 2.0), node(prose.HorizontalRule)),
			"## Titre\n\n---",
		},
		"lists in lists": {
			node(prose.Doc,
				with(node(prose.OrderedList,
					node(prose.ListItem, par(words("un")), node(prose.BulletList, node(prose.ListItem, par(words("a"))), node(prose.ListItem, par(words("b"))))),
					node(prose.ListItem, par(words("deux")), par(words("suite")))), "start", 9.0)),
			"9. un\n\n   - a\n   - b\n10. deux\n\n    suite",
		},
		"tasks": {
			node(prose.Doc, node(prose.TaskList, with(node(prose.TaskItem, par(words("fait"))), "checked", true), node(prose.TaskItem, par(words("à faire"))))),
			"- [x] fait\n- [ ] à faire",
		},
		"a table": {
			node(prose.Doc, node(prose.Table,
				node(prose.TableRow, node(prose.TableHeader, par(words("A|B"))), node(prose.TableHeader, par(words("C")))),
				node(prose.TableRow, with(node(prose.TableCell, par(words("un")), par(words("deux"))), "colspan", 2.0)))),
			"| A\\|B | C |\n| --- | --- |\n| un deux |  |",
		},
		"a callout, a quote, code": {
			node(prose.Doc, with(node(prose.Callout, par(words("Attention."))), "kind", "warning"), node(prose.Blockquote, par(words("Dit."))),
				with(node(prose.CodeBlock, words("a\n```\nb")), "language", "sql")),
			"> Attention.\n\n> Dit.\n\n````sql\na\n```\nb\n````",
		},
		"people, items, files": {
			node(prose.Doc, par(
				prose.Node{Type: prose.Mention, Attrs: prose.Attrs{"handle": "linh.tran", "name": "Linh Tran"}}, words(" lit "),
				prose.Node{Type: prose.ItemLink, Attrs: prose.Attrs{"item": "4mq8", "title": "La note [1]"}}, prose.Node{Type: prose.HardBreak}, words("ici")),
				prose.Node{Type: prose.Image, Attrs: prose.Attrs{"file": "77", "alt": "Plan"}}),
			"@linh.tran lit [La note \\[1\\]](/i/4mq8)\\\nici\n\n![Plan](/files/77)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, prose.Markdown(c.doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What Markdown makes of the text of a run is the text itself, whatever signs it
// holds.
func TestTextStaysText(t *testing.T) {
	md := text.NewRenderer(10)
	for _, s := range []string{"# a", "1) a", "+ a", "a*b*c", "_a_", "[a](b)", "<b>a</b>", "a `b` c", "~~a~~", "> a", "=== a", "- [ ] a", "\\a\\", "&amp; a"} {
		got := md.HTML(prose.Markdown(node(prose.Doc, par(words(s)))), text.Refs{}, "")
		want := "<p>" + strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "`", "`").Replace(s) + "</p>"
		if strings.TrimSpace(got) != want {
			t.Errorf("%q is shown as %q", s, got)
		}
	}
}

func TestAddress(t *testing.T) {
	for href, want := range map[string]bool{
		"https://example.org/a": true, "HTTP://example.org": true, "mailto:a@example.org": true, "/i/4mq8": true, "#fin": true,
		"javascript:alert(1)": false, "//example.org": false, "data:text/html,a": false, "https://": false, "/\\example.org": false, "": false, "java\nscript:a": false,
	} {
		if got := prose.Address(href); got != want {
			t.Errorf("%q: %v", href, got)
		}
	}
}

func TestPlain(t *testing.T) {
	doc := node(prose.Doc, par(words("un")), node(prose.BulletList, node(prose.ListItem, par(words("deux"))), node(prose.ListItem, par(words("trois")))))
	if got := prose.Plain(doc); got != "un\ndeux\ntrois" {
		t.Errorf("%q", got)
	}
}
