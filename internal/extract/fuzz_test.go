package extract

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// fuzzed reads bytes as a format: whatever they are, the answer is a text that
// databases take, or a refusal.
func fuzzed(t *testing.T, format Format, data []byte) {
	if len(data) > 1<<20 {
		return
	}
	out := &sheet{}
	_, err := Within{}.readAs(t.Context(), format, bytes.NewReader(data), int64(len(data)), out)
	if _, refused := err.(refusal); err != nil && !refused {
		t.Fatalf("not a refusal: %v", err)
	}
	text := out.result()
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || len(text) > MaxText {
		t.Fatalf("a text of %d bytes that no database takes", len(text))
	}
}

func seed(f *testing.F, extensions ...string) {
	for _, e := range extensions {
		for _, folder := range []string{"known-text", "samples"} {
			list, err := filepath.Glob("testdata/" + folder + "/*." + e)
			if err != nil {
				f.Fatal(err)
			}
			for _, name := range list {
				data, err := os.ReadFile(name)
				if err != nil {
					f.Fatal(err)
				}
				if len(data) < 60_000 {
					f.Add(data)
				}
			}
		}
	}
}

func FuzzRTF(f *testing.F) {
	seed(f, "rtf")
	f.Add([]byte(`{\rtf1\ansi{\fonttbl{\f0\fcharset128 x;}}\f0\'82\'a0\u-10179?\u-8704?\bin3 abc\uc2\u233ab}`))
	f.Fuzz(func(t *testing.T, data []byte) { fuzzed(t, RTF, data) })
}

func FuzzOffice97(f *testing.F) {
	seed(f, "doc", "xls", "ppt", "msg")
	f.Add([]byte(compoundFile("WordDocument", "\xec\xa5\xc1\x00"+strings.Repeat("\x00", 900), "0Table", "\x02\x10\x00\x00\x00")))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range []Format{DOC, XLS, PPT, MSG} {
			fuzzed(t, format, data)
		}
	})
}

func FuzzSharedTexts(f *testing.F) {
	f.Add([]byte("\x03\x00\x00abc\x02\x00\x01a\x00b\x00"), []byte("\x00bcd"))
	f.Add([]byte("\x03\x00\x0ca\x01\x00\x04\x00\x00\x00b"), []byte(""))
	f.Fuzz(func(t *testing.T, first, second []byte) { sharedTexts([][]byte{first, second}) })
}

func FuzzZipped(f *testing.F) {
	seed(f, "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub")
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzed(t, detect(bytes.NewReader(data), int64(len(data)), ".docx"), data)
	})
}

func FuzzWordML(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>a</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(`<x><w:txbxContent><Fallback><w:t>a</w:t></Fallback></w:txbxContent></x>`)
	f.Fuzz(func(t *testing.T, body string) { fuzzed(t, DOCX, []byte(wordDocument(t, body))) })
}

func FuzzText(f *testing.F) {
	seed(f, "html", "csv")
	f.Add([]byte("From: a\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\na\n--x--\n"))
	f.Add([]byte("\xff\xfea\x00\x00\xd8"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range []Format{HTML, CSV, TXT, MD, EML} {
			fuzzed(t, format, data)
		}
	})
}

func FuzzParagraphs(f *testing.F) {
	f.Add("Une ligne assez longue pour que la marge soit connue\r\net la suite.\r\n• un\r\n2. deux\x02\r\n")
	f.Fuzz(func(t *testing.T, page string) { paragraphs(page) })
}
