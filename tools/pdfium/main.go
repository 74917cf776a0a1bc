// Command pdfium takes the WebAssembly of PDFium out of the module that brings
// it, and puts it beside the code that runs it, compressed. Taking the bytes
// alone spares the program that module's thousand functions.
//
// Run it from tools/: go run ./pdfium.
package main

import (
	"bytes"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
	_ "github.com/klippa-app/go-pdfium/errors" // keeps the module among those that are downloaded
)

const made = "../internal/extract/pdfium/pdfium.wasm.zst"

func main() {
	log.SetFlags(0)
	if err := pack(); err != nil {
		log.Fatalf("pdfium: %v", err)
	}
}

func pack() error {
	folder, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/klippa-app/go-pdfium").Output()
	if err != nil {
		return err
	}
	wasm, err := os.ReadFile(filepath.Join(string(bytes.TrimSpace(folder)), "webassembly", "pdfium.wasm"))
	if err != nil {
		return err
	}
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20))
	if err != nil {
		return err
	}
	packed := encoder.EncodeAll(wasm, nil)
	log.Printf("  pdfium.wasm: %d kB, %d packed", len(wasm)/1000, len(packed)/1000)
	return os.WriteFile(made, packed, 0o644)
}
