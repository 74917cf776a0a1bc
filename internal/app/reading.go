package app

import (
	"embed"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/text"
	"parvis/internal/web"
)

// texts are the pages that one only reads, in every language.
//
//go:embed text/*.md
var texts embed.FS

// readTexts: the help and the accessibility statement show nothing of the
// site; whoever cannot sign in needs them most.
var readTexts = access.On(access.None, "app.read_texts", access.Read, access.Anyone)

// leaflet is a text with the keys of what stands above it.
type leaflet struct{ name, title, use string }

var (
	help          = leaflet{"help", "app.help.title", "app.help.use"}
	accessibility = leaflet{"accessibility", "app.accessibility.title", "app.accessibility.use"}
)

// reads answers with one of the texts.
func (a *App) reads(what leaflet) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		source, err := texts.ReadFile("text/" + what.name + "." + string(i18n.From(r.Context()).Lang()) + ".md")
		if err != nil {
			return nil, err
		}
		return web.Page(readingPage(what, raised.Replace(a.Markdown.HTML(string(source), text.Refs{}, what.title)))), nil
	}
}

// raised lifts the headings by one level: what people write stands under a
// heading of the page, whereas here the text is the page.
var raised = strings.NewReplacer("<h3>", "<h2>", "</h3>", "</h2>", "<h4>", "<h3>", "</h4>", "</h3>")
