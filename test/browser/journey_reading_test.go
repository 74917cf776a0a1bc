package browser

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"parvis/internal/content"
	"parvis/internal/id"
)

// known is a file of the tests of reading.
func known(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../internal/extract/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sunset is a photo, large enough to be reduced.
func sunset(t *testing.T) []byte {
	t.Helper()
	photo := image.NewRGBA(image.Rect(0, 0, 2400, 1500))
	for y := range 1500 {
		for x := range 2400 {
			photo.SetRGBA(x, y, color.RGBA{uint8(255 - y/10), uint8(120 + x/30), uint8(y / 8), 255})
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, photo, nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestJourneyReading: somebody looks into the files of a publication without
// fetching any of them, page by page, and is told why there is nothing to see
// of some (U5).
func TestJourneyReading(t *testing.T) {
	t.Parallel()
	l := demonstration(t)
	desk := l.place(t, "Accueil et guichet")
	samira := l.actor(t, "samira.lefort")
	locked := "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" +
		strings.Repeat("a1", 32) + "> /U <" + strings.Repeat("b2", 32) + "> >> /ID [<00> <00>] >>\n%%EOF\n"
	files := map[string]id.ID{}
	var all []id.ID
	for _, f := range []struct {
		name string
		data []byte
	}{
		{"mur-mitoyen.pdf", known(t, "known-text/d-03-F2415.pdf")},
		{"certificat.docx", known(t, "known-text/d-01-F31192.docx")},
		{"fiches.csv", known(t, "known-text/d-tab-04.csv")},
		{"fiches.xlsx", known(t, "known-text/d-tab-01.xlsx")},
		{"subventions.pptx", known(t, "known-text/d-pres-01.pptx")},
		{"couchant.jpg", sunset(t)},
		{"guide.md", []byte("# Guide de l’accueil\n\nTrois gestes :\n\n- saluer\n- écouter\n- **orienter**\n\n<script>alert(1)</script>\n")},
		{"contrat.pdf", []byte(locked)},
		{"facture.docx", known(t, "samples/testPDF_bookmarks.pdf")},
	} {
		kept, err := l.app.Content.Upload(t.Context(), samira, f.name, bytes.NewReader(f.data))
		if err != nil {
			t.Fatal(err)
		}
		files[f.name] = kept.ID
		all = append(all, kept.ID)
	}
	item := l.publishes(t, "samira.lefort", desk, "Pièces du dossier", func(n *content.New) { n.Files = all })

	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			p := open(t, &l.site, "samira.lefort", on)
			p.visitUntil(item, "PDF, protégé par un mot de passe")
			p.press("mur-mitoyen.pdf")
			p.see("Page 1 sur 4")
			p.wait("the first page to be drawn", `document.querySelector(".preview-picture img")?.naturalWidth > 1000`)
			p.screen("reading-pdf")
			p.key(kb.ArrowRight)
			p.see("Page 2 sur 4")
			p.wait("the second page to be drawn", `document.querySelector(".preview-picture img")?.naturalWidth > 1000`)
			p.press("Texte de cette page")
			p.screen("reading-pdf-text")
			p.press("Taille réelle")
			p.see("Ajuster à la largeur")
			p.see("Page 2 sur 4")
			p.screen("reading-pdf-actual")
			p.press("Là où il est joint")
			p.see("Pièces du dossier")
			for _, look := range []struct{ file, see, shot string }{
				{"certificat.docx", "Certificat individuel", "reading-docx"},
				{"fiches.csv", "Identifiant", "reading-csv"},
				{"fiches.xlsx", "Fiches", "reading-xlsx"},
				{"subventions.pptx", "Diapositive 1 sur", "reading-pptx"},
				{"guide.md", "Trois gestes", "reading-md"},
				{"contrat.pdf", "protégé par un mot de passe", "reading-locked"},
				{"facture.docx", "se termine par .docx", "reading-mislabelled"},
				{"couchant.jpg", "Taille réelle", "reading-picture"},
			} {
				p.visitUntil("/files/"+files[look.file].String()+"/preview", look.see)
				if look.file == "couchant.jpg" {
					p.wait("the picture", `document.querySelector(".preview-picture img")?.naturalWidth === 1600`)
				}
				p.screen(look.shot)
			}
		})
	}
}
