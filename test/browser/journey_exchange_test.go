package browser

import (
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestJourneyExchange: a file of Word becomes a document, is written on, and
// goes out in every format and on paper; a file that cannot become one is told
// why, and what was typed stays (U1, U3).
func TestJourneyExchange(t *testing.T) {
	word, err := filepath.Abs("../../internal/extract/testdata/samples/Premiers-retours-sur-la-validation-des-contributions.docx")
	if err != nil {
		t.Fatal(err)
	}
	made := folderOf(t, map[string]string{
		"avis.pdf":     "%PDF-1.4 un avis",
		"Procédure.md": "# Accueillir un usager\n\n1. Saluer\n2. Écouter\n\n| Quand | Qui |\n| --- | --- |\n| Le matin | Un agent |\n",
	})
	for _, on := range []device{desktop, phone} {
		t.Run(on.name, func(t *testing.T) {
			t.Parallel()
			l := demonstration(t)
			desk := l.place(t, "Accueil et guichet")
			p := open(t, &l.site, "samira.lefort", on)

			// A PDF is no text to write on; the title stays.
			p.visit(desk + "/documents/new")
			p.fill("Titre", "Retours de l’équipe")
			p.give("input[name=files]", filepath.Join(made, "avis.pdf"))
			p.see("avis.pdf")
			p.screen("exchange-chosen")
			p.expect(422)
			p.press("Commencer à écrire")
			p.see("Un PDF ne se modifie pas")
			p.wait("the title to stay", `document.querySelector("[name=title]").value === "Retours de l’équipe"`)
			p.screen("exchange-refused")

			p.script(`document.querySelector("[data-dropzone]").scrollIntoView({block: "center"})`)
			p.carry("[data-dropzone]", word)
			p.see("Premiers-retours")
			p.press("Commencer à écrire")
			p.see("Le fichier est devenu un document.")
			p.find(".ProseMirror[contenteditable=true] ul li")
			p.see("Les contributions sont essentielles")
			p.screen("exchange-brought")
			p.click(".ProseMirror p")
			p.write("Relu. ")
			p.see("Enregistré")

			path := p.here()
			p.press("Exporter")
			p.see("LibreOffice (.odt)")
			p.screen("exchange-menu")
			p.wait("every format to come as a file", `(async () => {
				const links = [...document.querySelectorAll('a[href*="/export/"]')].map((a) => a.href);
				for (const href of links) {
					const answer = await fetch(href);
					const size = (await answer.arrayBuffer()).byteLength;
					if (!answer.ok || size < 1000 || !answer.headers.get("content-disposition").startsWith("attachment; filename=\"Retours de l")) return false;
				}
				return links.length === 5;
			})()`)
			p.press("Imprimer")
			p.at(path + "/print.*")
			p.see("Version du")
			p.see("Relu.")
			p.screen("exchange-letter")
			if sheet := printed(p); len(sheet) < 5000 {
				t.Errorf("%d bytes on paper", len(sheet))
			}

			// What lies in a library becomes a document there.
			p.visit(desk + "/library")
			p.press("Ajouter des fichiers")
			p.give("input[name=files]", filepath.Join(made, "Procédure.md"))
			p.see("Tous les fichiers sont arrivés.")
			p.visit(desk + "/library?q=Procédure")
			p.click("#shelf th a")
			p.press("Plus d’actions")
			p.press("En faire un document")
			p.see("Le fichier est devenu un document.")
			p.see("Accueillir un usager")
			p.find(".ProseMirror table")
		})
	}
}

// printed is the page as the browser prints it.
func printed(p *page) []byte {
	p.t.Helper()
	return run(p, "printing", chromedp.PrintToPDF())
}
