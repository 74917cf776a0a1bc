package proposal

import "embed"

// Messages holds the words of this feature, in French and English.
//
//go:embed messages.fr.json messages.en.json
var Messages embed.FS
