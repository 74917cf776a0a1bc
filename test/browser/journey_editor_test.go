package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestJourneyEditor: what a text is made of, each in the way that people expect:
// the menu of the slash, a table by the keyboard, a picture that is dropped, a
// link to what the site holds, words found and replaced, a page of elsewhere
// pasted without its scripts; then read by somebody who has none (U1).
func TestJourneyEditor(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	p := open(t, &l.site, "samira.lefort", desktop)
	p.begins(desk, "Accueil des nouveaux")
	path := p.here()

	p.click(".ProseMirror")
	p.write("/titre")
	p.find("#document-menu [aria-selected=true]")
	p.screen("document-menu")
	p.key(kb.Enter)
	p.write("Les premiers jours")
	p.find(".ProseMirror :is(h1, h2)")
	p.key(kb.Enter)

	// The signs of Markdown, as people type them.
	p.write("- Le matin")
	p.key(kb.Enter)
	p.write("[x] Badge remis")
	p.find(".ProseMirror > ul:not(.task-list) + ul.task-list > li[data-checked=true]")
	p.key(kb.Enter)
	p.key(kb.Enter)
	p.write("Le plan : https://exemple.fr/plan, à jour.")
	p.find(".ProseMirror a[href='https://exemple.fr/plan']")
	p.key(kb.Enter)

	p.write("/tableau")
	p.wait("the table to be offered first", `/Tableau/.test(document.querySelector("#document-menu [aria-selected=true]")?.textContent)`)
	p.key(kb.Enter)
	p.wait("the table to be told of", `[...document.querySelectorAll("[role=status]")].some(said => /^Tableau.: fait$/.test(said.textContent))`)
	for _, cell := range []string{"Jour", "Quoi", "Avec", "Lundi", "Visite", "Pascal", "Mardi", "Guichet"} {
		p.write(cell)
		p.key(kb.Tab)
	}
	p.write("Samira")
	p.wait("the table to be filled", `document.querySelectorAll(".ProseMirror tr:nth-child(3) td")[2]?.textContent === "Samira"`)
	p.press("Ligne après")
	p.wait("a row more", `document.querySelectorAll(".ProseMirror tr").length === 4`)
	p.screen("document-table")
	p.key(kb.End, chromedp.ModifierCtrl)

	picture := folderOf(t, map[string]string{"plan.png": string(square(t))})
	p.carry(".ProseMirror > p:last-child", filepath.Join(picture, "plan.png"))
	p.find(".ProseMirror figure img[src^='/files/']")
	p.wait("the picture to be drawn", `document.querySelector(".ProseMirror figure img").naturalWidth > 0`)

	p.click(".ProseMirror > p:last-child")
	p.write("Voir [[permis")
	p.find("#document-menu [aria-selected=true]")
	p.key(kb.Enter)
	p.find(".ProseMirror a[href^='/']")

	// What comes from elsewhere leaves its scripts and its dress there.
	p.script(`(() => {
		const data = new DataTransfer();
		data.setData("text/html", "<h2 onclick='steal()' style='color:red'>Le badge</h2><script>steal()<\/script><p>Au <b>poste</b> de garde.<img src=x onerror='steal()'></p>");
		document.querySelector(".ProseMirror").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
	})()`)
	p.see("Au poste de garde.")
	p.lacks(".ProseMirror [onclick], .ProseMirror script, .ProseMirror [onerror], .ProseMirror h2[style]")
	p.watch.forget() // the browser says what it did not run

	p.key("f", chromedp.ModifierCtrl)
	p.find(".document-find")
	p.write("pascal")
	p.see("1 sur 1")
	p.fill("Remplacer par", "Isabelle")
	p.screen("document-find")
	p.press("Tout remplacer")
	p.see("Isabelle")
	p.key(kb.Escape)
	p.lacks(".document-find:not([hidden])")
	p.saved()
	p.screen("document-rich")

	// The same on the page that all items share, and on a phone.
	pascal := open(t, &l.site, "pascal.chartier", phone)
	pascal.visitUntil("/i/"+path[len("/d/"):], "Au poste de garde.")
	pascal.find("table td")
	pascal.find("figure img")
	pascal.screen("document-rich-read")
	pascal.visit(path)
	pascal.find(".ProseMirror table")
	pascal.screen("document-rich")
}

// square is a small picture.
func square(t *testing.T) []byte {
	t.Helper()
	drawn := image.NewRGBA(image.Rect(0, 0, 240, 120))
	for i := range drawn.Pix {
		drawn.Pix[i] = 0xff
	}
	for x := range 120 {
		for y := range 120 {
			drawn.Set(x, y, color.RGBA{R: 11, G: 98, B: 73, A: 255})
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, drawn); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
