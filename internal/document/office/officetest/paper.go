// Package officetest is a document that holds every sort of block and of mark,
// for the tests of the formats.
package officetest

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"time"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// Picture is a small picture of two colours.
func Picture() office.Picture {
	drawn := image.NewRGBA(image.Rect(0, 0, 240, 120))
	for y := range 120 {
		for x := range 240 {
			drawn.Set(x, y, color.RGBA{uint8(x), uint8(2 * y), 160, 255})
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, drawn); err != nil {
		panic(err)
	}
	return office.Picture{Data: out.Bytes(), Media: "image/png", Width: 240, Height: 120}
}

// Home is the site from which the document goes out.
func Home() office.Home {
	return office.Home{Base: "https://parvis.example", People: func(handle string) (string, string, bool) {
		return "p7", "Élise Marchand", handle == "elise.marchand"
	}}
}

// Paper is the document: in it, the picture "gone" and the file "f9" are not
// there any more.
func Paper() office.Paper {
	return office.Paper{
		Doc: Everything(), Title: "Note sur l’accueil & les délais", Lang: "fr", At: time.Date(2026, 3, 14, 9, 30, 0, 0, time.UTC),
		Head: office.Head{Site: "Ministère de l’Essai", Place: "Accueil du public", Lines: []string{"14 mars 2026", "Version du 14 mars 2026 à 10:30"}},
		Home: Home(),
		Words: office.Words{
			PictureGone: "Une image n’est plus là :", FileGone: "Un fichier n’est plus là :", Done: "Fait", Open: "À faire", Page: "Page {page} sur {pages}",
			Callouts: map[string]string{"note": "Note", "important": "Important", "warning": "Attention", "success": "À retenir"},
		},
		Picture: func(file string) (office.Picture, bool) { return Picture(), file == "pic1" },
		File:    func(file string) (string, bool) { return "barème.ods", file == "f1" },
	}
}

// Everything holds every sort of block and of mark.
func Everything() prose.Node {
	return doc(
		heading(1, text("L’essentiel")),
		para(text("Un mot "), text("gras", prose.Bold), text(", "), text("penché", prose.Italic), text(", "), text("souligné", prose.Underline), text(", "),
			text("barré", prose.Strike), text(", "), text("marqué", prose.Highlight), text(", "), text("code", prose.Code), text(", "), text("tout à la fois", prose.Bold, prose.Italic, prose.Strike),
			text(" et "), linked("https://www.service-public.fr/?a=1&b=2", "un lien"), text(".")),
		para(text("Une ligne"), prose.Node{Type: prose.HardBreak}, text("puis une autre, vue par "),
			prose.Node{Type: prose.Mention, Attrs: prose.Attrs{"person": "p7", "handle": "elise.marchand", "name": "Élise Marchand"}},
			text(" dans "), prose.Node{Type: prose.ItemLink, Attrs: prose.Attrs{"item": "i42", "title": "La circulaire <de> mars"}}, text(" : cœur, naïf, 12 € — “œuvre”.")),
		heading(2, text("Listes")),
		list(prose.BulletList, item(para(text("Un point"))), item(para(text("Un autre")), list(prose.OrderedList, item(para(text("premier"))), item(para(text("second"))))), item(para(text("Le dernier")), para(text("avec sa suite")))),
		para(text("Entre deux listes.")),
		numbered(4, item(para(text("quatrième"))), item(para(text("cinquième")))),
		list(prose.TaskList, task(true, para(text("C’est fait"))), task(false, para(text("C’est à faire", prose.Bold)))),
		heading(3, text("Tableau")),
		table(
			row(cell(prose.TableHeader, 1, 1, para(text("Démarche"))), cell(prose.TableHeader, 1, 1, para(text("Délai"))), cell(prose.TableHeader, 1, 1, para(text("Coût")))),
			row(cell(prose.TableCell, 1, 2, para(text("Passeport"))), cell(prose.TableCell, 1, 1, para(text("trois semaines"))), cell(prose.TableCell, 1, 1, para(text("86 €")))),
			row(cell(prose.TableCell, 2, 1, para(text("gratuit pour les moins d’un an")), list(prose.BulletList, item(para(text("sur dossier")))))),
		),
		heading(4, text("Encadrés")),
		prose.Node{Type: prose.Callout, Attrs: prose.Attrs{"kind": "warning"}, Content: []prose.Node{para(text("Le guichet ferme à midi.")), list(prose.BulletList, item(para(text("le vendredi aussi"))))}},
		prose.Node{Type: prose.Blockquote, Content: []prose.Node{para(text("Nul n’est censé ignorer la loi.")), para(text("Adage"))}},
		prose.Node{Type: prose.Blockquote, Content: []prose.Node{para(text("Avec une liste :")), list(prose.BulletList, item(para(text("un"))))}},
		prose.Node{Type: prose.CodeBlock, Content: []prose.Node{text("SELECT  *\n\tFROM agents\nWHERE a < 1 && b > 2;")}},
		prose.Node{Type: prose.HorizontalRule},
		prose.Node{Type: prose.Image, Attrs: prose.Attrs{"file": "pic1", "alt": "Un dégradé", "width": 50.0}},
		prose.Node{Type: prose.Attachment, Attrs: prose.Attrs{"file": "f1", "name": "barème.ods"}},
		para(text("Fin.")),
	)
}

func doc(all ...prose.Node) prose.Node { return prose.Node{Type: prose.Doc, Content: all} }

func text(s string, kinds ...string) prose.Node {
	n := prose.Node{Type: prose.Text, Text: s}
	for _, k := range kinds {
		n.Marks = append(n.Marks, prose.Mark{Type: k})
	}
	return n
}

func linked(to, s string) prose.Node {
	return prose.Node{Type: prose.Text, Text: s, Marks: []prose.Mark{{Type: prose.Link, Attrs: prose.Attrs{"href": to}}}}
}

func para(all ...prose.Node) prose.Node { return prose.Node{Type: prose.Paragraph, Content: all} }

func heading(level int, all ...prose.Node) prose.Node {
	return prose.Node{Type: prose.Heading, Attrs: prose.Attrs{"level": float64(level)}, Content: all}
}

func list(kind prose.Type, all ...prose.Node) prose.Node { return prose.Node{Type: kind, Content: all} }

func numbered(start int, all ...prose.Node) prose.Node {
	return prose.Node{Type: prose.OrderedList, Attrs: prose.Attrs{"start": float64(start)}, Content: all}
}

func item(all ...prose.Node) prose.Node { return prose.Node{Type: prose.ListItem, Content: all} }

func task(done bool, all ...prose.Node) prose.Node {
	return prose.Node{Type: prose.TaskItem, Attrs: prose.Attrs{"checked": done}, Content: all}
}

func table(all ...prose.Node) prose.Node { return prose.Node{Type: prose.Table, Content: all} }

func row(all ...prose.Node) prose.Node { return prose.Node{Type: prose.TableRow, Content: all} }

func cell(kind prose.Type, columns, rows int, all ...prose.Node) prose.Node {
	n := prose.Node{Type: kind, Content: all}
	if columns > 1 || rows > 1 {
		n.Attrs = prose.Attrs{}
	}
	if columns > 1 {
		n.Attrs["colspan"] = float64(columns)
	}
	if rows > 1 {
		n.Attrs["rowspan"] = float64(rows)
	}
	return n
}
