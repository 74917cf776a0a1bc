// Command assets builds what the browser downloads: the TypeScript islands, the
// style sheets, the font and the icon sprite, into internal/assets/dist, under
// names that carry a hash of their content, with a manifest, packed by gzip.
//
// Run it from tools/: go run ./assets. It fails on a type of icon that does not
// exist, on a syntax error, and when the first page would weigh too much.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// budget is what the files of a first page may weigh together, compressed, in
// bytes. The page itself has the rest of the 150 kB that a first visit may cost.
const budget = 125_000

// entries are the files that pages ask for by name; the rest are reached from them.
var entries = []string{"assets/app.ts", "assets/css/app.css"}

// alone are those that stand in one file: browsers take a service worker no
// other way.
var alone = []string{"assets/offline.ts"}

func main() {
	log.SetFlags(0)
	if err := build(".."); err != nil {
		log.Fatalf("assets: %v", err)
	}
}

// build makes everything beside dist, then puts it in its place: a failure
// leaves what was there.
func build(root string) error {
	if _, err := os.Stat(filepath.Join(root, "node_modules")); err != nil {
		return fmt.Errorf("node_modules is missing: run npm ci first")
	}
	dist, made := filepath.Join(root, "internal/assets/dist"), filepath.Join(root, "internal/assets/.dist")
	if err := os.RemoveAll(made); err != nil {
		return err
	}
	defer os.RemoveAll(made)
	manifest, packages, err := bundle(root, "internal/assets/.dist")
	if err != nil {
		return err
	}
	if err := drawings(root, made, manifest); err != nil {
		return err
	}
	if err := licences(root, made, packages); err != nil {
		return err
	}
	sizes, err := compress(made)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(made, "manifest.json"), append(text, '\n'), 0o644); err != nil {
		return err
	}
	if err := report(manifest, sizes); err != nil {
		return err
	}
	if err := os.RemoveAll(dist); err != nil {
		return err
	}
	return os.Rename(made, dist)
}

// drawings writes the sprite of icons and the mark of the site.
func drawings(root, made string, manifest map[string]string) error {
	sprite, err := iconSprite(root)
	if err != nil {
		return err
	}
	mark, err := os.ReadFile(filepath.Join(root, "assets/mark.svg"))
	if err != nil {
		return err
	}
	for plain, body := range map[string][]byte{"icons": sprite, "mark": mark} {
		name := plain + "-" + fingerprint(body) + ".svg"
		if err := os.WriteFile(filepath.Join(made, name), body, 0o644); err != nil {
			return err
		}
		manifest[plain+".svg"] = name
	}
	return nil
}

// bundle runs esbuild and returns the manifest: the plain name of each file
// (app.js, app.css, font.woff2) and the name it was written under; and the
// packages that the files are made of.
func bundle(root, outdir string) (map[string]string, []string, error) {
	abs, err := filepath.Abs(root)
	if err != nil {
		return nil, nil, err
	}
	manifest, packages := map[string]string{}, map[string]bool{"lucide-static": true}
	for _, part := range []struct {
		entries []string
		shares  bool
	}{{entries, true}, {alone, false}} {
		meta, err := esbuild(api.BuildOptions{
			AbsWorkingDir:     abs,
			EntryPoints:       part.entries,
			Outdir:            outdir,
			Outbase:           "assets",
			EntryNames:        "[name]-[hash]",
			ChunkNames:        "[name]-[hash]",
			AssetNames:        "[name]-[hash]",
			Bundle:            true,
			Splitting:         part.shares,
			Format:            api.FormatESModule,
			Target:            api.ESNext,
			MinifyWhitespace:  true,
			MinifyIdentifiers: true,
			MinifySyntax:      true,
			LegalComments:     api.LegalCommentsNone,
			Loader:            map[string]api.Loader{".woff2": api.LoaderFile},
			Metafile:          true,
			Write:             true,
		})
		if err != nil {
			return nil, nil, err
		}
		meta.list(manifest, packages)
	}
	return manifest, slices.Sorted(maps.Keys(packages)), nil
}

// esbuild builds, and tells what was written and of what.
func esbuild(options api.BuildOptions) (made built, err error) {
	result := api.Build(options)
	for _, message := range append(result.Errors, result.Warnings...) {
		where := ""
		if message.Location != nil {
			where = fmt.Sprintf("%s:%d:%d: ", message.Location.File, message.Location.Line, message.Location.Column)
		}
		log.Print(where + message.Text)
	}
	if len(result.Errors)+len(result.Warnings) > 0 {
		return made, fmt.Errorf("%d errors, %d warnings", len(result.Errors), len(result.Warnings))
	}
	return made, json.Unmarshal([]byte(result.Metafile), &made)
}

// built is what esbuild tells of its work.
type built struct {
	Outputs map[string]struct {
		EntryPoint string
		Inputs     map[string]any
	}
}

// list adds what was built to the manifest and to the packages.
func (made built) list(manifest map[string]string, packages map[string]bool) {
	for out, about := range made.Outputs {
		for in := range about.Inputs {
			if found := packageName.FindStringSubmatch(in); found != nil {
				packages[found[1]] = true
			}
		}
		written := filepath.Base(out)
		switch {
		case about.EntryPoint != "":
			plain := filepath.Base(about.EntryPoint)
			manifest[strings.Replace(plain, ".ts", ".js", 1)] = written
		case strings.HasSuffix(written, ".woff2"):
			manifest["font.woff2"] = written
		}
	}
}

// packageName finds in the path of a source the package that it is from.
var packageName = regexp.MustCompile(`node_modules/((?:@[^/]+/)?[^/]+)/[^\n]*$`)

// licences joins the licences of what is redistributed, as they ask: what is
// bundled, and the icons.
func licences(root, dist string, packages []string) error {
	var all bytes.Buffer
	for _, name := range packages {
		found, err := filepath.Glob(filepath.Join(root, "node_modules", name, "LICEN[CS]E*"))
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return fmt.Errorf("%s is bundled and says no licence", name)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(&all, "%s\n\n%s\n\n", name, text)
	}
	return os.WriteFile(filepath.Join(dist, "licences.txt"), all.Bytes(), 0o644)
}

// compress writes a gzip copy beside every file that gains from one, and
// returns what each file weighs on the wire.
func compress(dist string) (map[string]int, error) {
	files, err := os.ReadDir(dist)
	if err != nil {
		return nil, err
	}
	sizes := map[string]int{}
	for _, file := range files {
		path := filepath.Join(dist, file.Name())
		body, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		sizes[file.Name()] = len(body)
		if strings.HasSuffix(file.Name(), ".woff2") {
			continue
		}
		var packed bytes.Buffer
		w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(body); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		if err := os.WriteFile(path+".gz", packed.Bytes(), 0o644); err != nil {
			return nil, err
		}
		sizes[file.Name()] = packed.Len()
		// One copy is enough: the server unpacks it for who takes no gzip.
		if err := os.Remove(path); err != nil {
			return nil, err
		}
	}
	return sizes, nil
}

// report prints the weights and refuses a first page over the budget.
func report(manifest map[string]string, sizes map[string]int) error {
	names := make([]string, 0, len(sizes))
	for name := range sizes {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("%7.1f kB  %s\n", float64(sizes[name])/1000, name)
	}
	first := 0
	for _, plain := range []string{"app.js", "app.css", "font.woff2", "icons.svg"} {
		if manifest[plain] == "" {
			return fmt.Errorf("nothing was built for %s", plain)
		}
		first += sizes[manifest[plain]]
	}
	fmt.Printf("%7.1f kB  first page, of %.0f\n", float64(first)/1000, budget/1000.0)
	if first > budget {
		return fmt.Errorf("the first page would weigh %d bytes, over %d", first, budget)
	}
	return nil
}
