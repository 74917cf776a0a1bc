package shelf

import "embed"

// Messages are the sentences of the lists of documents.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
