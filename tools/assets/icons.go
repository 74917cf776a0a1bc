package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// iconName finds the icons that the code asks for: ui.Icon("bell") and
// Icon("bell") in templates, Icon: "bell" in Go, icon("bell") in TypeScript.
var iconName = regexp.MustCompile(`(?:\b[Ii]con\(|\bIcon:\s*)"([a-z0-9-]+)"`)

// drawing is what stands inside the <svg> of an icon.
var drawing = regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)

var spaces = regexp.MustCompile(`\s*\n\s*`)

// iconSprite collects the icons in use into one SVG file of symbols.
func iconSprite(root string) ([]byte, error) {
	names, err := iconsUsed(root)
	if err != nil {
		return nil, err
	}
	var sprite bytes.Buffer
	sprite.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for _, name := range names {
		file, err := os.ReadFile(filepath.Join(root, "node_modules/lucide-static/icons", name+".svg"))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no icon is called %q: choose one of node_modules/lucide-static/icons", name)
		} else if err != nil {
			return nil, err
		}
		inside := drawing.FindSubmatch(file)
		if inside == nil {
			return nil, fmt.Errorf("icon %q has no drawing", name)
		}
		fmt.Fprintf(&sprite, `<symbol id="%s" viewBox="0 0 24 24">%s</symbol>`, name, bytes.TrimSpace(spaces.ReplaceAll(inside[1], nil)))
	}
	sprite.WriteString("</svg>")
	return sprite.Bytes(), nil
}

// iconsUsed reads the sources and returns the names in order, each once.
func iconsUsed(root string) ([]string, error) {
	var names []string
	for _, folder := range []string{"internal", "assets"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			switch filepath.Ext(path) {
			case ".templ", ".go", ".ts":
			default:
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for _, found := range iconName.FindAllSubmatch(text, -1) {
				names = append(names, string(found[1]))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// fingerprint is the part of a file name that changes with its content.
func fingerprint(body []byte) string {
	sum := sha256.Sum256(body)
	return strings.ToUpper(hex.EncodeToString(sum[:4]))
}
