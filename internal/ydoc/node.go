package ydoc

// Kind is a sort of type.
type Kind uint8

// The kinds of types: those of the wire in its order, and the kind of a root
// that nobody has named yet.
const (
	Unknown Kind = iota
	Array
	Map
	Text
	XMLElement
	XMLFragment
	XMLHook
	XMLText
)

// named kinds bring a name: that of the element or of the hook.
func (k Kind) named() bool { return k == XMLElement || k == XMLHook }

// text tells whether a kind holds text with attributes.
func (k Kind) text() bool { return k == Text || k == XMLText }

// Node is a type in a document: it holds a sequence (the characters of a text,
// the children of an element, the values of a list) and values under keys (of
// a map, the attributes of an element). It is good as long as its document.
type Node struct {
	doc    *Doc
	item   *item  // that holds it; nil for a root
	name   string // of an element or hook, or of a root
	first  *item
	keyed  map[string]*item // the last value of each key; older ones stand at its left
	length uint32           // of what is visible in the sequence
	depth  uint16           // types around it
	kind   Kind
	// formatted: there is or was an attribute in the text.
	formatted bool
	marks     *marks // nil until one is worth it
}

// Kind is the sort of type.
func (n *Node) Kind() Kind { return n.kind }

// Name is the name of an element or a hook, or that of a root.
func (n *Node) Name() string { return n.name }

// Len is the length of the sequence: characters, counted as Units, and other
// values, each for one.
func (n *Node) Len() int { return int(n.length) }

// ID names the node; a root has none.
func (n *Node) ID() (ID, bool) {
	if n.item == nil {
		return ID{}, false
	}
	return n.doc.clients.outer(n.item.id), true
}

// Parent is the node that holds this one, nil for a root.
func (n *Node) Parent() *Node {
	if n.item == nil {
		return nil
	}
	return n.item.parent
}

// Deleted tells whether the node, or one around it, was deleted.
func (n *Node) Deleted() bool { return n.item != nil && n.item.deleted() }

// leftmost is the oldest value of a key that is still in the list.
func (n *Node) leftmost(key string, effort *int) *item {
	it := n.keyed[key]
	for it != nil && it.left != nil {
		it = it.left
		*effort--
	}
	return it
}
