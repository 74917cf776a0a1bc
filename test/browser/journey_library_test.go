package browser

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// give chooses files of this machine in the input that a selector finds.
func (p *page) give(selector string, files ...string) {
	p.t.Helper()
	p.settle()
	p.wait(selector, "!!document.querySelector("+quote(selector)+")")
	p.do("choosing files", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		var found struct {
			Result struct {
				ObjectID runtime.RemoteObjectID `json:"objectId"`
			} `json:"result"`
		}
		if err := t.Call(ctx, "Runtime.evaluate", map[string]any{"expression": "document.querySelector(" + quote(selector) + ")"}, &found); err != nil {
			return err
		}
		return t.Call(ctx, "DOM.setFileInputFiles", map[string]any{"files": files, "objectId": found.Result.ObjectID}, nil)
	}))
}

// carry drops files or folders of this machine on what a selector finds, as a
// hand does.
func (p *page) carry(selector string, paths ...string) {
	p.t.Helper()
	p.find(selector)
	type point struct{ X, Y float64 }
	at := ask[point](p, "(() => { const b = document.querySelector("+quote(selector)+").getBoundingClientRect(); return {X: b.x + b.width / 2, Y: b.y + 20} })()")
	p.do("dropping", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, kind := range []string{"dragEnter", "dragOver", "drop"} {
			err := t.Call(ctx, "Input.dispatchDragEvent", map[string]any{
				"type": kind, "x": at.X, "y": at.Y,
				"data": map[string]any{"items": []any{}, "files": paths, "dragOperationsMask": 1},
			}, nil)
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// slow leaves the page so many bytes a second upwards; zero is all there is.
func (p *page) slow(up int) {
	p.t.Helper()
	if up == 0 {
		up = -1
	}
	p.do("changing the network", chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		return t.Call(ctx, "Network.emulateNetworkConditions", map[string]any{
			"offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": up,
		}, nil)
	}))
}

// folderOf makes a folder of files to be carried.
func folderOf(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// TestJourneyLibrary: an agent puts a whole folder into the library of her
// community, a large file comes through a network that is cut, a version is
// replaced and taken back, things are put in order (U5).
func TestJourneyLibrary(t *testing.T) {
	t.Parallel()
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			made := folderOf(t, map[string]string{
				"Affiches/Accueil/horaires.txt": "Ouvert de neuf heures à midi.",
				"Affiches/Accueil/plan.csv":     "salle;étage\nA;1\n",
				"Affiches/lisez-moi.md":         "# Les affiches\n\nÀ imprimer en A3.",
				"gros.bin":                      string(bytes.Repeat([]byte("x1"), 2_500_000)),
				"v2/horaires.txt":               "Ouvert de neuf heures à treize heures.",
			})

			place, wire := l.through(t)
			p := open(t, place, "samira.lefort", on)
			p.visit(desk)
			p.press("Bibliothèque")
			p.at(desk + "/library")
			p.press("Nouveau dossier")
			p.screen("library-new-folder")
			p.fill("Nom du dossier", "Essais")
			p.press("Créer le dossier")
			p.see("Ce dossier est vide")
			p.screen("library-empty")

			p.carry(".library", filepath.Join(made, "Affiches"))
			p.see("Tous les fichiers sont arrivés.")
			p.click("#shelf th a")
			p.see("lisez-moi.md")
			p.screen("library-folder")
			p.click("#shelf th a")
			p.see("plan.csv")
			p.see("horaires.txt")

			// A large file, and a network that goes away in its middle.
			p.slow(300_000)
			p.press("Ajouter des fichiers")
			p.give("input[name=files]", filepath.Join(made, "gros.bin"))
			p.wait("some of it to be sent", `document.querySelector(".uploads progress")?.value > 0.05`)
			p.press("Mettre gros.bin en pause")
			p.see("En pause")
			p.screen("library-paused")
			p.slow(300_000)
			p.press("Reprendre gros.bin")
			p.wait("more of it to be sent", `document.querySelector(".uploads progress")?.value > 0.2`)
			wire.sever()
			p.see("Le réseau est coupé")
			p.screen("library-cut")
			p.slow(0)
			wire.mend()
			p.see("Tous les fichiers sont arrivés.")
			p.watch.forget() // what failed is what the journey is about
			p.screen("library-arrived")

			// Another version, then the first one again.
			p.visit(desk + "/library?q=horaires")
			p.click("#shelf th a")
			p.see("Version 1")
			p.see("Ouvert de neuf heures à midi.")
			p.screen("library-file")
			p.press("Nouvelle version")
			p.at("/i/.+/version")
			p.give("input[name=files]", filepath.Join(made, "v2/horaires.txt"))
			p.fill("Ce qui change", "L’après-midi")
			p.screen("library-version")
			p.press("Remplacer")
			p.see("L’après-midi")
			p.see("2 versions")
			p.screen("library-versions")
			p.press("Rétablir la version 1")
			p.see("Cette version est de nouveau l’actuelle.")
			p.see("Ouvert de neuf heures à midi.")

			// Several at once: to another folder, to the bin and back.
			p.visit(desk + "/library?q=Accueil")
			p.click("#shelf th a")
			p.click(`[aria-label="Choisir plan.csv"]`)
			p.click(`[aria-label="Choisir gros.bin"]`)
			p.screen("library-picked")
			p.press("Déplacer")
			p.see("Déplacer 2 éléments")
			p.screen("library-move")
			p.press("Affiches")
			p.press("Déplacer")
			p.see("2 éléments déplacés.")
			p.see("gros.bin")
			p.click(`[aria-label="Choisir gros.bin"]`)
			p.press("Mettre à la corbeille")
			p.see("1 élément mis à la corbeille.")
			p.seeNot("gros.bin")
			p.press("Annuler")
			p.see("1 élément rétabli.")
		})
	}
}
