package browser

import _ "embed"

// library is what the page's side of the harness knows: to find things by the
// names that people see. The browser runs it beside the page's own scripts,
// whatever the page's policy says.
//
//go:embed testdata/library.js
var library string
