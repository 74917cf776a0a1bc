package api

import (
	"context"
	"html"

	"parvis/internal/i18n"
)

// intro is how to begin, as safe HTML: the words are ours.
func intro(ctx context.Context) string {
	calls, lists := i18n.T(ctx, "api.intro"), i18n.T(ctx, "api.intro.lists")
	return "<p>" + html.EscapeString(calls) + "</p><p>" + html.EscapeString(lists) + "</p>" +
		code("export PARVIS_URL=https://parvis.example.org PARVIS_TOKEN=parvis_…")
}

func code(text string) string { return "<pre><code>" + html.EscapeString(text) + "</code></pre>" }

// typeOf says what a field holds and its bounds, in few words.
func typeOf(ctx context.Context, f Field) string {
	word := i18n.T(ctx, "api.type."+f.Type)
	if f.List {
		word = i18n.T(ctx, "api.type.list", "of", word)
	}
	unit := "api.bounds.number"
	switch {
	case f.List:
		unit = "api.bounds.entries"
	case f.Type == "string":
		unit = "api.bounds.characters"
	}
	var bounds string
	switch {
	case f.Least != "" && f.Most != "":
		bounds = f.Least + "–" + f.Most
	case f.Most != "":
		bounds = "≤\u00a0" + f.Most
	case f.Least != "":
		bounds = "≥\u00a0" + f.Least
	default:
		return word
	}
	return word + ", " + i18n.T(ctx, unit, "bounds", bounds)
}
