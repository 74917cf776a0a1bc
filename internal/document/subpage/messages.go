package subpage

import "embed"

// Messages are the sentences of trees of documents.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
