package ydoc

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"modernc.org/quickjs"
)

// judge is the real Yjs, run in QuickJS.
type judge struct {
	t  testing.TB
	vm *quickjs.VM
}

func newJudge(t testing.TB) *judge {
	t.Helper()
	vm, err := wakeJudge()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { vm.Close() })
	return &judge{t, vm}
}

func wakeJudge() (*quickjs.VM, error) {
	source, err := os.ReadFile("testdata/judge.js")
	if err != nil {
		return nil, fmt.Errorf("the judge is missing, run make generate: %w", err)
	}
	vm, err := quickjs.NewVM()
	if err != nil {
		return nil, err
	}
	vm.SetGCThreshold(64 << 20) // a history leaves little to collect
	_, err = vm.Eval(string(source), quickjs.EvalGlobal)
	return vm, err
}

// ask calls a function of the judge, which answers a JSON text.
func (j *judge) ask(answer any, function string, args ...any) {
	j.t.Helper()
	said, err := j.vm.Call(function, args...)
	if err != nil {
		j.t.Fatalf("the judge fails in %s: %v", function, err)
	}
	if err := json.Unmarshal([]byte(said.(string)), answer); err != nil {
		j.t.Fatal(err)
	}
}

// view is all that can be seen of a document.
type view struct {
	Vector          map[string]uint32
	XML             string
	Tree, Map, List any
	Text            []any
}

// look describes a document as the judge does.
func look(d *Doc) view {
	v := view{
		Vector: map[string]uint32{},
		XML:    d.Root("prosemirror", XMLFragment).String(),
		Tree:   tree(d.Root("prosemirror", XMLFragment)),
		Text:   runs(d.Root("text", Text)),
		Map:    jsonable(d.Root("map", Map)),
		List:   jsonable(d.Root("list", Array)),
	}
	for client, clock := range d.StateVector() {
		v.Vector[ID{Client: client}.String()[:len(ID{Client: client}.String())-2]] = clock
	}
	return v
}

func runs(n *Node) []any {
	all := []any{}
	for _, r := range n.Runs() {
		insert := jsonable(r.Embed)
		if r.Text != "" {
			insert = r.Text
		}
		attributes := map[string]any{}
		for key, value := range r.Attributes {
			attributes[key] = jsonable(value)
		}
		all = append(all, map[string]any{"insert": insert, "attributes": attributes})
	}
	return all
}

func tree(n *Node) any {
	attributes := map[string]any{}
	for key, value := range n.Keys() {
		attributes[key] = jsonable(value)
	}
	if n.Kind() == XMLText {
		return map[string]any{"text": runs(n), "attributes": attributes}
	}
	children := []any{}
	for child := range n.Children() {
		children = append(children, tree(child))
	}
	name := n.Name()
	if n.Kind() == XMLFragment {
		name = ""
	}
	return map[string]any{"name": name, "attributes": attributes, "children": children}
}

func jsonable(value any) any {
	switch value := value.(type) {
	case Undefined:
		return "(undefined)"
	case float64:
		if math.IsNaN(value) || math.IsInf(value, 0) {
			return nil
		}
	case []byte:
		return map[string]any{"bytes": hex.EncodeToString(value)}
	case []any:
		list := make([]any, len(value))
		for i, each := range value {
			list[i] = jsonable(each)
		}
		return list
	case map[string]any:
		object := map[string]any{}
		for key, each := range value {
			object[key] = jsonable(each)
		}
		return object
	case *Node:
		switch {
		case value.Kind().text():
			return runs(value)
		case value.Kind() == Map || value.Kind() == Array:
			return jsonable(value.shallow())
		}
		return value.String()
	}
	return value
}

// shallow is the value of a list or a map, what it holds left as it is.
func (n *Node) shallow() any {
	if n.kind == Array {
		return append([]any{}, n.Values()...)
	}
	object := map[string]any{}
	for key, value := range n.Keys() {
		object[key] = value
	}
	return object
}

func fromHex(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
