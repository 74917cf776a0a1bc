package document

import (
	"parvis/internal/activity"
	"parvis/internal/content"
)

// What happens to documents beside the verbs of content.
const (
	// DocumentWritten: a pause came after some writing, and the text of the item
	// says what the document says. Data: {"people": who wrote since the last one}
	DocumentWritten activity.Verb = "document.written"
)

// Kinds are what content must know of documents.
func Kinds() []content.Kind {
	return []content.Kind{{Name: Kind, Make: content.Publish, Bare: true, Derived: true, Erase: erase}}
}
