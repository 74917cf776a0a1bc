package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// shelved is one file of the library of a community, as editorial/library.json
// lists it. From is a file of the public data, or "text:" and a text written
// for the site; in the archive it is the name of the content there.
type shelved struct {
	Community string         `json:"community"`
	Author    string         `json:"author"`
	Folder    string         `json:"folder"`
	Name      string         `json:"name"`
	DaysAgo   float64        `json:"days_ago"`
	Versions  []shelvedState `json:"versions"`
}

type shelvedState struct {
	From    string  `json:"from"`
	Author  string  `json:"author"`
	Note    string  `json:"note"`
	DaysAgo float64 `json:"days_ago"`
}

// library packs the files of the libraries into one archive.
func library(data string) ([]byte, error) {
	raw, err := os.ReadFile(filepath.Join("demodata", "editorial", "library.json"))
	if err != nil {
		return nil, err
	}
	var list []shelved
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("library.json: %w", err)
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	put := func(name string, content []byte) error {
		// One date for all: the same data give the same bytes.
		w, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = w.Write(content)
		}
		return err
	}
	n := 0
	for i := range list {
		for j := range list[i].Versions {
			v := &list[i].Versions[j]
			content := []byte(strings.TrimPrefix(v.From, "text:"))
			if !strings.HasPrefix(v.From, "text:") {
				if content, err = os.ReadFile(filepath.Join(data, v.From)); err != nil {
					return nil, err
				}
			}
			n++
			v.From = fmt.Sprintf("%03d", n)
			if err := put(v.From, content); err != nil {
				return nil, err
			}
		}
	}
	contents, err := indented(list)
	if err != nil {
		return nil, err
	}
	if err := put("library.json", contents); err != nil {
		return nil, err
	}
	if err := archive.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writeLibrary puts the archive in the folder of the demo package.
func writeLibrary(data, out string) error {
	archive, err := library(data)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "library.zip"), archive, 0o644)
}
