// Package libreoffice holds the files that documents go out in to what another
// program than ours finds in them.
package libreoffice

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"parvis/internal/document/office"
	"parvis/internal/document/office/docx"
	"parvis/internal/document/office/odt"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/office/page"
	"parvis/internal/document/prose"
)

// counted tells of each sort of block how many there are, and what headings say.
func counted(n prose.Node, lists bool) string {
	many := map[prose.Type]int{}
	var heads []string
	var walk func(n prose.Node)
	walk = func(n prose.Node) {
		switch n.Type {
		case prose.Heading:
			heads = append(heads, fmt.Sprintf("%d %s", n.Attrs.Int("level", 0), prose.Plain(n)))
		case prose.Table, prose.Image, prose.TableHeader, prose.BulletList:
			many[n.Type]++
		case prose.OrderedList:
			if lists {
				many[n.Type]++
			}
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(n)
	return fmt.Sprintf("%q %v", heads, many)
}

// TestOpened: what we write in one format, LibreOffice opens and writes in
// another, in which the headings are headings, the tables tables, the lists
// lists and the pictures there.
func TestOpened(t *testing.T) {
	write := map[string]func(io.Writer, office.Paper) error{"docx": docx.Write, "odt": odt.Write, "html": page.Write}
	for _, way := range []struct {
		from, to string
		lists    bool // LibreOffice counts anew in lists within lists when it goes from odt to docx
	}{{"docx", "odt", true}, {"odt", "docx:MS Word 2007 XML", false}, {"docx", "docx:MS Word 2007 XML", true}} {
		t.Run(way.from+" "+way.to, func(t *testing.T) {
			p := officetest.Paper()
			p.Doc.Content = withoutBoxes(p.Doc.Content)
			var out bytes.Buffer
			if err := write[way.from](&out, p); err != nil {
				t.Fatal(err)
			}
			made := officetest.Converted(t, "papier."+way.from, out.Bytes(), way.to)
			read := docx.Read
			if way.to == "odt" {
				read = odt.Read
			}
			got, err := read(t.Context(), bytes.NewReader(made), int64(len(made)), officetest.Home())
			if err != nil {
				t.Fatal(err)
			}
			if want, found := counted(p.Doc, way.lists), counted(got.Doc, way.lists); found != want {
				t.Errorf("LibreOffice finds\n%s, want\n%s\nin\n%s", found, want, prose.Markdown(got.Doc))
			}
			if got.Title != p.Title {
				t.Errorf("title %q", got.Title)
			}
			for _, words := range []string{"**gras**", "*penché*", "~~barré~~", "[un lien](https://www.service-public.fr/?a=1&b=2)", "@elise.marchand", "4. quatrième", "- [x] C’est fait", "cœur, naïf, 12 €"} {
				if !strings.Contains(prose.Markdown(got.Doc), words) {
					t.Errorf("%q is lost", words)
				}
			}
		})
	}
}

// withoutBoxes leaves out what other programs have no word for: callouts, and
// quotes that hold more than text.
func withoutBoxes(all []prose.Node) []prose.Node {
	var out []prose.Node
	for _, n := range all {
		if n.Type != prose.Callout && n.Type != prose.Blockquote {
			out = append(out, n)
		}
	}
	return out
}

// TestSaid: LibreOffice reads all that is said, callouts and quotes included.
func TestSaid(t *testing.T) {
	for name, write := range map[string]func(io.Writer, office.Paper) error{"docx": docx.Write, "odt": odt.Write} {
		var out bytes.Buffer
		if err := write(&out, officetest.Paper()); err != nil {
			t.Fatal(err)
		}
		text := string(officetest.Converted(t, "papier."+name, out.Bytes(), "txt:Text (encoded):UTF8"))
		for _, words := range []string{"L’essentiel", "tout à la fois", "Attention", "Le guichet ferme à midi.", "le vendredi aussi", "Nul n’est censé ignorer la loi.", "SELECT  *", "gratuit pour les moins d’un an", "barème.ods", "☑", "Fin."} {
			if !strings.Contains(text, words) {
				t.Errorf("%s: %q is not found in\n%s", name, words, text)
			}
		}
	}
}
