package setting

import "embed"

// Messages are the sentences of this package, in every language.
//
//go:embed messages.*.json
var Messages embed.FS
