package account

import "embed"

// Messages is the feature's part of the catalogue.
//
//go:embed messages.*.json
var Messages embed.FS
