package intake

import "embed"

// Messages holds the sentences of this package.
//
//go:embed messages.*.json
var Messages embed.FS
