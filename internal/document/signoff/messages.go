package signoff

import "embed"

// Messages are the sentences of this feature.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
