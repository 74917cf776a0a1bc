package text

import (
	"bytes"
	"crypto/sha256"
	"regexp"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/microcosm-cc/bluemonday"
)

// Refs tells what the marks of a text refer to.
type Refs struct {
	// Handle gives the page and the name of the person with a handle. Those
	// that it does not know are left as they were typed; nil knows nobody.
	Handle func(handle string) (href, name string, ok bool)
}

// Renderer turns Markdown into HTML, and remembers what it rendered. It may be
// shared between goroutines.
type Renderer struct {
	policy *bluemonday.Policy
	memo   *lru.Cache[[sha256.Size]byte, string]
}

// memoLimit keeps long texts out of the memo, in bytes of HTML: its size is
// counted in entries.
const memoLimit = 64 << 10

// NewRenderer makes a Renderer that remembers at most cacheEntries texts, at
// least one.
func NewRenderer(cacheEntries int) *Renderer {
	// New fails only for a size below one.
	memo, _ := lru.New[[sha256.Size]byte, string](max(cacheEntries, 1))
	return &Renderer{policy: newPolicy(), memo: memo}
}

// HTML is source rendered, and safe to put in a page as it is. What was
// rendered before for the same source and variant is given again, so variant
// must tell apart all that refs may answer differently: who may see whom, and
// the version of people's names.
func (r *Renderer) HTML(source string, refs Refs, variant string) string {
	if source == "" {
		return ""
	}
	key := sha256.Sum256([]byte(variant + "\x00" + source))
	if html, ok := r.memo.Get(key); ok {
		return html
	}
	html := r.render(source, refs)
	if len(html) <= memoLimit {
		r.memo.Add(key, html)
	}
	return html
}

func (r *Renderer) render(source string, refs Refs) string {
	document := parse(source)
	outline(document.Node)
	eachMark(document.Node, func(found *mark) {
		if found.sign == '#' {
			found.href = "/t/" + found.name
		} else if refs.Handle != nil {
			if href, name, ok := refs.Handle(found.name); ok {
				found.href, found.show = href, "@"+name
			}
		}
	})
	var html bytes.Buffer
	// Rendering into memory fails only for a kind of node that has no renderer.
	if err := markdown.Renderer().Render(&html, document.source, document.Node); err != nil {
		return "<p>" + escape(source) + "</p>"
	}
	return r.policy.SanitizeReader(&html).String()
}

// newPolicy allows what our own renderer writes and nothing more: the second
// lock on the door.
func newPolicy() *bluemonday.Policy {
	policy := bluemonday.NewPolicy()
	policy.AllowElements("p", "br", "hr", "h3", "h4", "h5", "h6", "strong", "em", "del", "code", "pre", "blockquote",
		"ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "span", "div")
	policy.AllowURLSchemes("http", "https", "mailto")
	policy.AllowRelativeURLs(true)
	policy.RequireParseableURLs(true)
	policy.AllowAttrs("href").OnElements("a")
	policy.AllowAttrs("rel").Matching(exactly(externalRel)).OnElements("a")
	policy.RequireNoFollowOnFullyQualifiedLinks(true)
	policy.RequireNoReferrerOnFullyQualifiedLinks(true)
	policy.AllowAttrs("title").OnElements("a")
	policy.AllowAttrs("class").Matching(exactly("mention|tag")).OnElements("a")
	policy.AllowAttrs("class").Matching(exactly("task( task-done)?")).OnElements("span")
	policy.AllowAttrs("class").Matching(exactly("table")).OnElements("div")
	policy.AllowAttrs("class").Matching(exactly("language-[a-z0-9-]+")).OnElements("code")
	policy.AllowAttrs("tabindex").Matching(exactly("0")).OnElements("pre", "div")
	policy.AllowAttrs("align").Matching(exactly("left|center|right")).OnElements("th", "td")
	policy.AllowAttrs("start").Matching(exactly("[0-9]{1,9}")).OnElements("ol")
	policy.AllowAttrs("src").Matching(regexp.MustCompile(`^/files/[^\\%?#]+$`)).OnElements("img")
	policy.AllowAttrs("alt").OnElements("img")
	policy.AllowAttrs("loading").Matching(exactly("lazy")).OnElements("img")
	policy.AllowAttrs("decoding").Matching(exactly("async")).OnElements("img")
	return policy
}

func exactly(pattern string) *regexp.Regexp { return regexp.MustCompile(`^(?:` + pattern + `)$`) }
