// Package pdfium runs PDFium, compiled to WebAssembly, for the little that is
// asked of it: pages, their text, their pictures.
//
// What would surprise: the module that brings the WebAssembly has bindings for
// all of PDFium's thousand functions, which weigh megabytes in a program that
// calls twenty. They are called by name here, and tools/pdfium takes the
// bytes out of that module. Nothing of the machine is handed over: no file, no
// clock, no network.
package pdfium

import (
	"context"
	_ "embed"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/emscripten"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"
)

//go:embed pdfium.wasm.zst
var packed []byte

// memoryPages bounds what PDFium may take, in pages of 64 kB.
const memoryPages = 400 << 20 / (64 << 10)

var (
	// ErrPassword says that a document is encrypted.
	ErrPassword = errors.New("pdfium: a password is needed")
	// ErrFormat says that a document cannot be opened.
	ErrFormat = errors.New("pdfium: not a document that can be opened")
)

// Library is PDFium, started. It serves one caller at a time.
type Library struct {
	runtime wazero.Runtime
	module  api.Module
}

// Start makes PDFium ready. cache is a folder where what was compiled is kept
// for the next time; without one each start takes some seconds.
func Start(ctx context.Context, cache string) (*Library, error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages)
	if cache != "" {
		kept, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(kept)
	}
	l := &Library{runtime: wazero.NewRuntimeWithConfig(ctx, config)}
	if err := l.start(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("pdfium: starting: %w", err), l.Close(ctx))
	}
	return l, nil
}

func (l *Library) start(ctx context.Context) error {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return err
	}
	defer decoder.Close()
	wasm, err := decoder.DecodeAll(packed, nil)
	if err != nil {
		return err
	}
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, l.runtime); err != nil {
		return err
	}
	compiled, err := l.runtime.CompileModule(ctx, wasm)
	if err != nil {
		return err
	}
	if err := l.surround(ctx, compiled); err != nil {
		return err
	}
	// Without a folder, a clock or streams of the machine.
	if l.module, err = l.runtime.InstantiateModule(ctx, compiled, wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize")); err != nil {
		return err
	}
	_, err = l.call(ctx, "FPDF_InitLibrary")
	return err
}

// surround gives the module the functions that it imports: those of Emscripten,
// and for what would reach out of it, such as opening an address, functions that
// do nothing.
func (l *Library) surround(ctx context.Context, compiled wazero.CompiledModule) error {
	builder := l.runtime.NewHostModuleBuilder("env")
	exporter, err := emscripten.NewFunctionExporterForModule(compiled)
	if err != nil {
		return err
	}
	nothing := api.GoModuleFunc(func(_ context.Context, _ api.Module, stack []uint64) { clear(stack) })
	for _, f := range compiled.ImportedFunctions() {
		if module, name, imported := f.Import(); imported && module == "env" {
			builder.NewFunctionBuilder().WithGoModuleFunction(nothing, f.ParamTypes(), f.ResultTypes()).Export(name)
		}
	}
	exporter.ExportFunctions(builder) // in the place of those of the same names
	_, err = builder.Instantiate(ctx)
	return err
}

// Close lets go of everything.
func (l *Library) Close(ctx context.Context) error { return l.runtime.Close(ctx) }

// call calls a function of PDFium; one that returns nothing gives 0.
func (l *Library) call(ctx context.Context, name string, args ...uint64) (uint64, error) {
	f := l.module.ExportedFunction(name)
	if f == nil {
		return 0, fmt.Errorf("pdfium: no %s", name)
	}
	results, err := f.Call(ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("pdfium: %s: %w", name, err)
	}
	if len(results) == 0 {
		return 0, nil
	}
	return results[0], nil
}

// put copies bytes into the memory of PDFium; free gives the place back.
func (l *Library) put(ctx context.Context, data []byte) (uint64, error) {
	at, err := l.room(ctx, len(data))
	if err != nil {
		return 0, err
	}
	if !l.module.Memory().Write(uint32(at), data) {
		return 0, errors.New("pdfium: no room")
	}
	return at, nil
}

func (l *Library) room(ctx context.Context, size int) (uint64, error) {
	at, err := l.call(ctx, "malloc", uint64(max(size, 1)))
	if err == nil && at == 0 {
		err = errors.New("pdfium: no room")
	}
	return at, err
}

func (l *Library) free(ctx context.Context, at uint64) { _, _ = l.call(ctx, "free", at) }
