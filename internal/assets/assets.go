// Package assets holds what the browser downloads: style sheets, islands, the
// font and the icon sprite, as built by tools/assets from the folder assets/.
// It serves every use; a page asks for a file by its plain name and gets an
// address that changes with the content, so that browsers may keep it for ever.
//
// The surprise: nothing here compiles before `make generate` has filled dist.
package assets

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// If the next line does not compile, the front end was not built: run make generate.
//
//go:embed dist/manifest.json dist/*
var dist embed.FS

// Prefix is the path under which Handler is mounted, with its final slash.
const Prefix = "/assets/"

var names = readManifest()

// URL is the address of a file by its plain name: app.css, app.js, mark.svg,
// font.woff2, icons.svg. It panics on a name that was not built, which only a
// mistake in a template can cause.
func URL(name string) string {
	hashed, ok := names[name]
	if !ok {
		panic(fmt.Sprintf("assets: nothing called %q was built: run make generate", name))
	}
	return Prefix + hashed
}

// Handler serves the files under Prefix. Those whose name carries a hash may be
// kept for a year. Files are packed when they are built, and unpacked here for
// who does not take gzip.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, Prefix)
		file, packed, err := read(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		head := w.Header()
		head.Set("Content-Type", contentType(name))
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Cache-Control", "public, max-age=3600")
		if strings.Contains(name, "-") {
			head.Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		if r.Header.Get("Service-Worker") != "" {
			head.Set("Service-Worker-Allowed", "/") // it lies apart from the pages that it answers for
		}
		if packed {
			head.Set("Vary", "Accept-Encoding")
		}
		switch {
		case packed && takesGzip(r):
			head.Set("Content-Encoding", "gzip")
		case packed:
			if file, err = unpack(file); err != nil {
				http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
				return
			}
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file))
	})
}

// read gives a file as it is kept, and whether that is packed.
func read(name string) (body []byte, packed bool, err error) {
	if name != path.Base(name) || name == "manifest.json" || strings.HasSuffix(name, ".gz") {
		return nil, false, fs.ErrNotExist
	}
	if body, err = dist.ReadFile("dist/" + name + ".gz"); err == nil {
		return body, true, nil
	}
	body, err = dist.ReadFile("dist/" + name)
	return body, false, err
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" && strings.ReplaceAll(weight, " ", "") != "q=0" {
			return true
		}
	}
	return false
}

// contentType does not ask the machine, whose tables differ from one to the next.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

func readManifest() map[string]string {
	text, err := dist.ReadFile("dist/manifest.json")
	if err != nil {
		panic("assets: the front end was not built: run make generate")
	}
	found := map[string]string{}
	if err := json.Unmarshal(text, &found); err != nil {
		panic("assets: the manifest is damaged: run make generate: " + err.Error())
	}
	return found
}
