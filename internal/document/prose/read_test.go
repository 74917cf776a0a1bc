package prose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/document/prose"
)

// What is read from Markdown is written as the same Markdown.
func TestThereAndBack(t *testing.T) {
	for _, md := range []string{
		"",
		"Un **mot** et *un autre*, ~~barré~~, `code`, **en *italique* gras**.",
		"# Titre\n\nTexte\\\nà la ligne.\n\n---\n\n## Autre",
		"- un\n- deux\n\n  - trois\n  - quatre",
		"3. trois\n4. quatre",
		"- [x] fait\n- [ ] à faire",
		"> Une citation\n>\n> en deux temps.",
		"```go\nfunc main() {}\n```",
		"| A | B |\n| --- | --- |\n| un | **deux** |",
		"[Le texte](https://example.org/a) et https://example.org/b\\_c",
		"![Plan](/files/77)",
		"@linh.tran relit.",
	} {
		doc := prose.Read(md, func(handle string) (string, string, bool) { return "4mq8", "Linh Tran", handle == "linh.tran" })
		if err := valid(doc); err != nil {
			t.Errorf("%q: %v", md, err)
		}
		again := prose.Read(prose.Markdown(doc), func(handle string) (string, string, bool) { return "4mq8", "Linh Tran", handle == "linh.tran" })
		if diff := cmp.Diff(doc, again); diff != "" {
			t.Errorf("%q became %q\n%s", md, prose.Markdown(doc), diff)
		}
	}
}

// valid tells what of a tree editors would refuse.
func valid(n prose.Node) error { return prose.Check(n) }

func TestReadRefusesNothing(t *testing.T) {
	for _, md := range []string{"<script>alert(1)</script>", "[a](javascript:alert(1))", "![x](https://example.org/p.png)", "* a\n\n      code", "# ![Plan](/files/77) titre", "- ![Plan](/files/77)"} {
		if err := valid(prose.Read(md, nil)); err != nil {
			t.Errorf("%q: %v", md, err)
		}
	}
}

func TestOutlined(t *testing.T) {
	doc := prose.Outlined(prose.Read("## A\n\n#### B\n\n> ### C\n\n# D\n\n### E", nil))
	var got []int
	for _, l := range prose.Lines(doc) {
		got = append(got, l.Level)
	}
	if diff := cmp.Diff([]int{1, 2, 2, 1, 2}, got); diff != "" {
		t.Error(diff)
	}
}
