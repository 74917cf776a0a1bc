package text

import (
	"bufio"
	"bytes"
	stdhtml "html"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
)

// Tree is a text taken apart as Renderer takes it, with the source that its
// nodes point into: for what makes something else of it than HTML.
func Tree(source string) (ast.Node, []byte) {
	d := parse(source)
	return d.Node, d.source
}

// Words is a run of text of a Tree as it reads, entities and escapes resolved.
func Words(run *ast.Text, source []byte) string {
	if run.IsRaw() {
		return string(run.Value(source))
	}
	var escaped bytes.Buffer
	words := bufio.NewWriter(&escaped)
	html.DefaultWriter.Write(words, run.Value(source))
	_ = words.Flush()
	return stdhtml.UnescapeString(escaped.String())
}

// HandleIn gives the handle of the person whom a node of a Tree names.
func HandleIn(node ast.Node) (string, bool) {
	m, ok := node.(*mark)
	if !ok || m.sign != '@' {
		return "", false
	}
	return m.name, true
}
