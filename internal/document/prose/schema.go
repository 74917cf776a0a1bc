package prose

import (
	"fmt"
	"strings"
)

// shape is what a node may hold and how it may be set.
type shape struct {
	inside []Type           // what may stand in it; none for a leaf
	attrs  map[string]check // what it may bear
}

// check tells whether the value of an attribute will do.
type check func(v any) bool

var (
	inline = []Type{Text, HardBreak, Mention, ItemLink}
	blocks = []Type{Paragraph, Heading, BulletList, OrderedList, TaskList, Table, Callout, Blockquote, CodeBlock, Image, Attachment, HorizontalRule}
	cell   = shape{blocks, map[string]check{"colspan": number(1, 100), "rowspan": number(1, 1000), "colwidth": widths}}
)

var shapes = map[Type]shape{
	Doc:            {inside: blocks},
	Paragraph:      {inside: inline},
	Heading:        {inline, map[string]check{"level": number(1, 4)}},
	BulletList:     {inside: []Type{ListItem}},
	OrderedList:    {[]Type{ListItem}, map[string]check{"start": number(0, 1_000_000), "type": isNil}},
	ListItem:       {inside: blocks},
	TaskList:       {inside: []Type{TaskItem}},
	TaskItem:       {blocks, map[string]check{"checked": truth}},
	Table:          {inside: []Type{TableRow}},
	TableRow:       {inside: []Type{TableHeader, TableCell}},
	TableHeader:    cell,
	TableCell:      cell,
	Callout:        {blocks, map[string]check{"kind": oneOf(CalloutKinds...)}},
	Blockquote:     {inside: blocks},
	CodeBlock:      {[]Type{Text}, map[string]check{"language": orNil(short(40))}},
	Image:          {nil, map[string]check{"file": short(20), "alt": orNil(short(1000)), "width": orNil(number(1, 100))}},
	Attachment:     {nil, map[string]check{"file": short(20), "name": short(300)}},
	HorizontalRule: {},
	HardBreak:      {},
	Mention:        {nil, map[string]check{"person": short(20), "handle": short(100), "name": short(200)}},
	ItemLink:       {nil, map[string]check{"item": short(20), "title": short(400)}},
}

var marks = map[string]map[string]check{
	Bold: {}, Italic: {}, Underline: {}, Strike: {}, Code: {}, Highlight: {},
	Link:      {"href": Address},
	Insertion: {}, Deletion: {}, // see CheckMark
}

// MayHold tells whether a node of one sort may stand in one of another.
func MayHold(in, what Type) bool {
	for _, t := range shapes[in].inside {
		if t == what {
			return true
		}
	}
	return false
}

// CheckAttr tells what is wrong with an attribute of a node.
func CheckAttr(t Type, name string, value any) error {
	ok, known := shapes[t].attrs[name]
	if name == Proposed {
		ok, known = isProposal, t != Doc && t != Text && t != TableCell && t != TableHeader
	}
	if !known {
		return fmt.Errorf("%s has no %q", t, name)
	}
	if !ok(value) {
		return fmt.Errorf("%s: %q cannot be %v", t, name, value)
	}
	return nil
}

// CheckMark tells what is wrong with a mark.
func CheckMark(kind string, attrs Attrs) error {
	known, ok := marks[kind]
	if !ok {
		return fmt.Errorf("no mark is called %q", kind)
	}
	if kind == Insertion || kind == Deletion {
		if _, ok := ProposalOf(kind, attrs); !ok {
			return fmt.Errorf("%s: no proposal is %v", kind, attrs)
		}
		return nil
	}
	for name, value := range attrs {
		if check, ok := known[name]; !ok || !check(value) {
			return fmt.Errorf("%s: %q cannot be %v", kind, name, value)
		}
	}
	return nil
}

// Address tells whether a link may lead there: the web, a mail, or this site.
func Address(v any) bool {
	s, ok := v.(string)
	if !ok || len(s) > 2000 || strings.ContainsAny(s, "\x00\r\n\t \\") {
		return false
	}
	lower := strings.ToLower(s)
	for _, scheme := range []string{"https://", "http://", "mailto:"} {
		if strings.HasPrefix(lower, scheme) {
			return len(s) > len(scheme)
		}
	}
	return strings.HasPrefix(s, "/") && !strings.HasPrefix(s, "//") || strings.HasPrefix(s, "#")
}

func number(least, most float64) check {
	return func(v any) bool {
		n, ok := v.(float64)
		if i, whole := v.(int64); whole {
			n, ok = float64(i), true
		}
		return ok && n >= least && n <= most
	}
}

func short(most int) check {
	return func(v any) bool {
		s, ok := v.(string)
		return ok && len(s) <= 4*most && len([]rune(s)) <= most
	}
}

func oneOf(list ...string) check {
	return func(v any) bool {
		s, ok := v.(string)
		for _, w := range list {
			if ok && s == w {
				return true
			}
		}
		return false
	}
}

func orNil(c check) check { return func(v any) bool { return v == nil || c(v) } }

// isProposal: a cell cannot come or go by itself, its table would have a hole.
func isProposal(v any) bool {
	_, ok := ReadProposal(v)
	return v == nil || ok
}

func isNil(v any) bool { return v == nil }

func truth(v any) bool {
	_, ok := v.(bool)
	return ok
}

// widths of columns, in pixels.
func widths(v any) bool {
	list, ok := v.([]any)
	if !ok {
		return v == nil
	}
	for _, w := range list {
		if w != nil && !number(1, 10_000)(w) {
			return false
		}
	}
	return len(list) <= 100
}

// Check tells what in a tree is not of the shape that editors agree on.
func Check(n Node) error {
	for name, value := range n.Attrs {
		if err := CheckAttr(n.Type, name, value); err != nil {
			return err
		}
	}
	for _, c := range n.Content {
		if !MayHold(n.Type, c.Type) {
			return fmt.Errorf("%s cannot stand in %s", c.Type, n.Type)
		}
		for _, m := range c.Marks {
			if err := CheckMark(m.Type, m.Attrs); err != nil {
				return err
			}
		}
		if err := Check(c); err != nil {
			return err
		}
	}
	return nil
}
