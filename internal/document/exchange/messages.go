package exchange

import "embed"

// Messages are the sentences of this package, in both languages.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
