package document

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

const (
	me    = id.ID(71)
	other = id.ID(72)
)

// play is a document on the server and the copy of somebody who only proposes.
type play struct {
	*rand.Rand
	room *room
	copy *ydoc.Doc
	made int
}

func newPlay(seed uint64) *play {
	p := &play{Rand: rand.New(rand.NewPCG(seed, 7))}
	p.room = &room{doc: newDoc(), present: map[uint64]presence{}, clients: map[uint64]id.ID{}, proposers: map[string]string{}, decided: map[string]bool{}}
	p.write(func(tx *ydoc.Tx, root *ydoc.Node) {
		_ = tx.Insert(root, 0, drafts(prose.Read("# Titre\n\nUn **texte** avec des mots.\n\n- un\n- deux\n\n| a | b |\n| --- | --- |\n| c | d |\n\n> cité\n\n```\ncode\n```\n\nFin 😀 du texte.", nil).Content)...)
	})
	for range 6 {
		p.write(func(tx *ydoc.Tx, root *ydoc.Node) { p.honest(tx, root, other) })
	}
	p.fork()
	return p
}

// fork makes the copy anew from the server.
func (p *play) fork() {
	p.copy = ydoc.New(ydoc.Options{})
	p.copy.Root(fragment, ydoc.XMLFragment)
	if _, err := p.copy.Apply(p.room.doc.Encode(nil)); err != nil {
		panic(err)
	}
}

// write changes the server's document as one who writes does.
func (p *play) write(how func(tx *ydoc.Tx, root *ydoc.Node)) {
	writer := ydoc.New(ydoc.Options{})
	if _, err := writer.Apply(p.room.doc.Encode(nil)); err != nil {
		panic(err)
	}
	body, err := writer.Edit(func(tx *ydoc.Tx) error { how(tx, writer.Root(fragment, ydoc.XMLFragment)); return nil })
	if err != nil {
		panic(err)
	}
	if body != nil {
		if err := p.room.take(body); err != nil {
			panic(err)
		}
	}
}

func (p *play) proposal(kind string, by id.ID) prose.Proposal {
	p.made++
	return prose.Proposal{Kind: kind, ID: fmt.Sprintf("p%s%07d", by, p.made), By: by.String(), At: 1_700_000_000_000}
}

func mark(p prose.Proposal) ydoc.Attributes {
	return ydoc.Attributes{p.Kind: map[string]any(p.Mark().Attrs)}
}

// texts and elements are what stands in a document.
func parts(n *ydoc.Node) (texts, elements []*ydoc.Node) {
	for c := range n.Children() {
		if c.Kind() == ydoc.XMLText {
			texts = append(texts, c)
			continue
		}
		elements = append(elements, c)
		t, e := parts(c)
		texts, elements = append(texts, t...), append(elements, e...)
	}
	return texts, elements
}

// stretch is a part of a text.
func (p *play) stretch(n *ydoc.Node) (at, length int) {
	at = p.IntN(n.Len() + 1)
	return at, p.IntN(n.Len() - at + 1)
}

// honest does what an editor does in the mode in which one proposes.
func (p *play) honest(tx *ydoc.Tx, root *ydoc.Node, by id.ID) {
	texts, elements := parts(root)
	n := texts[p.IntN(len(texts))]
	at, length := p.stretch(n)
	switch p.IntN(6) {
	case 0, 1:
		_ = tx.InsertText(n, at, "ajout", mark(p.proposal(prose.Insertion, by)))
	case 2, 3:
		kind := prose.Deletion
		end := at + length
		offset := 0
		var runs [][2]int
		for piece := range n.Pieces() {
			from, to := max(at, offset), min(end, offset+piece.Len)
			if _, taken := piece.Attributes[kind]; from < to && !taken {
				runs = append(runs, [2]int{from, to - from})
			}
			offset += piece.Len
		}
		for _, r := range runs {
			_ = tx.Format(n, r[0], r[1], mark(p.proposal(kind, by)))
		}
	case 4:
		block := ydoc.Draft{Kind: ydoc.XMLElement, Name: "paragraph", Keys: map[string]any{prose.Proposed: p.proposal(prose.Insertion, by).String()}, Values: []any{ydoc.Draft{Kind: ydoc.XMLText, Runs: []ydoc.Run{{Text: "bloc"}}}}}
		_ = tx.Insert(root, p.IntN(root.Len()+1), block)
	case 5:
		e := elements[p.IntN(len(elements))]
		if e.Name() == "tableCell" || e.Name() == "tableHeader" {
			return
		}
		if _, taken := e.Get(prose.Proposed); !taken {
			_ = tx.Set(e, prose.Proposed, p.proposal(prose.Deletion, by).String())
		}
	}
}

// hostile does anything that the format allows.
func (p *play) hostile(tx *ydoc.Tx, root *ydoc.Node) {
	texts, elements := parts(root)
	if len(texts) == 0 || len(elements) == 0 {
		return
	}
	n := texts[p.IntN(len(texts))]
	e := elements[p.IntN(len(elements))]
	at, length := p.stretch(n)
	by := []id.ID{me, me, other}[p.IntN(3)]
	kind := []string{prose.Insertion, prose.Deletion}[p.IntN(2)]
	some := p.proposal(kind, by)
	if known := p.known(); len(known) > 0 && p.IntN(2) == 0 {
		some.ID = known[p.IntN(len(known))]
		some.By = p.room.proposers[some.ID]
	}
	switch p.IntN(12) {
	case 0:
		_ = tx.InsertText(n, at, "x", nil)
	case 1:
		_ = tx.InsertText(n, at, "y", mark(some))
	case 2:
		_ = tx.Delete(n, at, length)
	case 3:
		_ = tx.Format(n, at, length, ydoc.Attributes{kind: nil})
	case 4:
		_ = tx.Format(n, at, length, mark(some))
	case 5:
		_ = tx.Format(n, at, length, ydoc.Attributes{"bold": []any{nil, map[string]any{}}[p.IntN(2)]})
	case 6:
		_ = tx.Unset(e, prose.Proposed)
	case 7:
		_ = tx.Set(e, prose.Proposed, some.String())
	case 8:
		_ = tx.Delete(root, p.IntN(root.Len()), 1)
	case 9:
		d := e.Draft()
		if p.IntN(2) == 0 {
			d.Keys = map[string]any{prose.Proposed: some.String()}
		}
		_ = tx.Insert(root, p.IntN(root.Len()+1), d)
	case 10:
		_ = tx.Set(e, "level", float64(1+p.IntN(4)))
	case 11:
		p.honest(tx, root, me)
	}
}

func (p *play) known() (out []string) {
	for proposal := range p.room.proposers {
		out = append(out, proposal)
	}
	return out
}

// propose gives an update of the copy to the server, and holds the whole
// document of before against that of after.
func (p *play) propose(t *testing.T, body []byte) error {
	t.Helper()
	before, authors := Tree(p.room.doc), authorsIn(Tree(p.room.doc))
	state := p.room.doc.Encode(nil)
	err := p.room.integrate(t.Context(), &socket{person: me, may: MayPropose}, body)
	if err != nil {
		// As the room does: made again from what it was.
		p.room.doc = newDoc()
		if _, err := p.room.doc.Apply(state); err != nil {
			t.Fatal(err)
		}
		return err
	}
	after := Tree(p.room.doc)
	if got, want := prose.Markdown(prose.Refused(after)), prose.Markdown(prose.Refused(before)); got != want {
		t.Fatalf("the text changed:\n%s\n--- was\n%s", got, want)
	}
	if !prose.SameNodes(prose.Refused(before).Content, prose.Refused(after).Content) {
		t.Fatal("what is not in the Markdown changed")
	}
	if !prose.SameNodes(prose.Without(before, me.String()).Content, prose.Without(after, me.String()).Content) {
		t.Fatal("what others propose changed")
	}
	for proposal, by := range authorsIn(after) {
		if by != me.String() && authors[proposal] != by {
			t.Fatalf("%s was put in the name of %s", proposal, by)
		}
	}
	if err := prose.Check(after); err != nil {
		t.Fatal(err)
	}
	return nil
}

func authorsIn(n prose.Node) map[string]string {
	out := map[string]string{}
	for _, o := range prose.Opens(n) {
		out[o.ID] = o.By
	}
	return out
}

// rounds is how many documents are played; DOCUMENT_PLAYS plays more.
func rounds(usual int) int {
	if n, err := strconv.Atoi(os.Getenv("DOCUMENT_PLAYS")); err == nil {
		return n
	}
	return usual
}

func TestWhoProposesIsTaken(t *testing.T) {
	for seed := range uint64(rounds(150)) {
		p := newPlay(seed)
		for range 12 {
			if p.IntN(4) == 0 { // somebody writes meanwhile, which the copy has not heard
				p.write(func(tx *ydoc.Tx, root *ydoc.Node) {
					texts, _ := parts(root)
					n := texts[p.IntN(len(texts))]
					_ = tx.InsertText(n, p.IntN(n.Len()+1), "écrit", ydoc.Attributes{})
				})
			}
			body, err := p.copy.Edit(func(tx *ydoc.Tx) error {
				p.honest(tx, p.copy.Root(fragment, ydoc.XMLFragment), me)
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if body == nil {
				continue
			}
			if err := p.propose(t, body); err != nil {
				t.Fatalf("seed %d: an honest proposal: %v", seed, err)
			}
			if p.IntN(3) == 0 {
				p.fork()
			}
		}
	}
}

func TestWhoProposesChangesNothingElse(t *testing.T) {
	taken, refusals := 0, map[string]int{}
	for seed := range uint64(rounds(400)) {
		p := newPlay(seed)
		var held [][]byte
		for range 10 {
			if p.IntN(4) == 0 {
				p.write(func(tx *ydoc.Tx, root *ydoc.Node) { p.honest(tx, root, other) })
			}
			body, _ := p.copy.Edit(func(tx *ydoc.Tx) error {
				for range 1 + p.IntN(3) {
					p.hostile(tx, p.copy.Root(fragment, ydoc.XMLFragment))
				}
				return nil
			})
			if body == nil {
				continue
			}
			switch p.IntN(6) {
			case 0: // held back: what follows stands on it
				held = append(held, body)
				continue
			case 1: // damaged on the way
				body = append([]byte(nil), body...)
				body[p.IntN(len(body))] ^= byte(1 << p.IntN(8))
			case 2:
				if len(held) > 0 {
					if merged, err := ydoc.Merge(append(held, body)...); err == nil {
						body = merged
					}
				}
			}
			err := p.propose(t, body)
			var no refusal
			switch {
			case err == nil:
				taken++
			case errors.As(err, &no):
				refusals[string(no)]++
				p.fork()
				held = nil
			default:
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	t.Logf("%d updates taken, refused %v", taken, refusals)
	if taken == 0 || refusals[refusedRights] == 0 {
		t.Error("the play proves nothing")
	}
}
