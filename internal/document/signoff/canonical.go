package signoff

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"reflect"

	"parvis/internal/document/prose"
)

// Saying is what a document says after one of its updates: its blocks, and the
// content of the files that they show, by id, as SHA-256.
type Saying struct {
	Number int64
	Doc    prose.Node
	Files  map[string]string
}

// The canonical form: names in alphabetical order, nothing that is empty.
type canonicalText struct {
	Blocks []canonicalNode   `json:"blocks"`
	Files  map[string]string `json:"files,omitempty"`
	Title  string            `json:"title"`
}

type canonicalNode struct {
	Attrs   map[string]any  `json:"attrs,omitempty"`
	Content []canonicalNode `json:"content,omitempty"`
	Marks   []canonicalMark `json:"marks,omitempty"`
	Text    string          `json:"text,omitempty"`
	Type    string          `json:"type"`
}

type canonicalMark struct {
	Attrs map[string]any `json:"attrs,omitempty"`
	Type  string         `json:"type"`
}

// Canonical writes what was read under a title as one text that does not depend
// on how it came to be written: JSON in UTF-8, keys sorted, no space, nothing
// that is empty, runs of text joined when they are set alike. Its SHA-256 is the
// hash of a version; whoever has the text computes it again.
func Canonical(title string, s Saying) (string, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	text := canonicalText{Title: title, Blocks: canonicalNodes(s.Doc.Content), Files: s.Files}
	if err := enc.Encode(text); err != nil {
		return "", err
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}

// Hash is the hash of a canonical text.
func Hash(canonical string) string {
	sum := sha256.Sum256([]byte(canonical))
	return hex.EncodeToString(sum[:])
}

// read is what a canonical text says.
func read(canonical string) (Saying, error) {
	var text canonicalText
	if err := json.Unmarshal([]byte(canonical), &text); err != nil {
		return Saying{}, err
	}
	return Saying{Doc: prose.Node{Type: prose.Doc, Content: proseNodes(text.Blocks)}, Files: text.Files}, nil
}

func canonicalNodes(list []prose.Node) []canonicalNode {
	out := []canonicalNode{}
	for _, n := range list {
		c := canonicalNode{Type: string(n.Type), Text: n.Text, Attrs: said(n.Attrs)}
		if len(n.Content) > 0 {
			c.Content = canonicalNodes(n.Content)
		}
		for _, m := range n.Marks {
			c.Marks = append(c.Marks, canonicalMark{Type: m.Type, Attrs: said(m.Attrs)})
		}
		if last := len(out) - 1; last >= 0 && n.Type == prose.Text && out[last].Type == c.Type && reflect.DeepEqual(out[last].Marks, c.Marks) {
			out[last].Text += c.Text
			continue
		}
		out = append(out, c)
	}
	return out
}

// said are the attributes that say something.
func said(attrs prose.Attrs) map[string]any {
	var out map[string]any
	for name, value := range attrs {
		if value == nil {
			continue
		}
		if out == nil {
			out = map[string]any{}
		}
		out[name] = value
	}
	return out
}

func proseNodes(list []canonicalNode) []prose.Node {
	var out []prose.Node
	for _, c := range list {
		n := prose.Node{Type: prose.Type(c.Type), Text: c.Text, Attrs: c.Attrs, Content: proseNodes(c.Content)}
		for _, m := range c.Marks {
			n.Marks = append(n.Marks, prose.Mark{Type: m.Type, Attrs: m.Attrs})
		}
		out = append(out, n)
	}
	return out
}

// shown are the files that a document shows.
func shown(n prose.Node, into map[string]bool) {
	if n.Type == prose.Image || n.Type == prose.Attachment {
		into[n.Attrs.String("file")] = true
	}
	for _, c := range n.Content {
		shown(c, into)
	}
}
