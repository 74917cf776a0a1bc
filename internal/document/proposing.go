package document

import (
	"context"

	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// Who may propose and not write sends updates like anybody else. One is taken if
// the document says the same before and after it, once all that this person
// proposes is left out of both: then nothing else can have changed, neither the
// text nor what others propose. It is judged by what the document says, never by
// how the update brought it about, so that no form of update escapes the rule.

// still is a document as it stood, block by block, kept from one update to the
// next so that only what changed is read again.
type still struct {
	doc   *ydoc.Doc
	trees map[*ydoc.Node]prose.Node
}

// forget drops the blocks that a change touched.
func (k *still) forget(nodes []*ydoc.Node) {
	for _, n := range nodes {
		delete(k.trees, blockOf(n))
	}
}

// blockOf is the block of the first level in which a node stands; the root
// itself for the root.
func blockOf(n *ydoc.Node) *ydoc.Node {
	for p := n.Parent(); p != nil && p.Parent() != nil; p = n.Parent() {
		n = p
	}
	return n
}

// blocks lists the blocks of a document, each read at most once.
func (k *still) blocks(doc *ydoc.Doc) (list []*ydoc.Node) {
	if k.doc != doc {
		k.doc, k.trees = doc, map[*ydoc.Node]prose.Node{}
	}
	for n := range Root(doc).Children() {
		if _, known := k.trees[n]; !known {
			k.trees[n] = element(n)
		}
		list = append(list, n)
	}
	return list
}

// only tells whether a change to a document whose blocks were these brought
// nothing but proposals of one person.
func (k *still) only(before []*ydoc.Node, doc *ydoc.Doc, nodes []*ydoc.Node, person id.ID) bool {
	touched := map[*ydoc.Node]bool{}
	was := map[*ydoc.Node]prose.Node{}
	for _, n := range nodes {
		b := blockOf(n)
		if tree, known := k.trees[b]; known {
			was[b] = tree
		}
		touched[b] = true
	}
	k.forget(nodes)
	after := k.blocks(doc)
	same := func(a, b *ydoc.Node) bool { return a == b && !touched[a] }
	for len(before) > 0 && len(after) > 0 && same(before[0], after[0]) {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && same(before[len(before)-1], after[len(after)-1]) {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	a, b := make([]prose.Node, len(before)), make([]prose.Node, len(after))
	for i, n := range before {
		if a[i] = k.trees[n]; touched[n] {
			a[i] = was[n]
		}
		if n.Deleted() {
			delete(k.trees, n)
		}
	}
	for i, n := range after {
		b[i] = k.trees[n]
	}
	me := person.String()
	return prose.SameNodes(
		prose.Without(prose.Node{Content: a}, me).Content,
		prose.Without(prose.Node{Content: b}, me).Content,
	)
}

// names tells whether what is proposed where a change touched is in the name of
// who made it, or was there before in the name of somebody else.
func (r *room) names(s *shape, person id.ID) bool {
	me := person.String()
	for proposal, by := range s.proposals {
		known, is := r.proposers[proposal]
		if is && known != by || !is && by != me {
			return false
		}
	}
	for proposal, said := range s.decided {
		v, _ := readVerdict(said)
		if v.By != person && !r.decided[proposal+" "+said] {
			return false
		}
	}
	return true
}

// learn notes who proposed and who decided what.
func (r *room) learn(s *shape) {
	for proposal, by := range s.proposals {
		r.proposers[proposal] = by
	}
	for proposal, said := range s.decided {
		r.decided[proposal+" "+said] = true
	}
}

// learnAll notes all that stands in the document.
func (r *room) learnAll() {
	whole, _ := checkShape(r.doc, []*ydoc.Node{Root(r.doc), r.doc.Root(verdicts, ydoc.Map)})
	r.learn(whole)
}

// signs tells whether the clients that wrote an update are of this person: one
// who only proposes and signs as somebody else's editor would have what that one
// writes next passed over. r.mu is held.
func (r *room) signs(ctx context.Context, person id.ID, body []byte) (bool, error) {
	what, err := ydoc.Inspect(body)
	if err != nil {
		return false, refusal(refusedDamaged)
	}
	for client := range what.Written {
		if owner, known := r.clients[client]; known {
			if owner != person {
				return false, nil
			}
			continue
		}
		if p, here := r.present[client]; here && p.by.person != person {
			return false, nil
		}
		if r.doc.StateVector()[client] > 0 {
			own, err := r.wroteAs(ctx, person, client)
			if err != nil || !own {
				return false, err
			}
		}
		r.clients[client] = person
	}
	return true, nil
}

// wroteAs looks in the log whether somebody wrote as a client.
func (r *room) wroteAs(ctx context.Context, person id.ID, client uint64) (bool, error) {
	for u, err := range updatesBy(ctx, r.rooms.db, r.item, person) {
		if err != nil {
			return false, err
		}
		if what, err := ydoc.Inspect(u.Body); err == nil {
			if _, did := what.Written[client]; did {
				return true, nil
			}
		}
	}
	return false, nil
}

// take takes in an update that the log holds already.
func (r *room) take(body []byte) error {
	change, err := r.doc.Apply(body)
	r.still.forget(change.Nodes)
	shape, _ := checkShape(r.doc, change.Nodes)
	r.learn(shape)
	return err
}
