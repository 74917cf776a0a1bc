package pdf

import (
	"fmt"
	"strings"
)

// part is a node of the structure of a document (ISO 32000-1, §14.7), by which
// who listens to it or copies from it knows a heading, a list, a table.
type part struct {
	kind   string
	above  *part
	kids   []kid
	extra  string // entries of its dictionary, such as what a picture shows
	number int    // its object
}

// kid is what stands in a part: another, a piece of a page, or a link of it.
type kid struct {
	part *part
	page *sheet
	mark int // of the piece on its page
	link int // object of the link, 0 for none
}

// part makes one in another.
func (p *part) part(kind string) *part {
	in := &part{kind: kind, above: p}
	p.kids = append(p.kids, kid{part: in})
	return in
}

// structure writes the parts and gives the object of their root.
func (d *setter) structure() int {
	root := d.file.announce()
	var numbers func(p *part)
	numbers = func(p *part) {
		p.number = d.file.announce()
		for _, k := range p.kids {
			if k.part != nil {
				numbers(k.part)
			}
		}
	}
	numbers(d.root)
	d.writePart(d.root, root)
	var tree strings.Builder
	for i, p := range d.pages {
		fmt.Fprintf(&tree, "%d [", i)
		for _, of := range p.marks {
			fmt.Fprintf(&tree, "%d 0 R ", of.number)
		}
		tree.WriteString("] ")
	}
	for i, of := range d.linked {
		fmt.Fprintf(&tree, "%d %d 0 R ", d.linkKey(i), of.number)
	}
	parents := d.file.add("<</Nums [" + tree.String() + "]>>")
	d.file.object(root, fmt.Sprintf("<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>", d.root.number, parents, d.linkKey(len(d.linked))))
	return root
}

// linkKey is where the tree of parents says to which part a link belongs.
func (d *setter) linkKey(i int) int { return 100_000 + i }

func (d *setter) writePart(p *part, above int) {
	var kids strings.Builder
	for _, k := range p.kids {
		switch {
		case k.part != nil:
			fmt.Fprintf(&kids, "%d 0 R ", k.part.number)
		case k.link != 0:
			fmt.Fprintf(&kids, "<</Type /OBJR /Pg %d 0 R /Obj %d 0 R>> ", k.page.number, k.link)
		default:
			fmt.Fprintf(&kids, "<</Type /MCR /Pg %d 0 R /MCID %d>> ", k.page.number, k.mark)
		}
	}
	d.file.object(p.number, fmt.Sprintf("<</Type /StructElem /S /%s /P %d 0 R%s /K [%s]>>", p.kind, above, p.extra, kids.String()))
	for _, k := range p.kids {
		if k.part != nil {
			d.writePart(k.part, p.number)
		}
	}
}
