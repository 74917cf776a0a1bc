package web

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"testing"
)

// A file without a byte is a file: who keeps it says that it is empty, and
// nothing is lost in silence. A field in which nothing was chosen is none.
func TestFilesKeepsEmptyOnes(t *testing.T) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if _, err := form.CreateFormFile("files", "vide.txt"); err != nil {
		t.Fatal(err)
	}
	if _, err := form.CreateFormFile("files", ""); err != nil {
		t.Fatal(err)
	}
	form.Close()
	r := httptest.NewRequest("POST", "/", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	if err := r.ParseMultipartForm(1000); err != nil {
		t.Fatal(err)
	}
	list, err := (&Form{multi: r}).Files("files", 5)
	if err != nil || len(list) != 1 || list[0].Name != "vide.txt" || list[0].Size != 0 {
		t.Errorf("files: %+v, %v", list, err)
	}
	CloseAll(list)
}
