package ydoc

import "iter"

// items walks through what is visible in the sequence.
func (n *Node) items() iter.Seq[*item] {
	return func(yield func(*item) bool) {
		for it := n.first; it != nil; it = it.right {
			if it.visible() && !yield(it) {
				return
			}
		}
	}
}

// Values are the values of the sequence: of a list, or the children of an
// element. Types come as *Node; a text comes one UTF-16 unit at a time.
func (n *Node) Values() []any {
	var all []any
	for it := range n.items() {
		all = it.appendValues(all)
	}
	return all
}

// Children are the types in the sequence.
func (n *Node) Children() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for it := range n.items() {
			if it.node != nil && !yield(it.node) {
				return
			}
		}
	}
}

// Keys walks through the keys that have a value and their values, in no order.
func (n *Node) Keys() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		for key, it := range n.keyed {
			if !it.deleted() && !yield(key, it.lastValue()) {
				return
			}
		}
	}
}

// Get is the value under a key: of a map, or an attribute of an element.
func (n *Node) Get(key string) (value any, there bool) {
	it := n.keyed[key]
	if it == nil || it.deleted() {
		return nil, false
	}
	return it.lastValue(), true
}

// WrittenBy is who gave a key its value.
func (n *Node) WrittenBy(key string) (by ID, there bool) {
	it := n.keyed[key]
	if it == nil || it.deleted() {
		return ID{}, false
	}
	return n.doc.clients.outer(it.last()), true
}

func (it *item) lastValue() any {
	values := it.appendValues(nil)
	if len(values) == 0 {
		return Undefined{}
	}
	return values[len(values)-1]
}

func (it *item) appendValues(to []any) []any {
	r := reader{buf: it.data}
	switch it.kind {
	case isText:
		for rest, left := it.data, it.length; left > 0; left-- {
			var unit string
			unit, rest = cutText(rest, left, 1)
			to = append(to, unit)
		}
	case isAny:
		for range it.length {
			to = append(to, r.any(0))
		}
	case isJSON:
		for range it.length {
			to = append(to, parse(r.str()))
		}
	case isBinary:
		to = append(to, []byte(it.data))
	case isEmbed:
		to = append(to, parse(it.data))
	case isNode:
		to = append(to, it.node)
	case isDoc:
		to = append(to, Subdocument{r.str(), r.any(0)})
	}
	return to
}

// JSON is the whole value of a map or a list, with what it holds; texts and
// elements come as String gives them.
func (n *Node) JSON() any {
	switch n.kind {
	case Map, XMLHook:
		object := map[string]any{}
		for key, value := range n.Keys() {
			object[key] = plain(value)
		}
		return object
	case Array:
		list := []any{}
		for _, value := range n.Values() {
			list = append(list, plain(value))
		}
		return list
	}
	return n.String()
}

func plain(value any) any {
	if n, is := value.(*Node); is {
		return n.JSON()
	}
	return value
}
