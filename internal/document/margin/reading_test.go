package margin

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/ydoc"
)

// written makes a document of paragraphs, as editors write them.
func written(t *testing.T, paragraphs ...string) *ydoc.Doc {
	t.Helper()
	doc := ydoc.New(ydoc.Options{})
	root := doc.Root("default", ydoc.XMLFragment)
	edit(t, doc, func(tx *ydoc.Tx) error {
		for i, p := range paragraphs {
			if err := tx.Insert(root, i, paragraph(p)); err != nil {
				return err
			}
		}
		return nil
	})
	return doc
}

// paragraph is one, or a heading when it begins with a #.
func paragraph(said string) ydoc.Draft {
	name := "paragraph"
	if title, is := strings.CutPrefix(said, "# "); is {
		name, said = "heading", title
	}
	return ydoc.Draft{Kind: ydoc.XMLElement, Name: name, Values: []any{ydoc.Draft{Kind: ydoc.XMLText, Runs: []ydoc.Run{{Text: said}}}}}
}

func edit(t *testing.T, doc *ydoc.Doc, change func(tx *ydoc.Tx) error) {
	t.Helper()
	if _, err := doc.Edit(change); err != nil {
		t.Fatal(err)
	}
}

func root(doc *ydoc.Doc) *ydoc.Node { return doc.Root("default", ydoc.XMLFragment) }

// text is the text of a block.
func text(doc *ydoc.Doc, block int) *ydoc.Node {
	n := root(doc).Values()[block].(*ydoc.Node)
	return n.Values()[0].(*ydoc.Node)
}

// on begins a thread on words.
func on(t *testing.T, doc *ydoc.Doc, quote string) Thread {
	t.Helper()
	th, err := read(doc, root(doc)).quoted(quote)
	if err != nil {
		t.Fatal(err)
	}
	return th
}

// now is what a thread is on.
func now(doc *ydoc.Doc, th Thread) Place {
	list := []Thread{th}
	stand(read(doc, root(doc)), list)
	return list[0].Place
}

func TestAPassageStaysAtItsPlace(t *testing.T) {
	for name, c := range map[string]struct {
		change func(doc *ydoc.Doc, tx *ydoc.Tx) error
		want   string // what the passage says then, "" when it is gone
	}{
		"before":       {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.InsertText(text(d, 1), 0, "Hier, ", nil) }, "le guichet 😀 ouvre"},
		"at its edge":  {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.InsertText(text(d, 1), 22, " tôt", nil) }, "le guichet 😀 ouvre"},
		"within":       {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.InsertText(text(d, 1), 13, " bleu", nil) }, "le guichet bleu 😀 ouvre"},
		"a block over": {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.Insert(root(d), 0, paragraph("Neuf")) }, "le guichet 😀 ouvre"},
		"some of it":   {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.Delete(text(d, 1), 0, 14) }, "😀 ouvre"},
		"all of it":    {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.Delete(text(d, 1), 3, 19) }, ""},
		"its block":    {func(d *ydoc.Doc, tx *ydoc.Tx) error { return tx.Delete(root(d), 1, 1) }, ""},
		"written anew elsewhere": {func(d *ydoc.Doc, tx *ydoc.Tx) error {
			if err := tx.Delete(root(d), 1, 1); err != nil {
				return err
			}
			return tx.Insert(root(d), 0, paragraph("Ici le"), paragraph("guichet 😀 ouvre à 9 h."))
		}, "le\nguichet 😀 ouvre"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := written(t, "# Horaires", "Or le guichet 😀 ouvre à 9 h.", "Fin.")
			th := on(t, doc, "le guichet 😀 ouvre")
			if p := now(doc, th); p.Text != th.Quote || p.Section != "Horaires" || p.Block != 1 {
				t.Fatalf("at first: %+v", p)
			}
			edit(t, doc, func(tx *ydoc.Tx) error { return c.change(doc, tx) })
			p := now(doc, th)
			if p.Text != c.want || p.Gone != (c.want == "") {
				t.Errorf("the passage says %q (gone: %v), want %q", p.Text, p.Gone, c.want)
			}
		})
	}
}

// A passage over several blocks loses one of them and keeps the rest.
func TestAPassageOverBlocks(t *testing.T) {
	doc := written(t, "Un deux trois.", "Quatre cinq six.", "Sept huit neuf.")
	th := on(t, doc, "trois. Quatre cinq six. Sept")
	if th.Quote != "trois.\nQuatre cinq six.\nSept" {
		t.Fatalf("it quotes %q", th.Quote)
	}
	edit(t, doc, func(tx *ydoc.Tx) error { return tx.Delete(root(doc), 0, 1) })
	if p := now(doc, th); p.Text != "Quatre cinq six.\nSept" && p.Text != "Sept" {
		t.Errorf("without its first block it says %q", p.Text)
	}
	edit(t, doc, func(tx *ydoc.Tx) error { return tx.Delete(root(doc), 0, 2) })
	if p := now(doc, th); !p.Gone {
		t.Errorf("without all of them it says %q", p.Text)
	}
}

func TestWhatIsQuoted(t *testing.T) {
	doc := written(t, "L’agent signe. L’agent date.", "Le chef signe.")
	r := read(doc, root(doc))
	for quote, want := range map[string]string{
		"l’accueil": "margin.passage.absent", "L'agent": "margin.passage.ambiguous", " \n": "margin.passage.needed", "L'agent\u00a0signe": "",
		"Agent": "margin.passage.absent",
	} {
		_, err := r.quoted(quote)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", quote, err, want)
		}
	}
}

// After some writing, a thread is anchored to the words where they are now, or
// notes what they have become.
func TestMoves(t *testing.T) {
	doc := written(t, "Le guichet ouvre à 9 h.")
	th := on(t, doc, "guichet ouvre")
	if m := moves(read(doc, root(doc)), []Thread{th}); len(m) != 0 {
		t.Errorf("nothing was written and %d threads move", len(m))
	}
	// Split in its middle: what came after is written anew in another paragraph.
	edit(t, doc, func(tx *ydoc.Tx) error {
		if err := tx.Delete(text(doc, 0), 10, 13); err != nil {
			return err
		}
		return tx.Insert(root(doc), 1, paragraph("ouvre à 9 h."))
	})
	m := moves(read(doc, root(doc)), []Thread{th})
	if len(m) != 1 || m[0].says != th.Says {
		t.Fatalf("after a split: %+v", m)
	}
	th.First, th.Last = m[0].to.First, m[0].to.Last
	if p := now(doc, th); p.Text != "guichet\nouvre" {
		t.Errorf("after a split it is on %q", p.Text)
	}
	// Changed within: it is known by its new words from then on.
	edit(t, doc, func(tx *ydoc.Tx) error { return tx.InsertText(text(doc, 1), 0, "n’", nil) })
	m = moves(read(doc, root(doc)), []Thread{th})
	if len(m) != 1 || m[0].says != "guichet\nn’ouvre" || string(m[0].to.First) != string(th.First) {
		t.Errorf("after a change within: %+v", m)
	}
}

func TestDamagedBounds(t *testing.T) {
	for _, a := range []Anchor{
		{First: []byte{0xff}}, {First: []byte("x"), Last: []byte("y")}, {Last: []byte{0, 1, 1, 0}}, {First: make([]byte, MaxPosition+1), Last: []byte{0, 1, 1, 0}},
		{First: []byte{1, 7, 'd', 'e', 'f', 'a', 'u', 'l', 't', 0}, Last: []byte{0, 1, 1, 0}},
	} {
		if _, _, err := positions(a); err == nil || !strings.Contains(err.Error(), "margin.anchor.damaged") {
			t.Errorf("%v: %v", a, err)
		}
	}
}

// The panel shows a run of threads: from one on, or that which holds one.
func TestPages(t *testing.T) {
	var all []Thread
	for n := range 120 {
		all = append(all, Thread{Comment: id.ID(n + 1)})
	}
	all[3].Resolved = clock.At(time.Now())
	m := margin{Show: ShowOpen}
	if list := m.page(all, 0, 0); len(list) != 50 || m.Before || m.Next != 52 {
		t.Errorf("at first %d, then from %d", len(list), m.Next)
	}
	if list := m.page(all, 52, 0); list[0].Comment != 52 || !m.Before || m.Next != 102 {
		t.Errorf("from %d, then from %d", list[0].Comment, m.Next)
	}
	if list := m.page(all, 102, 0); len(list) != 19 || m.Next != 0 {
		t.Errorf("at last %d, then from %d", len(list), m.Next)
	}
	if list := m.page(all, 0, 80); list[0].Comment != 52 {
		t.Errorf("around one: from %d", list[0].Comment)
	}
	m.Show = ShowResolved
	if list := m.page(all, 0, 0); len(list) != 1 {
		t.Errorf("%d are resolved", len(list))
	}
}
