package text

import (
	stdhtml "html"
	"regexp"
	"strconv"
	"strings"
)

// Heading is one title within a rendered text, with the anchor that leads to it.
type Heading struct {
	Anchor string // unique among those of one text
	Title  string
	Level  int // 1 is the highest that authors have
}

var (
	headingTag = regexp.MustCompile(`(?s)<h([3-6])>(.*?)</h[3-6]>`)
	anyTag     = regexp.MustCompile(`<[^>]*>`)
)

// Anchored gives each heading of a text that a Renderer made an anchor, and
// lists those of the two highest levels: a table of contents.
func Anchored(html string) (string, []Heading) {
	if !strings.Contains(html, "<h3>") {
		return html, nil
	}
	var list []Heading
	html = headingTag.ReplaceAllStringFunc(html, func(found string) string {
		level := int(found[2] - '2')
		title := strings.TrimSpace(stdhtml.UnescapeString(anyTag.ReplaceAllString(found[4:len(found)-5], "")))
		if level > 2 || title == "" {
			return found
		}
		anchor := "t-" + strconv.Itoa(len(list)+1)
		list = append(list, Heading{anchor, title, level})
		return found[:3] + ` id="` + anchor + `"` + found[3:]
	})
	return html, list
}
