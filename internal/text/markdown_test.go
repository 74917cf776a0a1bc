package text

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

var people = Refs{Handle: func(handle string) (string, string, bool) {
	if handle == "lea.marchand" {
		return "/p/lea.marchand", "Léa <Marchand>", true
	}
	return "", "", false
}}

func TestHTML(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"empty", "", ""},
		{"paragraph", "Bonjour & *merci*\nà **tous**", "<p>Bonjour &amp; <em>merci</em><br>\nà <strong>tous</strong></p>\n"},
		{"headings", "# Un\n\nDeux\n---\n\n##### Cinq", "<h3>Un</h3>\n<h4>Deux</h4>\n<h5>Cinq</h5>\n"},
		{"headings by size", "### Un\n\n###### Deux\n\n## Trois\n\n### Quatre", "<h3>Un</h3>\n<h4>Deux</h4>\n<h3>Trois</h3>\n<h4>Quatre</h4>\n"},
		{"raw HTML is shown", "a <b onclick=x>b</b>\n\n<script>x</script>",
			"<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n<p>&lt;script&gt;x&lt;/script&gt;</p>\n"},
		{"outside link", "[a](https://exemple.fr/?a=1&b=2 \"T\")",
			`<p><a href="https://exemple.fr/?a=1&amp;b=2" rel="nofollow noopener noreferrer ugc" title="T">a</a></p>` + "\n"},
		{"inside link", "[a](/i/4z) [b](#c)", `<p><a href="/i/4z">a</a> <a href="#c">b</a></p>` + "\n"},
		{"no protocol", "[a](//exemple.fr)", `<p><a href="//exemple.fr" rel="nofollow noopener noreferrer ugc">a</a></p>` + "\n"},
		{"javascript", "[a](javascript:alert(1)) [b](JaVa&#115;cript:x) [c](java&Tab;script:x) <javascript:x>",
			"<p>a b c javascript:x</p>\n"},
		{"data and file", "[a](data:text/html,x) ![b](data:image/png;base64,AA) [c](file:///etc/passwd) [d](vbscript:x)",
			"<p>a b c d</p>\n"},
		{"bare link", "Voir https://exemple.fr/a, puis www.exemple.fr.",
			`<p>Voir <a href="https://exemple.fr/a" rel="nofollow noopener noreferrer ugc">https://exemple.fr/a</a>, puis <a href="http://www.exemple.fr" rel="nofollow noopener noreferrer ugc">www.exemple.fr</a>.</p>` + "\n"},
		{"mail", "Écrire à lea@exemple.fr", `<p>Écrire à <a href="mailto:lea@exemple.fr" rel="nofollow noopener noreferrer ugc">lea@exemple.fr</a></p>` + "\n"},
		{"own image", `![Un "plan"](/files/4z/plan.png)`,
			`<p><img src="/files/4z/plan.png" alt="Un &#34;plan&#34;" loading="lazy" decoding="async"></p>` + "\n"},
		{"outside image", "![Un plan](https://exemple.fr/p.png)",
			`<p><a href="https://exemple.fr/p.png" rel="nofollow noopener noreferrer ugc">Un plan</a></p>` + "\n"},
		{"outside image without words", "![](https://exemple.fr/p.png)",
			`<p><a href="https://exemple.fr/p.png" rel="nofollow noopener noreferrer ugc">https://exemple.fr/p.png</a></p>` + "\n"},
		{"outside image in a link", "[![x](https://exemple.fr/p.png)](/i/4z)", `<p><a href="/i/4z">x</a></p>` + "\n"},
		{"sly images", "![a](/files/../sign-out) ![b](//exemple.fr/files/x) ![c](/files/x?y)",
			`<p><a href="/files/../sign-out">a</a> <a href="//exemple.fr/files/x" rel="nofollow noopener noreferrer ugc">b</a> <a href="/files/x?y">c</a></p>` + "\n"},
		{"code", "`@lea.marchand <b>`\n\n```go\nif a < b {}\n```\n\n    #tag",
			"<p><code>@lea.marchand &lt;b&gt;</code></p>\n<pre tabindex=\"0\"><code class=\"language-go\">if a &lt; b {}\n</code></pre>\n<pre tabindex=\"0\"><code>#tag\n</code></pre>\n"},
		{"tasks", "- [x] fait\n- [ ] à faire",
			"<ul>\n<li><span class=\"task task-done\">☑</span> fait</li>\n<li><span class=\"task\">☐</span> à faire</li>\n</ul>\n"},
		{"struck", "~~non~~", "<p><del>non</del></p>\n"},
		{"table", "|a|b|\n|-|-:|\n|1|2|",
			"<div class=\"table\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"right\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"right\">2</td>\n</tr>\n</tbody>\n</table></div>\n"},
		{"list from 3", "3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n"},
		{"mention", "Merci @Lea.Marchand, et @inconnu.",
			`<p>Merci <a class="mention" href="/p/lea.marchand">@Léa &lt;Marchand&gt;</a>, et @inconnu.</p>` + "\n"},
		{"tag", "Sur #Égalité_pro et #12",
			`<p>Sur <a class="tag" href="/t/egalite-pro">#Égalité_pro</a> et #12</p>` + "\n"},
		{"marks in a link", "[@lea.marchand #a](/i/4z)", `<p><a href="/i/4z">@lea.marchand #a</a></p>` + "\n"},
		{"mark after an open bracket", "[voir #a", `<p>[voir <a class="tag" href="/t/a">#a</a></p>` + "\n"},
		{"escaped marks", `\@lea.marchand \#a`, "<p>@lea.marchand #a</p>\n"},
		{"mark with emphasis", "**#a**", `<p><strong><a class="tag" href="/t/a">#a</a></strong></p>` + "\n"},
		{"no footnotes, no ids", "# A {#b}\n\n[^1]", "<h3>A {<a class=\"tag\" href=\"/t/b\">#b</a>}</h3>\n<p>[^1]</p>\n"},
	}
	renderer := NewRenderer(10)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, renderer.HTML(test.in, people, "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMemo(t *testing.T) {
	renderer := NewRenderer(2)
	asked := 0
	refs := Refs{Handle: func(string) (string, string, bool) { asked++; return "/p/a", "A", true }}
	for _, variant := range []string{"1", "1", "2", "1"} {
		renderer.HTML("@a", refs, variant)
	}
	if asked != 2 {
		t.Errorf("rendered %d times for two variants", asked)
	}
	if got := renderer.HTML("@a", Refs{}, "3"); got != "<p>@a</p>\n" {
		t.Errorf("without refs: %q", got)
	}
}

func TestMentionsAndTags(t *testing.T) {
	tests := []struct {
		in             string
		mentions, tags []string
	}{
		{"", nil, nil},
		{"@lea.marchand @Lea.Marchand. (@jean-paul.roux)", []string{"lea.marchand", "jean-paul.roux"}, nil},
		{"a@b.fr @@b @c_d @é @léa x@y", nil, nil},
		{"`@a` [@b](/c) ![@d](/e)\n\n```\n@f #g\n```\n\n@h", []string{"h"}, nil},
		{"#Droit #droit #numéro-1, #12 #a_b_ ##c a#d #-", nil, []string{"droit", "numero-1", "a-b"}},
		{"https://exemple.fr/#tag &#35; C# #é", nil, []string{"e"}},
		{"#Ελλάδα", nil, nil},
		{"l’#État", nil, []string{"etat"}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.mentions, Mentions(test.in)); diff != "" {
			t.Errorf("mentions of %q: %s", test.in, diff)
		}
		if diff := cmp.Diff(test.tags, Tags(test.in)); diff != "" {
			t.Errorf("tags of %q: %s", test.in, diff)
		}
	}
}

func TestExcerpt(t *testing.T) {
	tests := []struct {
		in   string
		max  int
		want string
	}{
		{"", 10, ""},
		{"# Titre\n\nUn *mot* &amp; `du <code>`\nfin \\* [lien](/x) ![image](/y)", 100, "Titre Un mot & du <code> fin * lien image"},
		{"- un\n- [ ] deux\n\n|a|b|\n|-|-|\n|c|d|", 100, "un deux a b c d"},
		{"Voir https://exemple.fr @lea #tag", 100, "Voir https://exemple.fr @lea #tag"},
		{"Un deux trois quatre", 13, "Un deux…"},
		{"Un deux, trois", 10, "Un deux…"},
		{"anticonstitutionnellement", 10, "anticonst…"},
		{"<b>gras</b>", 20, "<b>gras</b>"},
		{`&eacute;&#65; \&amp; \*`, 20, "éA &amp; *"},
		{"```\nx := 1\n```", 20, "x := 1"},
		{"abc", 0, ""},
	}
	for _, test := range tests {
		got := Excerpt(test.in, test.max)
		if got != test.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", test.in, test.max, got, test.want)
		}
	}
}

// allowed is what may be in rendered HTML, as a browser's parser sees it.
var allowed = map[string]string{
	"p": "", "br": "", "hr": "", "h3": "", "h4": "", "h5": "", "h6": "", "strong": "", "em": "", "del": "", "blockquote": "",
	"ul": "", "ol": "start", "li": "", "table": "", "thead": "", "tbody": "", "tr": "", "th": "align", "td": "align",
	"a": "href rel title class", "img": "src alt loading decoding", "span": "class", "div": "class tabindex",
	"pre": "tabindex", "code": "class",
}

func harmless(rendered string) error {
	if strings.Contains(strings.ToLower(rendered), "<script") {
		return fmt.Errorf("a script")
	}
	tokens := html.NewTokenizer(strings.NewReader(rendered))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return nil
		case html.CommentToken, html.DoctypeToken:
			return fmt.Errorf("a comment: %s", tokens.Raw())
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			names, ok := allowed[token.Data]
			if !ok {
				return fmt.Errorf("element %s", token.Data)
			}
			for _, attr := range token.Attr {
				value := strings.ToLower(strings.TrimSpace(attr.Val))
				switch {
				case !strings.Contains(" "+names+" ", " "+attr.Key+" "):
					return fmt.Errorf("attribute %s on %s", attr.Key, token.Data)
				case attr.Key == "src" && !strings.HasPrefix(value, "/files/"):
					return fmt.Errorf("image %s", value)
				case attr.Key == "href" && strings.Contains(value, ":") && !strings.HasPrefix(value, "http") &&
					!strings.HasPrefix(value, "mailto:") && strings.Index(value, ":") < strings.IndexAny(value+"/", "/?#"):
					return fmt.Errorf("link %s", value)
				}
			}
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"", "<script>alert(1)</script>", "[a](javascript:alert(1))", "![x](javascript:x \"onerror=y\")", "<javascript:alert(1)>",
		"<img src=x onerror=alert(1)>", "[a](java\tscript:x)", "[a](&#x6A;avascript:x)", "[a]: javascript:x\n\n[a]",
		"![a\" onload=\"x](/files/a)", "[a](/b \"t\\\" onclick=x\")", "```\" onclick=x\n```", "|a|\n|-|\n|<b>|", "@a #b [@c](/d)",
		"<http://a\" onclick=x>", "- [x] <x>", "\x00\xff", "[a](data:text/html;base64,PHN)", "![a](/files/x\"y)", "<!--", "]]>", "&lt;script&gt;",
	} {
		f.Add(seed)
	}
	renderer := NewRenderer(1)
	refs := Refs{Handle: func(handle string) (string, string, bool) { return "/p/" + handle, handle + `"><script>`, true }}
	f.Fuzz(func(t *testing.T, source string) {
		rendered := renderer.HTML(source, refs, "")
		if err := harmless(rendered); err != nil {
			t.Fatalf("%q gives %q: %v", source, rendered, err)
		}
		if excerpt := Excerpt(source, 40); !utf8.ValidString(excerpt) || utf8.RuneCountInString(excerpt) > 40 {
			t.Fatalf("%q has the excerpt %q", source, excerpt)
		}
		for _, name := range append(Mentions(source), Tags(source)...) {
			if name == "" || strings.ToLower(name) != name {
				t.Fatalf("%q marks %q", source, name)
			}
		}
	})
}

// TestHostileSizes feeds what makes naive parsers slow. The bound is far above
// what is measured (0.2 s): it fails for what grows with the square.
func TestHostileSizes(t *testing.T) {
	renderer := NewRenderer(1)
	for _, piece := range []string{"[", "![", "*a_", "> ", "`", "~~", "<", "@a ", "#b ", "- ", "[a](", "|a", "&", "\\", "<http://a", "**a*", "(((www.a.b",
		"~~a_", "a~~ ", "~a~~ ", "*a **a ", "1. ", "+ - * ", "\\[", "]", "[a]", "![a](/files/", "|", "a|\n-|\n"} {
		start := time.Now()
		renderer.HTML(strings.Repeat(piece, 50_000/len(piece)), people, "")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("50 kB of %q took %v", piece, took)
		} else {
			t.Logf("%q: %v", piece, took)
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	source := strings.Repeat("Un **paragraphe** avec un [lien](https://exemple.fr), @lea.marchand et #droit.\n\n- un\n- deux\n\n", 10)
	b.Run("fresh", func(b *testing.B) {
		renderer := NewRenderer(1)
		for b.Loop() {
			renderer.render(source, people)
		}
	})
	b.Run("remembered", func(b *testing.B) {
		renderer := NewRenderer(1)
		for b.Loop() {
			renderer.HTML(source, people, "")
		}
	})
}
