package exchange_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"io"
	"strings"
	"testing"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/document"
	"parvis/internal/document/documenttest"
	"parvis/internal/document/exchange"
	"parvis/internal/document/office"
	"parvis/internal/document/office/docx"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/prose"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

// site is a world whose documents go out and come in.
type site struct {
	*contenttest.World
	*exchange.Service
}

func each(t *testing.T, body func(t *testing.T, s *site)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := documenttest.New(t, db)
		body(t, &site{w.World, exchange.NewService(exchange.Parts{
			Content: w.Content, Documents: w.Documents, Base: "https://parvis.example", Site: func(context.Context) string { return "Ministère" },
			Version: func(context.Context, id.ID, int64) (string, error) { return "", nil },
			State:   func(context.Context, id.ID) (string, error) { return "Brouillon", nil },
		})})
	})
}

// source is a file of a name.
func source(name string, data []byte) document.Source {
	return document.Source{Name: name, Size: int64(len(data)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// TestThereAndBack: a file of Word becomes a document with its picture, which
// goes out again with it, for who reads it alone.
func TestThereAndBack(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		ctx := t.Context()
		var word bytes.Buffer
		if err := docx.Write(&word, officetest.Paper()); err != nil {
			t.Fatal(err)
		}
		marc := s.As(t, s.Marc)
		it, left, err := s.Make(ctx, marc, document.New{New: content.New{Community: s.Private}}, source("note.docx", word.Bytes()))
		if err != nil || left != "" {
			t.Fatal(left, err)
		}
		if it.Title != officetest.Paper().Title {
			t.Errorf("title %q", it.Title)
		}
		files, err := s.World.Content.FilesOf(ctx, it.ID)
		if err != nil || len(files) != 1 || !files[0].IsPicture() {
			t.Errorf("its files: %+v, %v", files, err)
		}
		for _, f := range exchange.Formats() {
			out, err := s.Export(ctx, marc, it.ID, -1, f.Code)
			if err != nil || len(out.Data) < 1000 || !strings.HasSuffix(out.Name, "."+f.Code) {
				t.Errorf("%s: %q, %d bytes, %v", f.Code, out.Name, len(out.Data), err)
			}
			if _, err := s.Export(ctx, s.As(t, s.Olga), it.ID, -1, f.Code); fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s goes out to who does not read it: %v", f.Code, err)
			}
		}
		out, err := s.Export(ctx, marc, it.ID, 1, "docx")
		if err != nil || !strings.Contains(out.Name, " v1.docx") {
			t.Fatal(out.Name, err)
		}
		again, err := docx.Read(ctx, bytes.NewReader(out.Data), int64(len(out.Data)), office.Home{Base: "https://parvis.example"})
		if err != nil || len(again.Pictures) != 1 || !strings.Contains(prose.Markdown(again.Doc), "Le guichet ferme à midi.") {
			t.Errorf("what went out is not what came: %v, %d pictures", err, len(again.Pictures))
		}
		if text, err := s.Export(ctx, marc, it.ID, -1, "html"); err != nil || !strings.Contains(string(text.Data), "Brouillon") {
			t.Errorf("where it stands is not said: %v", err)
		}
		if _, err := s.Export(ctx, marc, it.ID, 99, "pdf"); fault.KindOf(err) != fault.KindNotFound {
			t.Errorf("a version that never was: %v", err)
		}
	})
}

// TestMarkdownThereAndBack: the five levels of headings, lists and tables of a
// document come back from Markdown.
func TestMarkdownThereAndBack(t *testing.T) {
	p := officetest.Paper()
	back, err := office.FromMarkdown(office.Markdown(p), p.Home)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := prose.Markdown(p.Settled()), prose.Markdown(back.Doc); back.Title != p.Title || headings(got) != headings(want) {
		t.Errorf("%q\n%s\nwant\n%s", back.Title, headings(got), headings(want))
	}
}

// TestMarkdownPictures: those that stand in their address come, as other programs
// write them; what lacks is counted, and signs in a code are left alone.
func TestMarkdownPictures(t *testing.T) {
	address := "data:image/png;base64," + base64.StdEncoding.EncodeToString(officetest.Picture().Data)
	source := "Le ![plan](" + address + ") est là.\n\n![la suite][suite]\n\n![absent](absent.png)\n\n```\n![](" + address + ")\n```\n\n[suite]: <" + address + ">\n"
	got, err := office.FromMarkdown(source, office.Home{})
	if err != nil {
		t.Fatal(err)
	}
	var images int
	for _, n := range got.Doc.Content {
		if n.Type == prose.Image {
			images++
		}
	}
	if images != 2 || len(got.Pictures) != 1 || got.Left.Pictures != 1 || !strings.Contains(prose.Markdown(got.Doc), "![]("+address+")") {
		t.Errorf("%d images of %d pictures, %d left out:\n%s", images, len(got.Pictures), got.Left.Pictures, prose.Markdown(got.Doc))
	}
	if size := office.WithoutPictures([]byte(source)); size > 200 {
		t.Errorf("%d bytes of text", size)
	}
}

func headings(markdown string) string {
	var out []string
	for l := range strings.Lines(markdown) {
		if strings.HasPrefix(l, "#") || strings.HasPrefix(l, "| ") {
			out = append(out, l)
		}
	}
	return strings.Join(out, "")
}

// TestRefused: what cannot become a document is told why, on its field, and
// leaves nothing behind.
func TestRefused(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		for name, c := range map[string]struct{ data, key string }{
			"avis.pdf":    {"%PDF-1.7", "exchange.bring.pdf"},
			"vieux.doc":   {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "exchange.bring.doc"},
			"photo.png":   {"\x89PNG", "exchange.bring.other"},
			"cassé.docx":  {"PK\x03\x04cassé", "exchange.bring.damaged"},
			"énorme.html": {strings.Repeat("<b>", 700_000), "exchange.bring.too_large"},
		} {
			_, _, err := s.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{Community: s.Open}}, source(name, []byte(c.data)))
			f, ok := fault.As(err)
			if !ok || f.Kind != fault.Invalid || len(f.Fields) != 1 || f.Fields[0].Key != c.key {
				t.Errorf("%s: %v, want %s", name, err, c.key)
			}
		}
	})
}
