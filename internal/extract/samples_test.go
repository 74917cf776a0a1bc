package extract

import (
	"strings"
	"testing"
)

// TestSamples reads files of many programs: what they say stands in the order
// in which a person reads it.
func TestSamples(t *testing.T) {
	for _, test := range []struct {
		file  string
		title string
		pages int
		says  []string
	}{
		{"testWORD_various.docx", "", 2, []string{"This is the header text.", "Bold italic underline superscript subscript", "Bullet 1\nBullet 2", "Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3\nRow 2", "ゾルゲと尾崎"}},
		{"testWORD_various.doc", "", 0, []string{"Bold italic underline", "This is a hyperlink\nSubject", "Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3\nRow 2 Col 1", "ゾルゲと尾崎", "This is a footnote."}},
		{"testWORD_text_box.docx", "", 1, []string{"text box in the header", "text box in the body", "directly in the body", "text box in the footer"}},
		{"testWORD_numbered_list.docx", "", 3, []string{"This\nIs\nA multi\nLevel", "Intervening table\tWithin cell 1"}},
		{"testComment.docx", "", 1, []string{"Here is some text.\nHere is a comment"}},
		{"footnotes.docx", "", 1, []string{"so snoskoy\nsnoska"}},
		{"Premiers-retours-sur-la-validation-des-contributions.docx", "", 4, []string{"Paris, le 9 septembre 2019\nPremiers retours sur"}},
		{"testPPT_various.pptx", "Slide 1", 0, []string{"Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3\nRow 2", "Here is a list:\nBullet 1", "𐌲𐌿𐍄𐌹𐍃𐌺"}},
		{"testPPT_comment.pptx", "title", 1, []string{"title\nsubtitle\nI'm afraid"}},
		{"ex-annotation.pptx", "Présentation PowerPoint", 2, []string{"\fMadame Dupont, née le 21 juillet 1991"}},
		{"testEXCEL.xlsx", "Simple Excel document", 3, []string{"Feuil1\nSample Excel Worksheet", "\n\tNumber\tSquare\n\t1\t1\n\t2\t4", "\fFeuil2\fFeuil3"}},
		{"testEXCEL-formats.xlsx", "", 1, []string{"1599.99\t-1599.99", "2.5 %", "2007-05-17", "2008-01-19 04:35", "06:15\t18:15"}},
		{"testEXCEL-formats.xls", "", 1, []string{"1599.99\t-1599.99", "2.5 %", "2007-05-17", "2008-01-19 04:35", "06:15\t18:15"}},
		{"test-columnar.xlsx", "", 1, []string{"3\t9\tThis is row 3 of 10\t30 %\t66.67 %\t1960-03-22\t1960-01-01 00:16\t00:00"}},
		{"test-columnar.ods", "", 1, []string{"3\t9\tThis is row 3 of 10\t30%\t66.7%\t22-03-1960"}},
		{"Reformulation-des-intitules-de-question.xlsx", "", 1, []string{"Feuil1\nQuestion d'origine\tQuestion reformulée\tCommentaires"}},
		{"testODTStyles3.odt", "", 1, []string{"Identificatie vredegerecht\tVredegerecht van het kanton"}},
		{"rgaa4-2019-exemple-declaration.odt", "", 5, []string{"Vous êtes libres de :\nReproduire, copier"}},
		{"LibreOfficeImpress_odp_1.3.odp", "Beehive", 2, []string{"This is\nAn example Impress file"}},
		{"testRTFWindowsCodepage1250.rtf", "", 0, []string{"zażółć gęślą jaźń\nZAŻÓŁĆ GĘŚLĄ JAŹŃ"}},
		{"testPDF.pdf", "Apache Tika - Apache Tika", 1, []string{"Apache Tika is a toolkit for detecting and extracting metadata and structured text content from various documents using"}},
		{"testPDF_bookmarks.pdf", "", 2, []string{"This is a page about France\fThis is a page about Denmark"}},
		{"mixed_page_sizes.pdf", "untitled", 17, []string{"Page 1\nA4 portrait", "\fPage 17"}},
		{"testEPUB.epub", "An ePub for Tika", 0, []string{"Chapter 1\nThis is the text for chapter One", "Table header\tTable data"}},
		{"testMSG_att_doc.msg", "test pièce jointe 1", 0, []string{"Subject: test pièce jointe 1\ncontenu\n", "test-unicode.doc\npj1.txt"}},
	} {
		t.Run(test.file, func(t *testing.T) {
			got := read(t, "testdata/samples/"+test.file)
			if got.Reason != "" || got.Title != test.title || test.pages != 0 && got.Pages != test.pages {
				t.Errorf("reason %q, title %q, %d pages", got.Reason, got.Title, got.Pages)
			}
			for _, say := range test.says {
				if !strings.Contains(got.Text, say) {
					t.Errorf("%q is not in %q", say, got.Text)
				}
			}
		})
	}
}

func TestPlainTexts(t *testing.T) {
	for _, test := range []struct{ name, content, want, title string }{
		{"a.txt", "É à ç\r\nligne deux\r\n", "É à ç\nligne deux", ""},
		{"a.txt", "\ufeffavec marque", "avec marque", ""},
		{"a.txt", "\xc9t\xe9 \x80 \x9cuvre", "Été € œuvre", ""},
		{"a.txt", "\xff\xfe\xc9\x00t\x00\xe9\x00", "Été", ""},
		{"a.txt", "\xfe\xff\x00\xc9\x00t\x00\xe9", "Été", ""},
		{"a.txt", "l\x00a\x00r\x00g\x00e\x00s\x00 \x00l\x00e\x00t\x00", "larges let", ""},
		{"a.md", "# Le *titre*\n\ndu texte", "# Le *titre*\n\ndu texte", "Le *titre*"},
		{"a.csv", "Nom;Âge\n\"Du;pont\";41\n", "Nom\tÂge\nDu;pont\t41", ""},
		{"a.csv", "a,b\n\"x\ny\",\"d\"\"q\"\n", "a\tb\nx y\td\"q", ""},
		{"a.csv", "a\tb\n1\t2\n", "a\tb\n1\t2", ""},
		{"a.html", "<title>Le titre</title><p>Un <b>gras</b> et&nbsp;fin<br>Deux<script>alert(1)</script><table><tr><td>a<td>b</table>", "Un gras et fin\nDeux\na\tb", "Le titre"},
		{"a.html", "<meta charset=iso-8859-1><p>\xe9t\xe9", "été", ""},
		{"a.html", "<!doctype html><table><tr><th>A</th><th>B</th></tr><tr><td></td><td>2</td></tr></table>", "A\tB\n\t2", ""},
		{"sans", "<!DOCTYPE html><p>page</p>", "page", ""},
		{"a.eml", "From: a@x.fr\nTo: b@x.fr\nSubject: =?iso-8859-1?Q?R=E9union?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nDemain =E0 9 h.\n", "From: a@x.fr\nTo: b@x.fr\nSubject: Réunion\nDemain à 9 h.", "Réunion"},
		{"a.eml", "From: a@x.fr\nSubject: page\nContent-Type: text/html; charset=utf-8\n\n<p>Bonjour <b>à tous</b></p><img src=http://127.0.0.1:1/x>\n", "From: a@x.fr\nSubject: page\nBonjour à tous", "page"},
		{"a.rtf", `{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}}{\info{\title Un titre}}\'c9t\'e9 \u8364? {\*\ignore non}{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt lien}}\par deux\line trois}`, "Été € lien\ndeux\ntrois", "Un titre"},
	} {
		got := read(t, written(t, test.name, test.content))
		text := strings.ReplaceAll(got.Text, "\u00a0", " ")
		if text != test.want || got.Title != test.title || got.Reason != "" {
			t.Errorf("%s %q: %q, title %q, reason %q; want %q, %q", test.name, test.content, text, got.Title, got.Reason, test.want, test.title)
		}
	}
}
