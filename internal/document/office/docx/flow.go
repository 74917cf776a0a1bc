package docx

import (
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// flow gathers the blocks that paragraphs make together: items into lists,
// quotes into one.
type flow struct {
	out   []prose.Node
	lists []*open                // those that are open, the outermost first
	count map[string]map[int]int // how far each list has counted, by depth
}

// open is a list of which items may still come.
type open struct {
	num   string
	depth int
	node  prose.Node
}

// add ends every list and adds a block.
func (f *flow) add(n prose.Node) {
	f.close(0)
	f.out = append(f.out, n)
}

// close ends the lists beyond the first so many.
func (f *flow) close(keep int) {
	for len(f.lists) > keep {
		last := f.lists[len(f.lists)-1]
		f.lists = f.lists[:len(f.lists)-1]
		if len(f.lists) == 0 {
			f.out = append(f.out, last.node)
			continue
		}
		f.lists[len(f.lists)-1].within(last.node)
	}
}

// within adds a block to the last item of a list.
func (o *open) within(n prose.Node) {
	item := &o.node.Content[len(o.node.Content)-1]
	item.Content = append(item.Content, n)
}

func (f *flow) done() []prose.Node {
	f.close(0)
	return f.out
}

// paragraph adds a paragraph as what it is.
func (f *flow) paragraph(r *reader, p layout, s style, runs []prose.Node) {
	blank := prose.Node{Content: runs}.Blank()
	switch {
	case p.level > 0:
		for _, n := range office.HeadingOf(p.level, runs) {
			f.add(n)
		}
	case p.num != "" && p.num != "0" && !blank:
		f.item(r, p, runs)
	case p.style == styleUnder && len(f.lists) > 0:
		for _, n := range prose.Paragraphs(runs) {
			f.lists[len(f.lists)-1].within(n)
		}
	case blank && (p.style == styleRule || p.rule):
		f.add(prose.Node{Type: prose.HorizontalRule})
	case blank:
		if len(f.lists) == 0 {
			f.add(prose.Node{Type: prose.Paragraph})
		}
	case coded(s.name) || p.style == styleCode:
		f.close(0)
		f.out = office.AddCode(f.out, runs)
	case quoted(s.name):
		f.close(0)
		f.out = office.AddQuote(f.out, prose.Paragraphs(runs))
	default:
		for _, n := range prose.Paragraphs(runs) {
			f.add(n)
		}
	}
}

func coded(name string) bool {
	return strings.Contains(name, "preformatted") || strings.Contains(name, "préformaté") || strings.HasSuffix(name, " code") || name == "code" || name == "source code"
}

func quoted(name string) bool {
	return strings.HasSuffix(name, "quote") || strings.HasPrefix(name, "citation") || name == "quotations" || name == "block text"
}

// item adds an item to the list that goes on, or begins one.
func (f *flow) item(r *reader, p layout, runs []prose.Node) {
	how := r.sheet.levels[p.num][p.depth]
	sign, runs := office.Boxed(runs)
	kind := prose.BulletList
	switch {
	case sign != "":
		kind = prose.TaskList
	case how.ordered:
		kind = prose.OrderedList
	}
	keep := 0
	for keep < len(f.lists) && f.lists[keep].depth < p.depth {
		keep++
	}
	if keep < len(f.lists) && f.lists[keep].depth == p.depth && f.lists[keep].node.Type == kind && goesOn(r, f.lists[keep].num, p) {
		f.lists[keep].num = p.num
		keep++
	} else {
		f.close(keep)
		f.begin(kind, p, how)
		keep++
	}
	f.close(keep)
	top := f.lists[len(f.lists)-1]
	item := prose.Node{Type: prose.ListItem, Content: prose.Some(prose.Paragraphs(runs))}
	if kind == prose.TaskList {
		item.Type, item.Attrs = prose.TaskItem, prose.Attrs{"checked": sign != "☐"}
	}
	top.node.Content = append(top.node.Content, item)
	f.counted(p)
}

// goesOn tells whether an item goes on with a list: by its number, or because
// both count as the same one and nothing says to begin again.
func goesOn(r *reader, num string, p layout) bool {
	was, is := r.sheet.levels[num][p.depth], r.sheet.levels[p.num][p.depth]
	return num == p.num || is.of != "" && was.of == is.of && !is.again
}

// begin opens a list. One that counts goes on where it stopped, when other text
// came between.
func (f *flow) begin(kind prose.Type, p layout, how level) {
	n := prose.Node{Type: kind}
	if kind == prose.OrderedList {
		start := how.start + f.count[p.num][p.depth]
		if start != 1 && start <= 1_000_000 {
			n.Attrs = prose.Attrs{"start": float64(start)}
		}
	}
	f.lists = append(f.lists, &open{p.num, p.depth, n})
}

// counted notes that a list counted one more; what is deeper begins again.
func (f *flow) counted(p layout) {
	if f.count == nil {
		f.count = map[string]map[int]int{}
	}
	if f.count[p.num] == nil {
		f.count[p.num] = map[int]int{}
	}
	f.count[p.num][p.depth]++
	for depth := range f.count[p.num] {
		if depth > p.depth {
			delete(f.count[p.num], depth)
		}
	}
}
