// Package synonym holds the synonyms and acronyms that a new site starts with
// (S1): the administrator edits them from there.
package synonym

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"fmt"
	"io"
	"strings"
)

// starter is one set a line, its members parted by commas; starter.license.txt
// says where they come from.
//
//go:embed starter.txt.gz
var starter []byte

// Starter are the sets that a new site starts with: words, acronyms or groups
// of words that stand for each other.
func Starter() [][]string {
	r, err := gzip.NewReader(bytes.NewReader(starter))
	if err != nil {
		panic(fmt.Sprint("synonym: ", err)) // it is in the program
	}
	text, err := io.ReadAll(r)
	if err != nil {
		panic(fmt.Sprint("synonym: ", err))
	}
	return Parse(string(text))
}

// Parse reads sets as they are edited: one a line, members parted by commas.
// Lines without two members are left out.
func Parse(text string) [][]string {
	var sets [][]string
	for line := range strings.Lines(text) {
		var set []string
		for member := range strings.SplitSeq(line, ",") {
			if member = strings.TrimSpace(member); member != "" {
				set = append(set, member)
			}
		}
		if len(set) > 1 {
			sets = append(sets, set)
		}
	}
	return sets
}
