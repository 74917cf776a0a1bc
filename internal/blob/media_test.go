package blob

import (
	"archive/zip"
	"bytes"
	"testing"
)

func TestSniff(t *testing.T) {
	var zipped bytes.Buffer
	archive := zip.NewWriter(&zipped)
	if _, err := archive.Create("a.txt"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ content, name, want string }{
		{"Bonjour à tous", "note.txt", "text/plain"},
		{"a;b\n1;2", "table.csv", "text/csv"},
		{"# Titre", "note.md", "text/markdown"},
		{"Bonjour", "page.html", "text/plain"},
		{"Bonjour", "image.png", "text/plain"},
		{"<!DOCTYPE html><script>alert(1)</script>", "photo.jpg", "text/html"},
		{"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>", "photo.png", "image/svg+xml"},
		{"%PDF-1.7\n", "photo.png", "application/pdf"},
		{zipped.String(), "rapport.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{zipped.String(), "rapport.zip", "application/zip"},
		{zipped.String(), "page.html", "application/zip"},
		{"\x89PNG\r\n\x1a\n", "note.txt", "image/png"},
		{"\xff\xd8\xff\xe0", "", "image/jpeg"},
		{"GIF89a<script>", "x.html", "image/gif"},
		{"\x00\x01\x02", "x.jpg", "application/octet-stream"},
		{"", "vide.pdf", "text/plain"},
	}
	for _, test := range tests {
		if got := Sniff([]byte(test.content), test.name); got != test.want {
			t.Errorf("%.20q named %s is %s, want %s", test.content, test.name, got, test.want)
		}
	}
	for mediaType, want := range map[string]bool{
		"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true,
		"image/svg+xml": false, "image/tiff": false, "text/html": false, "": false,
	} {
		if IsImage(mediaType) != want {
			t.Errorf("IsImage(%q) is %v", mediaType, !want)
		}
	}
}
