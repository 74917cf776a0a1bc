package discovery

import (
	"context"

	"github.com/a-h/templ"

	"parvis/internal/content"
	"parvis/internal/i18n"
	"parvis/internal/ui"
)

// boxAttrs make the box suggest while one types, where there are scripts.
var boxAttrs = templ.Attributes{"data-search-box": true, "autocomplete": "off", "spellcheck": "false"}

// operators are what may be typed in the box, with what it does.
func operators(ctx context.Context) [][2]string {
	p := i18n.From(ctx)
	return [][2]string{
		{p.T("discovery.help.phrase"), p.T("discovery.help.phrase.what")},
		{p.T("discovery.help.not"), p.T("discovery.help.not.what")},
		{p.T("discovery.help.from"), p.T("discovery.help.from.what")},
		{p.T("discovery.help.in"), p.T("discovery.help.in.what")},
		{p.T("discovery.help.kind"), p.T("discovery.help.kind.what")},
		{p.T("discovery.help.tag"), p.T("discovery.help.tag.what")},
		{p.T("discovery.help.dates"), p.T("discovery.help.dates.what")},
		{p.T("discovery.help.file"), p.T("discovery.help.file.what")},
	}
}

func tagLinks(list []content.Tag) []ui.Tag {
	tags := make([]ui.Tag, len(list))
	for i, t := range list {
		tags[i] = ui.Tag{Name: t.Name, Href: "/t/" + t.Slug, Count: t.Uses}
	}
	return tags
}
