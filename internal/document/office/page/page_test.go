package page

import (
	"bytes"
	"testing"

	"parvis/internal/document/office/officetest"
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
