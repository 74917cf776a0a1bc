package citation

import "embed"

// Messages are the sentences of citations.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
