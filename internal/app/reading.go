package app

import (
	"embed"

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

// reading answers with one of the texts, "help" or "accessibility".
func (a *App) reading(name string) web.Handler {
	return func(r *web.Request) (web.Reply, error) {
		source, err := texts.ReadFile("text/" + name + "." + string(i18n.From(r.Context()).Lang()) + ".md")
		if err != nil {
			return nil, err
		}
		return web.Page(readingPage("app."+name, a.Markdown.HTML(string(source), text.Refs{}, "app."+name))), nil
	}
}
