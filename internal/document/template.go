package document

import (
	"context"

	"parvis/internal/clock"
	"parvis/internal/i18n"
)

// Template is an outline with which a document may begin. Its name, what it is
// for and its text are messages, in both languages.
type Template struct {
	Code string // ends the message keys "document.template.…"
	Icon string
}

// Templates lists them in the order in which they are proposed.
func Templates() []Template {
	return []Template{
		{"blank", "file"},
		{"note", "file-text"},
		{"minutes", "users-round"},
		{"procedure", "list-checks"},
		{"report", "chart-bar-big"},
		{"circular", "megaphone"},
	}
}

// Fields are what a template is filled with.
type Fields struct {
	Title, Author, Place, Unit string
	At                         clock.Time
}

// outline is the text of a template, "" for the blank one and for one that does
// not exist.
func outline(ctx context.Context, code string, f Fields) string {
	for _, t := range Templates() {
		if t.Code == code && code != "blank" {
			return i18n.T(ctx, "document.template."+code+".text",
				"title", f.Title, "author", f.Author, "place", f.Place, "date", i18n.From(ctx).Date(f.At.Time))
		}
	}
	return ""
}
