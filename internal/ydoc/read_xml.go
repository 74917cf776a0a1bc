package ydoc

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// String is what Yjs' toString gives: text for a text, markup for elements.
// It escapes nothing and is no HTML: it is for comparing and for reading by
// eye. Walk through the nodes to render them.
func (n *Node) String() string {
	var b strings.Builder
	n.print(&b)
	return b.String()
}

func (n *Node) print(b *strings.Builder) {
	switch n.kind {
	case Text:
		b.WriteString(n.PlainText())
	case XMLText:
		for _, run := range n.Runs() {
			run.print(b)
		}
	case XMLElement:
		name := strings.ToLower(n.name)
		b.WriteString("<" + name)
		attributes := maps.Collect(n.Keys())
		for _, key := range slices.Sorted(maps.Keys(attributes)) {
			b.WriteString(" " + key + `="` + inJavaScript(attributes[key]) + `"`)
		}
		b.WriteByte('>')
		n.printChildren(b)
		b.WriteString("</" + name + ">")
	case Map, Array, XMLHook:
		b.WriteString("[object Object]")
	default:
		n.printChildren(b)
	}
}

func (n *Node) printChildren(b *strings.Builder) {
	for it := range n.items() {
		if it.node != nil {
			it.node.print(b)
			continue
		}
		for _, value := range it.appendValues(nil) {
			b.WriteString(inJavaScript(value))
		}
	}
}

// print writes a run between elements named after its attributes.
func (r Run) print(b *strings.Builder) {
	names := slices.Sorted(maps.Keys(r.Attributes))
	for _, name := range names {
		b.WriteString("<" + name)
		properties := enumerate(r.Attributes[name])
		for _, key := range slices.Sorted(maps.Keys(properties)) {
			b.WriteString(" " + key + `="` + inJavaScript(properties[key]) + `"`)
		}
		b.WriteByte('>')
	}
	if r.Text != "" {
		b.WriteString(r.Text)
	} else {
		b.WriteString(inJavaScript(r.Embed))
	}
	for _, name := range slices.Backward(names) {
		b.WriteString("</" + name + ">")
	}
}

// enumerate is what JavaScript's for…in meets in a value.
func enumerate(value any) map[string]any {
	properties := map[string]any{}
	switch value := value.(type) {
	case map[string]any:
		return value
	case []any:
		for i, each := range value {
			properties[strconv.Itoa(i)] = each
		}
	case string:
		for i, left := 0, Units(value); left > 0; i, left = i+1, left-1 {
			var unit string
			unit, value = cutText(value, uint32(left), 1)
			properties[strconv.Itoa(i)] = unit
		}
	}
	return properties
}

// inJavaScript is what a value becomes when JavaScript puts it in a text.
func inJavaScript(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case Undefined:
		return "undefined"
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return numberInJavaScript(value)
	case BigInt:
		return strconv.FormatInt(int64(value), 10)
	case string:
		return value
	case []byte:
		parts := make([]string, len(value))
		for i, b := range value {
			parts[i] = strconv.Itoa(int(b))
		}
		return strings.Join(parts, ",")
	case []any:
		parts := make([]string, len(value))
		for i, each := range value {
			if _, absent := each.(Undefined); each != nil && !absent {
				parts[i] = inJavaScript(each)
			}
		}
		return strings.Join(parts, ",")
	case *Node:
		return value.String()
	}
	return "[object Object]"
}

func numberInJavaScript(n float64) string {
	switch {
	case math.IsNaN(n):
		return "NaN"
	case math.IsInf(n, 1):
		return "Infinity"
	case math.IsInf(n, -1):
		return "-Infinity"
	case n == 0:
		return "0"
	}
	text := strconv.FormatFloat(n, 'e', -1, 64)
	digits, power, _ := strings.Cut(text, "e")
	exponent, _ := strconv.Atoi(power)
	if exponent >= -7 && exponent < 21 {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return digits + "e" + power[:1] + strings.TrimLeft(power[1:], "0")
}
