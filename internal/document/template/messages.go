package template

import "embed"

// Messages are the sentences of templates.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
