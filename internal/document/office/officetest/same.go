package officetest

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// CameBack demands that what was read again says what Paper says.
func CameBack(t *testing.T, got office.Draft) {
	t.Helper()
	if got.Title != Paper().Title {
		t.Errorf("title %q", got.Title)
	}
	want := Everything()
	Rename(&want, "pic1", "picture 1")
	if diff := cmp.Diff(want, got.Doc, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("it came back different (-went +came):\n%s", diff)
	}
	if pic := got.Pictures["picture 1"]; !bytes.Equal(pic.Data, Picture().Data) {
		t.Errorf("its picture came back different: %d bytes, %s", len(pic.Data), pic.Media)
	}
	if got.Left != (office.Left{}) {
		t.Errorf("left behind: %+v", got.Left)
	}
}

// Rename gives the images of one file another.
func Rename(n *prose.Node, from, to string) {
	if n.Type == prose.Image && n.Attrs.String("file") == from {
		n.Attrs["file"] = to
	}
	for i := range n.Content {
		Rename(&n.Content[i], from, to)
	}
}
