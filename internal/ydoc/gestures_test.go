package ydoc

import (
	"math/rand/v2"
	"testing"
)

// gesture is one edit, as a script of the judge tells it too.
type gesture struct {
	Path       []any      `json:"path"`
	Do         string     `json:"do"`
	At         int        `json:"at"`
	Length     int        `json:"length"`
	Text       string     `json:"text"`
	Key        string     `json:"key"`
	Value      any        `json:"value"`
	Values     []any      `json:"values"`
	Attributes Attributes `json:"attributes"`
	node       *Node
}

var (
	sentences = []string{"a", "b ", "été", "漢字", "xxxxxxxxxxxx", "&<>", "\n", "😀", "👨‍👩‍👧"}
	anyMarks  = []Attributes{
		nil, {}, {"strong": map[string]any{}}, {"strong": nil}, {"em": map[string]any{}}, {"em": nil},
		{"link": map[string]any{"href": "https://x.org/?a=1&b=<é>"}}, {"link": nil}, {"color": "red", "strong": map[string]any{}},
		{"color": nil}, {"size": 12.5}, {"bold": true}, {"bold": nil},
	}
	anyValues = []any{1, -7, 0.5, 1e40, 3e9, true, false, nil, "texte", "😀", []any{1, []any{2, "x"}}, map[string]any{"b": 1, "a": map[string]any{}}}
)

func one[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// draw draws a gesture that is possible in a document; vocabulary is what is
// typed.
func draw(r *rand.Rand, d *Doc, vocabulary []string) gesture {
	switch r.IntN(6) {
	case 0, 1, 2:
		texts := []gesture{{Path: []any{"text"}, node: d.Root("text", Text)}}
		texts = append(texts, below(gesture{Path: []any{"prosemirror"}, node: d.Root("prosemirror", XMLFragment)}, XMLText)...)
		return drawText(r, one(r, texts), vocabulary)
	case 3:
		fragment := gesture{Path: []any{"prosemirror"}, node: d.Root("prosemirror", XMLFragment)}
		return drawTree(r, one(r, append(below(fragment, XMLElement), fragment)), vocabulary)
	case 4:
		g := gesture{Path: []any{"map"}, node: d.Root("map", Map), Do: "set", Key: one(r, []string{"a", "b", "clé"})}
		if g.Value = one(r, anyValues); r.IntN(4) == 0 {
			g.Do = "unset"
		}
		return g
	}
	g := gesture{Path: []any{"list"}, node: d.Root("list", Array), Do: "insert"}
	return spot(r, g, []any{one(r, anyValues), one(r, anyValues)})
}

// below finds the nodes of a kind under another, with their paths.
func below(from gesture, kind Kind) []gesture {
	var found []gesture
	for i, value := range from.node.Values() {
		n, is := value.(*Node)
		if !is {
			continue
		}
		at := gesture{Path: append(append([]any{}, from.Path...), i), node: n}
		if n.Kind() == kind {
			found = append(found, at)
		}
		if n.Kind() == XMLElement {
			found = append(found, below(at, kind)...)
		}
	}
	return found
}

func drawText(r *rand.Rand, g gesture, vocabulary []string) gesture {
	g.At = whole(r.IntN(g.node.Len()+1), g.node)
	g.Length = whole(min(g.node.Len(), g.At+1+r.IntN(6)), g.node) - g.At
	g.Attributes = one(r, anyMarks)
	switch r.IntN(7) {
	case 0, 1, 2:
		g.Do, g.Text = "text", one(r, vocabulary)
	case 3:
		g.Do, g.Value = "embed", map[string]any{"image": one(r, sentences[:6])}
	case 4:
		g.Do = "delete"
	default:
		g.Do = "format"
		if g.Attributes == nil {
			g.Attributes = Attributes{"strong": map[string]any{}}
		}
	}
	return g
}

// whole is an index that is not inside a character.
func whole(at int, n *Node) int {
	if n.between(at) != nil {
		return at - 1
	}
	return at
}

func drawTree(r *rand.Rand, g gesture, vocabulary []string) gesture {
	if g.node.Kind() == XMLElement && r.IntN(3) == 0 {
		g.Do, g.Key, g.Value = "set", "level", one(r, anyValues)
		return g
	}
	text := Draft{Kind: XMLText, Runs: []Run{{Text: one(r, vocabulary)}, {Text: one(r, vocabulary), Attributes: Attributes{"em": map[string]any{}}}}}
	g.Do = "insert"
	return spot(r, g, []any{Draft{Kind: XMLElement, Name: "paragraph", Keys: map[string]any{"level": one(r, anyValues)}, Values: []any{text}}})
}

func spot(r *rand.Rand, g gesture, values []any) gesture {
	g.At = r.IntN(g.node.Len() + 1)
	g.Values = values
	if g.At < g.node.Len() && r.IntN(3) == 0 {
		g.Do, g.Length = "delete", 1
	}
	return g
}

// make makes the gesture.
func (g gesture) make(tx *Tx) error {
	switch g.Do {
	case "text":
		return tx.InsertText(g.node, g.At, g.Text, g.Attributes)
	case "embed":
		return tx.InsertEmbed(g.node, g.At, g.Value, g.Attributes)
	case "delete":
		return tx.Delete(g.node, g.At, g.Length)
	case "format":
		return tx.Format(g.node, g.At, g.Length, g.Attributes)
	case "insert":
		return tx.Insert(g.node, g.At, g.Values...)
	case "set":
		return tx.Set(g.node, g.Key, g.Value)
	}
	return tx.Unset(g.node, g.Key)
}

// told is the gesture as the script tells it: drafts have another form there.
func (g gesture) told() gesture {
	values := make([]any, len(g.Values))
	for i, value := range g.Values {
		values[i] = toldValue(value)
	}
	g.Values = values
	return g
}

func toldValue(value any) any {
	d, is := value.(Draft)
	if !is {
		return value
	}
	if d.Kind == XMLText {
		runs := []any{}
		for _, run := range d.Runs {
			runs = append(runs, map[string]any{"insert": run.Text, "attributes": run.Attributes})
		}
		return map[string]any{"kind": "text", "runs": runs}
	}
	values := []any{}
	for _, each := range d.Values {
		values = append(values, toldValue(each))
	}
	return map[string]any{"kind": "element", "name": d.Name, "keys": d.Keys, "values": values}
}

func edit(t testing.TB, d *Doc, g gesture) []byte {
	t.Helper()
	update, err := d.Edit(g.make)
	if err != nil {
		t.Fatalf("%+v: %v", g, err)
	}
	return update
}
