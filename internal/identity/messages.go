package identity

import "embed"

// Messages is the package's part of the catalogue.
//
//go:embed messages.*.json
var Messages embed.FS
