package knowledge

// Template is an outline with which one may begin a sheet. Its name and text
// are messages, in both languages.
type Template struct {
	Code string // ends the message keys "knowledge.template.…"
	Icon string
}

// Templates lists them in the order in which they are proposed.
func Templates() []Template {
	return []Template{
		{"procedure", "list-checks"},
		{"question", "circle-question-mark"},
		{"definition", "book-open-text"},
	}
}
