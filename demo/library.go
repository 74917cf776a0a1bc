package demo

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed library.zip
var libraries []byte

// Shelved is a file of the library of a community, with its versions, the
// first one first.
type Shelved struct {
	Community string    `json:"community"` // key
	Author    string    `json:"author"`    // handle
	Folder    string    `json:"folder"`    // the way to it: Modèles/Lettres; empty at the top
	Name      string    `json:"name"`
	DaysAgo   float64   `json:"days_ago"`
	Versions  []Version `json:"versions"`
}

// Version is one state of a Shelved.
type Version struct {
	From    string  `json:"from"`   // what holds it in the archive
	Author  string  `json:"author"` // handle
	Note    string  `json:"note"`
	DaysAgo float64 `json:"days_ago"`
	Content []byte  `json:"-"`
}

// Library lists the files of all libraries, with their bytes.
func Library() ([]Shelved, error) {
	archive, err := zip.NewReader(bytes.NewReader(libraries), int64(len(libraries)))
	if err != nil {
		return nil, fmt.Errorf("library.zip: %w", err)
	}
	raw, err := fs.ReadFile(archive, "library.json")
	if err != nil {
		return nil, err
	}
	var list []Shelved
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("library.json: %w", err)
	}
	for i := range list {
		for j := range list[i].Versions {
			v := &list[i].Versions[j]
			if v.Content, err = fs.ReadFile(archive, v.From); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}
