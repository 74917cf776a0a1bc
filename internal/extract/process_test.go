package extract

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// worker is a Process made of this test, which does what verb says.
func worker(t testing.TB, verb string) *Process {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return NewProcess([]string{program, verb}, cacheFolder, 2)
}

func opened(t testing.TB, path string) *os.File {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

func TestProcess(t *testing.T) {
	p := worker(t, Command)
	for _, name := range []string{"d-01-F31192.docx", "d-03-F2415.pdf", "d-tab-04.csv"} {
		file := opened(t, filepath.Join("testdata/known-text", name))
		got, err := p.Read(t.Context(), file, filepath.Ext(name))
		if err != nil {
			t.Fatal(err)
		}
		if want := read(t, file.Name()); got != want || got.Text == "" {
			t.Errorf("%s: the worker reads something else", name)
		}
	}
	drawn, err := p.Draw(t.Context(), opened(t, "testdata/known-text/d-03-F2415.pdf"), []int{1, 2, 900})
	if err != nil || len(drawn) != 2 || drawn[1].Page != 2 || drawn[1].Width != drawnWidth {
		t.Errorf("%d pages are drawn, %v", len(drawn), err)
	}
	if drawn, err := p.Draw(t.Context(), opened(t, written(t, "a.pdf", "%PDF-1.4 rien")), []int{1}); err != nil || len(drawn) != 0 {
		t.Errorf("a broken PDF: %d pages are drawn, %v", len(drawn), err)
	}
}

// TestMisdeeds shows that whatever happens in a worker ends in a reason or an
// error, and soon.
func TestMisdeeds(t *testing.T) {
	file := opened(t, written(t, "a.txt", "texte"))
	for _, test := range []struct {
		verb   string
		reason Reason
		fails  bool
	}{
		{"hangs", TooSlow, false},
		{"swells", TooLarge, false},
		{"digs", Damaged, false},
		{"babbles", "", true},
		{"unheard-of", "", true},
	} {
		if runtime.GOOS != "linux" && test.verb == "swells" {
			continue
		}
		t.Run(test.verb, func(t *testing.T) {
			p := worker(t, test.verb)
			if test.verb == "unheard-of" {
				p.program = []string{filepath.Join(t.TempDir(), "nothing")}
			}
			deadline := 20 * time.Second
			if test.verb == "hangs" {
				deadline = 200 * time.Millisecond
			}
			r, err := p.run(t.Context(), file, task{Deadline: deadline})
			if (err != nil) != test.fails || r.Result.Reason != test.reason {
				t.Errorf("reason %q, error %v", r.Result.Reason, err)
			}
		})
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := worker(t, "hangs").Read(ctx, file, ".txt"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("who waits no more is told %v", err)
	}
}

// TestNothingIsFetched opens files that ask for the network in every way that
// their formats know, beside a listener that must hear nothing.
func TestNothingIsFetched(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var heard atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			heard.Add(1)
			c.Close()
		}
	}()
	at := "http://" + listener.Addr().String()
	rels := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="r1" Type="x/attachedTemplate" TargetMode="External" Target="` + at + `/t.dotm"/><Relationship Id="r2" Type="x/image" TargetMode="External" Target="` + at + `/i.png"/>` +
		`<Relationship Id="r3" Type="x/notesSlide" Target="` + at + `/n.xml"/></Relationships>`
	xxe := `<?xml version="1.0"?><!DOCTYPE d SYSTEM "` + at + `/d.dtd" [<!ENTITY x SYSTEM "` + at + `/x"><!ENTITY % y SYSTEM "` + at + `/y">]>`
	p := worker(t, Command)
	for name, content := range map[string]string{
		"a.html": `<html><head><link rel=stylesheet href="` + at + `/s.css"><base href="` + at + `"><meta http-equiv=refresh content="0;url=` + at + `"><script src="` + at + `/s.js"></script></head>` +
			`<body>Liens<img src="` + at + `/i.png"><iframe src="` + at + `"></iframe><object data="` + at + `"></object><svg><image href="` + at + `"/></svg></body></html>`,
		"a.md":   "# Liens\n![image](" + at + "/i.png)\n<img src=" + at + ">\n",
		"a.docx": wordDocument(t, someText, "word/_rels/document.xml.rels", rels, "word/_rels/settings.xml.rels", rels),
		"b.docx": zippedParts(t, "[Content_Types].xml", "<Types/>", "word/document.xml", xxe+`<w:document `+wordSpace+`><w:p><w:r><w:t>Liens</w:t></w:r></w:p></w:document>`),
		"a.odt": zippedParts(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", xxe+`<c xmlns:text="t" xmlns:xlink="x"><text:p>Liens</text:p><image xlink:href="`+at+`/i.png"/>`+
			`<text:section-source xlink:href="`+at+`/s.odt"/></c>`),
		"a.rtf": `{\rtf1 Liens {\field{\*\fldinst INCLUDEPICTURE "` + at + `/i.png"}}{\*\template ` + at + `/t.dot}}`,
		"a.eml": "From: a@x.fr\nSubject: Liens\nContent-Type: message/external-body; access-type=URL; URL=\"" + at + "\"\n\nx\n",
		"a.csv": "Liens\n=WEBSERVICE(\"" + at + "\")\n",
		"a.pdf": pdfFile("", onePage("[0 0 595 842]", "/OpenAction << /S /URI /URI ("+at+") >> /AA << /WC << /S /JavaScript /JS (app.launchURL\\('"+at+"'\\)) >> >> /URI << /Base ("+at+") >>")...),
		"a.xlsx": zippedParts(t, "[Content_Types].xml", "<Types/>", "xl/workbook.xml", `<workbook><sheets><sheet name="Liens"/></sheets></workbook>`, "xl/_rels/workbook.xml.rels", rels,
			"xl/externalLinks/externalLink1.xml", `<externalLink/>`, "xl/connections.xml", `<connections><connection><webPr url="`+at+`"/></connection></connections>`),
	} {
		file := opened(t, written(t, name, content))
		got, err := p.Read(t.Context(), file, filepath.Ext(name))
		if err != nil || got.Reason != "" || !strings.Contains(got.Text, "Liens") && !strings.Contains(got.Text, "Un texte.") && !strings.Contains(got.Text, "Bonjour") {
			t.Errorf("%s: %q, %q, %v", name, got.Reason, got.Text, err)
		}
		if got.Format == PDF {
			if _, err := p.Draw(t.Context(), file, []int{1}); err != nil {
				t.Error(err)
			}
		}
	}
	if runtime.GOOS == "linux" {
		// Even a reader that wanted to could not.
		program, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		if out, err := exec.Command(program, "calls", listener.Addr().String()).CombinedOutput(); err != nil {
			t.Errorf("a confined worker calls: %v\n%s", err, out)
		}
	}
	listener.Close()
	<-done
	if n := heard.Load(); n > 0 {
		t.Errorf("the listener heard %d calls", n)
	}
}

// TestSecretsStay shows that a worker is told nothing of the site.
func TestSecretsStay(t *testing.T) {
	t.Setenv("PARVIS_DATABASE", "postgres://secret")
	program := filepath.Join(t.TempDir(), "tells")
	if err := os.WriteFile(program, []byte("#!/bin/sh\nenv >&2\nexit 9\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := NewProcess([]string{program}, cacheFolder, 1)
	_, err := p.Read(t.Context(), opened(t, written(t, "paie.txt", "x")), ".txt")
	if err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "paie") || !strings.Contains(err.Error(), "GOMEMLIMIT") {
		t.Errorf("the worker knows: %v", err)
	}
}
