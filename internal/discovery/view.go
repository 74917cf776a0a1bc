package discovery

import (
	"context"

	"parvis/internal/i18n"
	"parvis/internal/ui"
)

func (s searchScreen) tabs(ctx context.Context) []ui.Tab {
	tabs := make([]ui.Tab, len(kinds))
	for i, k := range kinds {
		label := "discovery.kind." + k
		if k == "" {
			label = "discovery.kind.all"
		}
		tabs[i] = ui.Tab{Label: i18n.T(ctx, label), Href: s.href(k, ""), Current: k == s.kind}
	}
	return tabs
}

func (s searchScreen) top() string {
	if s.first {
		return ""
	}
	return s.href(s.kind, "")
}

func (s searchScreen) older() string {
	if s.next == "" {
		return ""
	}
	return s.href(s.kind, s.next)
}

func (s tagScreen) top() string {
	if s.first {
		return ""
	}
	return "/t/" + s.tag.Slug
}

func (s tagScreen) older() string {
	if s.next == "" {
		return ""
	}
	return "/t/" + s.tag.Slug + "?before=" + s.next
}
