// Command judge bundles the real Yjs with the histories that it plays, into
// internal/ydoc/testdata/judge.js: the tests of ydoc run it in QuickJS and
// compare.
//
// Run it from tools/: go run ./judge.
package main

import (
	"log"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	log.SetFlags(0)
	root, err := filepath.Abs("..")
	if err != nil {
		log.Fatalf("judge: %v", err)
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir: root,
		EntryPoints:   []string{"internal/ydoc/testdata/judge/main.js"},
		Outfile:       "internal/ydoc/testdata/judge.js",
		Bundle:        true,
		Format:        api.FormatIIFE,
		Target:        api.ES2023,
		Write:         true,
	})
	for _, message := range append(result.Errors, result.Warnings...) {
		log.Print(message.Text)
	}
	if len(result.Errors)+len(result.Warnings) > 0 {
		log.Fatalf("judge: %d errors, %d warnings", len(result.Errors), len(result.Warnings))
	}
}
