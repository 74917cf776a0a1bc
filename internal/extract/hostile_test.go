package extract

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const someText = `<w:p><w:r><w:t>Un texte.</w:t></w:r></w:p>`

// TestHostile gives the reader what it should refuse, in words that it knows.
func TestHostile(t *testing.T) {
	locked := pdfFile("/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"+strings.Repeat("a1", 32)+"> /U <"+strings.Repeat("b2", 32)+"> >> /ID [<00> <00>]", onePage("[0 0 595 842]", "")...)
	var laughs strings.Builder
	laughs.WriteString(`<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">`)
	for i := range 10 {
		fmt.Fprintf(&laughs, `<!ENTITY lol%d "%s">`, i, strings.Repeat("&lol;", 10))
	}
	laughs.WriteString(`]><w:document ` + wordSpace + `><w:p><w:r><w:t>&lol9;</w:t></w:r></w:p></w:document>`)
	for _, test := range []struct {
		name, file, content string
		reason              Reason
		format              Format
	}{
		{"nothing", "a.docx", "", Damaged, Unknown},
		{"a PDF under a password", "a.pdf", locked, Encrypted, PDF},
		{"a document in a safe", "a.docx", compoundFile("EncryptionInfo", "x", "EncryptedPackage", "secret"), Encrypted, DOCX},
		{"an old document under a password", "a.doc", compoundFile("WordDocument", "\xec\xa5\xc1\x00\x00\x00\x00\x00\x00\x00\x00\x01"+strings.Repeat("\x00", 900)), Encrypted, DOC},
		{"an old sheet under a password", "a.xls", compoundFile("Workbook", "\x09\x08\x02\x00\x00\x06\x2f\x00\x02\x00\x00\x00"), Encrypted, XLS},
		{"an OpenDocument under a password", "a.odt", zippedParts(t, "mimetype", "application/vnd.oasis.opendocument.text",
			"META-INF/manifest.xml", `<manifest><file-entry><encryption-data/></file-entry></manifest>`, "content.xml", "\x01\x02"), Encrypted, ODT},
		{"a zip under a password", "a.docx", lockZip(wordDocument(t, someText)), Encrypted, DOCX},
		{"a zip that is none", "a.docx", "PK\x03\x04 et rien", Damaged, ZIP},
		{"a PDF without pages", "a.pdf", "%PDF-1.7\nrien", Damaged, PDF},
		{"a text that tells it is RTF", "a.rtf", `{\rtf1 {{{ coupé`, Damaged, RTF},
		{"a heap of groups", "a.rtf", `{\rtf1 ` + strings.Repeat("{", 100_000), TooLarge, RTF},
		{"broken XML", "a.docx", wordDocument(t, `<w:p><w:r>`), Damaged, DOCX},
		{"a billion laughs", "a.docx", zippedParts(t, "[Content_Types].xml", "<Types/>", "word/document.xml", laughs.String()), Damaged, DOCX},
		{"elements in each other", "a.docx", wordDocument(t, strings.Repeat("<w:p>", 100_000)), TooLarge, DOCX},
		{"a bomb", "a.docx", bomb(t, "word/document.xml"), TooLarge, DOCX},
		{"a bomb of a sheet", "a.xlsx", bomb(t, "xl/workbook.xml"), TooLarge, XLSX},
		{"a crowd of entries", "a.zip", crowd(t), TooLarge, ZIP},
		{"a program", "a.docx", "\x7fELF\x02\x01\x01\x00\x00\x00\x00", Unsupported, Unknown},
		{"a picture under another name", "a.docx", "\x89PNG\r\n\x1a\n", Unsupported, Image},
		{"a folder", "a.zip", zippedParts(t, "photo.jpg", "x"), Unsupported, ZIP},
		{"a message without a head", "a.eml", "rien du tout\n", Damaged, EML},
		{"a compound file that turns in circles", "a.doc", circle(), Damaged, Unknown},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := read(t, written(t, test.file, test.content))
			if test.name == "a compound file that turns in circles" {
				if got.Reason == "" || got.Text != "" {
					t.Errorf("it is read: %+v", got)
				}
				return
			}
			if got.Reason != test.reason || got.Format != test.format || got.Text != "" {
				t.Errorf("%q of a %q, text %q; want %q of a %q", got.Reason, got.Format, got.Text, test.reason, test.format)
			}
		})
	}
}

// TestStrange gives it what is odd and can be read.
func TestStrange(t *testing.T) {
	macros := read(t, written(t, "a.docm", wordDocument(t, someText, "word/vbaProject.bin", "Sub AutoOpen()")))
	if !macros.Macros || macros.Text != "Un texte." || macros.Format != DOCX {
		t.Errorf("macros: %+v", macros)
	}
	if got := read(t, written(t, "facture.docx", pdfFile("", onePage("[0 0 595 842]", "")...))); got.Format != PDF || got.Text != "Bonjour le monde" {
		t.Errorf("a PDF under another name: %+v", got)
	}
	if !Mislabelled(".docx", PDF) || !Mislabelled(".pdf", Unknown) || Mislabelled(".docm", DOCX) || Mislabelled(".txt", CSV) || Mislabelled("", PDF) || Mislabelled(".docx", ZIP) {
		t.Error("what is mislabelled is not told")
	}
	struck := read(t, written(t, "a.docx", wordDocument(t, `<w:p><w:r><w:t>Reste</w:t></w:r><w:del><w:r><w:delText>parti</w:delText></w:r></w:del><w:r><w:instrText>INCLUDEPICTURE x</w:instrText></w:r></w:p>`)))
	if struck.Text != "Reste" {
		t.Errorf("struck out: %q", struck.Text)
	}
	long := read(t, written(t, "a.txt", strings.Repeat("Une ligne de plus.\n", 300_000)))
	if !long.Cut || len(long.Text) > MaxText || len(long.Text) < MaxText-10 {
		t.Errorf("a long text: %v, %d bytes", long.Cut, len(long.Text))
	}
	nul := read(t, written(t, "a.docx", wordDocument(t, `<w:p><w:r><w:t>a&#x9;b</w:t></w:r></w:p>`)))
	if nul.Text != "a b" {
		t.Errorf("a tab in a word: %q", nul.Text)
	}
	huge := read(t, written(t, "a.xlsx", zippedParts(t, "[Content_Types].xml", "<Types/>", "_rels/.rels", "<Relationships/>",
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml" Type="x/worksheet"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Loin" r:id="r1"/></sheets></workbook>`,
		"xl/worksheets/sheet1.xml", `<worksheet><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>au bout</t></is></c></row></worksheet>`)))
	if !strings.HasPrefix(huge.Text, "Loin\n") || !strings.HasSuffix(huge.Text, "au bout") || len(huge.Text) > 1000 {
		t.Errorf("a far cell: %.200q", huge.Text)
	}
}

// TestTruncated cuts every known file: whatever is left is read or refused,
// never an error of the reader.
func TestTruncated(t *testing.T) {
	list, err := filepath.Glob("testdata/known-text/d-*")
	if err != nil || len(list) < 20 {
		t.Fatal(err, len(list))
	}
	for _, name := range list {
		whole, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, share := range []int{10, 50, 90} {
			got := read(t, written(t, filepath.Base(name), string(whole[:len(whole)*share/100])))
			if zipped(Claims(filepath.Ext(name))) && got.Reason != Damaged && got.Reason != Unsupported {
				t.Errorf("%d %% of %s: %q", share, name, got.Reason)
			}
		}
	}
}

// TestDrawHuge draws a page of a hectare within bounds.
func TestDrawHuge(t *testing.T) {
	for _, box := range []string{"[0 0 595 842]", "[0 0 14400 14400]", "[0 0 1e9 1e9]", "[0 0 1 100000]", "[0 0 0 0]", "[-1 -1 -1 -1]"} {
		file, err := os.Open(written(t, "a.pdf", pdfFile("", onePage(box, "")...)))
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := Within{Cache: cacheFolder}.Draw(t.Context(), file, []int{1})
		file.Close()
		if err != nil {
			t.Errorf("%s: %v", box, err)
		}
		for _, d := range drawn {
			if d.Width > drawnWidth || d.Height > drawnHeight || len(d.Data) == 0 {
				t.Errorf("%s: drawn as %d × %d, %d bytes", box, d.Width, d.Height, len(d.Data))
			}
		}
	}
}

// lockZip marks the entries of a zip as encrypted.
func lockZip(content string) string {
	out := []byte(content)
	for _, mark := range []struct {
		sign string
		flag int
	}{{"PK\x03\x04", 6}, {"PK\x01\x02", 8}} {
		for at := 0; ; {
			i := bytes.Index(out[at:], []byte(mark.sign))
			if i < 0 {
				break
			}
			out[at+i+mark.flag] |= 1
			at += i + 4
		}
	}
	return string(out)
}

// bomb is an office document of which one part swells to 64 MB.
func bomb(t testing.TB, part string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range []string{"[Content_Types].xml", part} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if name != part {
			continue
		}
		spaces := bytes.Repeat([]byte{' '}, 1<<20)
		for range 64 {
			if _, err := w.Write(spaces); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func crowd(t testing.TB) string {
	t.Helper()
	var parts []string
	for i := range maxEntries + 1 {
		parts = append(parts, fmt.Sprintf("f%d", i), "")
	}
	return zippedParts(t, parts...)
}

// circle is a compound file whose folder follows itself.
func circle() string {
	file := []byte(compoundFile("WordDocument", strings.Repeat("x", 600)))
	file[512+4] = 1 // the sector of the folder leads to itself
	return string(file)
}
