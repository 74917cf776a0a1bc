package template

import (
	"regexp"

	"parvis/internal/document/prose"
	"parvis/internal/text"
)

// field is a word between braces.
var field = regexp.MustCompile(`\{\s*(\pL+)\s*\}`)

// value is what a field is filled with, by its name in either language, with or
// without its accents; false for a word that names none.
func (f Fields) value(name string) (string, bool) {
	switch text.Fold(name) {
	case "titre", "title":
		return f.Title, true
	case "date":
		return f.Date, true
	case "auteur", "auteure", "autrice", "author":
		return f.Author, true
	case "communaute", "community":
		return f.Place, true
	case "unite", "unit", "service":
		return f.Unit, true
	}
	return "", false
}

// fill gives what a template says with its fields filled. Who is named in it is
// named in words: beginning a document calls nobody.
func fill(n prose.Node, f Fields) prose.Node {
	switch n.Type {
	case prose.Text:
		n.Text = field.ReplaceAllStringFunc(n.Text, func(word string) string {
			if v, known := f.value(field.FindStringSubmatch(word)[1]); known {
				return v
			}
			return word
		})
		return n
	case prose.Mention:
		return prose.Node{Type: prose.Text, Text: n.Attrs.String("name")}
	}
	if len(n.Content) == 0 {
		return n
	}
	inside := make([]prose.Node, 0, len(n.Content))
	for _, c := range n.Content {
		// A field without a value leaves nothing, and an empty run is none.
		if c = fill(c, f); c.Type != prose.Text || c.Text != "" {
			inside = append(inside, c)
		}
	}
	n.Content = inside
	return n
}
