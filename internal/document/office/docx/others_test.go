package docx

import (
	"archive/zip"
	"bytes"
	"os"
	"strings"
	"testing"

	"parvis/internal/document/office"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

// TestOthers reads files that Word and others made: headings, lists, tables,
// notes and marks are what they are there.
func TestOthers(t *testing.T) {
	for name, c := range map[string]struct {
		has  []string
		left office.Left
	}{
		"samples/testWORD_various.docx":                                     {has: []string{"**Bold** *italic* underline", "- Bullet 2", "2. Number bullet 2", "[This is a hyperlink](http://tika.apache.org/)", "| Row 2 Col 1 | Row 2 Col 2", "Footnote appears here\\[1\\]", "\\[1\\] "}},
		"samples/testWORD_numbered_list.docx":                               {has: []string{"1. This\n\n   1. Is\n\n      1. A multi\n      2. Level", "6. six\n7. seven", "I’m a little text box"}, left: office.Left{Comments: 1}},
		"samples/footnotes.docx":                                            {has: []string{"Eto ochen prostoy\\[1\\] text so snoskoy", "---\n\n\\[1\\] snoska"}},
		"samples/testComment.docx":                                          {has: []string{"Here is some text."}, left: office.Left{Comments: 1}},
		"samples/testWORD_text_box.docx":                                    {has: []string{"This text is inside of a text box"}},
		"samples/Premiers-retours-sur-la-validation-des-contributions.docx": {has: []string{"- Prendre en compte certaines remarques des contributeurs.", "**Ma** période d’essai"}},
		"known-text/d-04-F380.docx":                                         {has: []string{"# Aide à la mobilité internationale d'un étudiant", "## Étudiants concernés"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := sample(t, name)
			if err != nil {
				t.Fatal(err)
			}
			text := prose.Markdown(got.Doc)
			for _, words := range c.has {
				if !strings.Contains(text, words) {
					t.Errorf("%q is not in\n%.3000s", words, text)
				}
			}
			if got.Left.Comments != c.left.Comments {
				t.Errorf("left behind: %+v", got.Left)
			}
		})
	}
}

func sample(t *testing.T, name string) (office.Draft, error) {
	t.Helper()
	data, err := os.ReadFile("../../../extract/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return Read(t.Context(), bytes.NewReader(data), int64(len(data)), officetest.Home())
}

// file is a file of Word whose body is given.
func file(t *testing.T, body string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range map[string]string{
		"[Content_Types].xml": contentTypes, "_rels/.rels": packageRelations,
		"word/document.xml": head + `<w:document ` + spaceAll + `><w:body>` + body + `</w:body></w:document>`,
	} {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestChangesAreTaken(t *testing.T) {
	data := file(t, `<w:p><w:r><w:t>Le </w:t></w:r><w:del><w:r><w:delText>vieux</w:delText></w:r></w:del><w:ins><w:r><w:t>nouveau</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> plan</w:t></w:r></w:p>`)
	got, err := Read(t.Context(), bytes.NewReader(data), int64(len(data)), office.Home{})
	if err != nil {
		t.Fatal(err)
	}
	if text := prose.Markdown(got.Doc); text != "Le nouveau plan" || got.Left.Changes != 2 {
		t.Errorf("%q, %+v", text, got.Left)
	}
}

func TestHostile(t *testing.T) {
	deep := strings.Repeat("<w:sdt><w:sdtContent>", 300)
	for what, c := range map[string]struct {
		data []byte
		want extract.Reason
	}{
		"no zip":       {[]byte("PK\x03\x04 and nothing"), extract.Damaged},
		"cut short":    {file(t, "<w:p/>")[:300], extract.Damaged},
		"broken XML":   {file(t, "<w:p><w:r>"), extract.Damaged},
		"too deep":     {file(t, deep), extract.TooLarge},
		"too much":     {file(t, strings.Repeat("<w:p><w:r><w:t>"+strings.Repeat("a", 1<<20)+"</w:t></w:r></w:p>", 3)), extract.TooLarge},
		"a bomb":       {file(t, strings.Repeat(" ", 120<<20)), extract.TooLarge},
		"entities":     {file(t, "<w:p><w:r><w:t>&lol;</w:t></w:r></w:p>"), extract.Damaged},
		"many columns": {file(t, `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`), ""},
	} {
		_, err := Read(t.Context(), bytes.NewReader(c.data), int64(len(c.data)), office.Home{})
		if got := extract.ReasonOf(err); got != c.want || c.want == "" && err != nil {
			t.Errorf("%s: %q (%v), want %q", what, got, err, c.want)
		}
	}
}
