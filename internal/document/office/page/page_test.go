package page

import (
	"bytes"
	"strings"
	"testing"

	"parvis/internal/document/office"
	"parvis/internal/document/office/officetest"
	"parvis/internal/document/prose"
	"parvis/internal/extract"
)

func TestComesBack(t *testing.T) {
	var out bytes.Buffer
	if err := Write(&out, officetest.Paper()); err != nil {
		t.Fatal(err)
	}
	got, err := Read(t.Context(), &out, officetest.Home())
	if err != nil {
		t.Fatal(err)
	}
	officetest.CameBack(t, got)
}

// TestStrict: of a page nothing comes but text, pictures that stand in it, and
// links that may be followed.
func TestStrict(t *testing.T) {
	const source = `<title>Page</title><script>alert(1)</script><style>p{}</style><h1>Un <em>titre</em></h1><h2>Partie</h2>
		<p onclick="x()">Un <a href="javascript:alert(1)">piège</a>, <a href="https://a.example/">un lien</a>, <b>gras</b> &lt;script&gt;.</p>
		<iframe src="https://a.example"></iframe><img src="https://a.example/p.png" alt="ailleurs"><img src="data:image/svg+xml;base64,PHN2Zz4=">
		<ul><li>un<ul><li>deux</li></ul></li></ul><table><tr><th>a</th></tr><tr><td>b</td></tr></table><form><input value="x"><button>Non</button></form>`
	got, err := Read(t.Context(), strings.NewReader(source), office.Home{})
	if err != nil {
		t.Fatal(err)
	}
	want := "# Partie\n\nUn piège, [un lien](https://a.example/), **gras** \\<script>.\n\n[ailleurs](https://a.example/p.png)\n\n- un\n\n  - deux\n\n| a |\n| --- |\n| b |"
	if text := prose.Markdown(got.Doc); text != want || got.Title != "Un titre" || got.Left.Pictures != 2 || len(got.Pictures) != 0 {
		t.Errorf("%q\n%q\n%+v", got.Title, text, got.Left)
	}
}

func TestTooMuch(t *testing.T) {
	if _, err := Read(t.Context(), strings.NewReader(strings.Repeat("<b>", 700_000)), office.Home{}); extract.ReasonOf(err) != extract.TooLarge {
		t.Errorf("%v", err)
	}
	if _, err := Read(t.Context(), strings.NewReader(strings.Repeat("<div>", 100_000)+"x"), office.Home{}); err == nil {
		t.Error("a page of a hundred thousand elements in each other is read")
	}
}
