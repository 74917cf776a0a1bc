package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"parvis/internal/document/documenttest"
	"parvis/internal/ydoc"
	machine "parvis/test/process"
)

// root is where editors keep a document.
const root = "default"

// weights are the bytes of memory that one open document takes.
type weights struct {
	opened  float64 // just after somebody opened it
	rest    float64 // while nobody types, half a minute later
	written float64 // just after a letter was typed in each
}

// notes is how many documents are weighed.
const notes = 200

// note is a document of 10,000 characters: a hundred paragraphs, each with some
// words in bold.
func note() ([]byte, error) {
	doc := ydoc.New(ydoc.Options{Client: 99})
	body := doc.Root(root, ydoc.XMLFragment)
	return doc.Edit(func(tx *ydoc.Tx) error {
		for range 100 {
			text := ydoc.Draft{Kind: ydoc.XMLText, Runs: []ydoc.Run{
				{Text: strings.Repeat("été ", 10)}, {Text: strings.Repeat("gras ", 4), Attributes: ydoc.Attributes{"bold": map[string]any{}}}, {Text: strings.Repeat("fin ", 10)},
			}}
			if err := tx.Insert(body, body.Len(), ydoc.Draft{Kind: ydoc.XMLElement, Name: "paragraph", Values: []any{text}}); err != nil {
				return err
			}
		}
		return nil
	})
}

// weigh opens many notes, one line on each.
func weigh(ctx context.Context, s server) (w weights, err error) {
	content, err := note()
	if err != nil {
		return w, err
	}
	documents, err := s.documents(ctx, notes)
	if err != nil {
		return w, err
	}
	put := func() (lines []*line, err error) {
		for _, document := range documents {
			l, err := open(s, document)
			if err != nil {
				return nil, err
			}
			lines = append(lines, l)
			if err := l.put(s, content); err != nil {
				return nil, err
			}
		}
		return lines, nil
	}
	if s.keeps() {
		lines, err := put()
		if err != nil {
			return w, err
		}
		closeAll(lines)
		time.Sleep(5 * time.Second) // Hocuspocus saves after two
	}
	s.stop(syscall.SIGTERM)
	if err := s.start(ctx); err != nil {
		return w, err
	}
	warm, err := s.documents(ctx, 1)
	if err != nil {
		return w, err
	}
	first, err := open(s, warm[0])
	if err != nil {
		return w, err
	}
	defer first.conn.Close()
	time.Sleep(2 * time.Second)
	before, err := s.live(ctx)
	if err != nil {
		return w, err
	}
	each := func(w *float64) error {
		now, err := s.live(ctx)
		*w = float64(now-before) / notes
		return err
	}
	var lines []*line
	if !s.keeps() {
		if lines, err = put(); err != nil {
			return w, err
		}
	} else {
		for _, document := range documents {
			l, err := open(s, document)
			if err != nil {
				return w, err
			}
			lines = append(lines, l)
		}
	}
	defer closeAll(lines)
	if err := each(&w.opened); err != nil {
		return w, err
	}
	time.Sleep(30 * time.Second)
	if err := each(&w.rest); err != nil {
		return w, err
	}
	for i, l := range lines {
		letter := ydoc.New(ydoc.Options{Client: uint64(1000 + i)})
		text, err := letter.Edit(func(tx *ydoc.Tx) error {
			return tx.Insert(letter.Root(root, ydoc.XMLFragment), 0, ydoc.Draft{Kind: ydoc.XMLElement, Name: "paragraph"})
		})
		if err != nil {
			return w, err
		}
		if err := l.put(s, text); err != nil {
			return w, err
		}
	}
	return w, each(&w.written)
}

func closeAll(lines []*line) {
	for _, l := range lines {
		l.conn.Close()
	}
}

// put sends an update and waits until the server holds it: Parvis says so, of
// the others the answer to a question tells.
func (l *line) put(s server, update []byte) error {
	if err := l.send(update); err != nil {
		return err
	}
	_, ours := s.(*parvis)
	if !ours {
		if err := l.sync(syncAsk, []byte{0}); err != nil {
			return err
		}
	}
	for {
		m, err := l.next()
		if err != nil {
			return err
		}
		if step, _ := syncOf(m); ours && m[0] == msgSaved || !ours && step == syncAnswer {
			return nil
		}
	}
}

// openings is how long the opening of a large document takes, from the call of
// the server to the last byte of the document.
type openings struct {
	cold, warm time.Duration
	work       time.Duration // of the server's processor, for the first
	size       int
}

// How many edits made the large document.
const (
	edits    = 200_000
	together = 2_000 // of one of them in a row
)

// kept is the state of the large document, made once.
func kept(o options) ([]byte, error) {
	path := filepath.Join(o.data, fmt.Sprintf("large-%d", edits))
	state, err := os.ReadFile(path)
	if !errors.Is(err, os.ErrNotExist) {
		return state, err
	}
	fmt.Fprintln(os.Stderr, "making the large document once, in", path)
	if state, err = large(); err != nil {
		return nil, err
	}
	return state, os.WriteFile(path, state, 0o644)
}

// large is the state of a document that four people made at random places.
func large() ([]byte, error) {
	dice := rand.New(rand.NewPCG(1, 2))
	var copies [4]*ydoc.Doc
	for i := range copies {
		copies[i] = ydoc.New(ydoc.Options{Client: uint64(i + 1)})
		copies[i].Root(root, ydoc.XMLFragment)
	}
	tell := func(from int, updates ...[]byte) error {
		update, err := ydoc.Merge(updates...)
		if err != nil {
			return err
		}
		for i, to := range copies {
			if i == from {
				continue
			}
			if _, err := to.Apply(update); err != nil {
				return err
			}
		}
		return nil
	}
	update, err := copies[0].Edit(func(tx *ydoc.Tx) error {
		return tx.Insert(copies[0].Root(root, ydoc.XMLFragment), 0, ydoc.Draft{Kind: ydoc.XMLElement, Name: "paragraph", Values: []any{ydoc.Draft{Kind: ydoc.XMLText, Runs: []ydoc.Run{{Text: "Au commencement"}}}}})
	})
	if err != nil {
		return nil, err
	}
	if err := tell(0, update); err != nil {
		return nil, err
	}
	// Each writes a while away from the others.
	for from, away := 0, 0; away < edits; from, away = (from+1)%len(copies), away+together {
		text, updates := textIn(copies[from]), make([][]byte, together)
		for i := range updates {
			updates[i], err = copies[from].Edit(func(tx *ydoc.Tx) error {
				at := dice.IntN(text.Len() + 1)
				if dice.IntN(4) > 0 || at == text.Len() {
					return tx.InsertText(text, at, "abcdefgh"[:1+dice.IntN(3)], nil)
				}
				return tx.Delete(text, at, 1)
			})
			if err != nil {
				return nil, err
			}
		}
		if err := tell(from, updates...); err != nil {
			return nil, err
		}
	}
	return copies[0].Encode(nil), nil
}

// textIn is the text of the first paragraph.
func textIn(doc *ydoc.Doc) *ydoc.Node {
	for paragraph := range doc.Root(root, ydoc.XMLFragment).Children() {
		for text := range paragraph.Children() {
			return text
		}
	}
	return nil
}

// reopen opens a large document after a start of the server.
func reopen(ctx context.Context, asked options, s server) (o openings, err error) {
	state, err := kept(asked)
	if err != nil {
		return o, err
	}
	o.size = len(state)
	documents, err := s.documents(ctx, 1)
	if err != nil {
		return o, err
	}
	l, err := open(s, documents[0])
	if err != nil {
		return o, err
	}
	err = l.put(s, state)
	l.conn.Close()
	if err != nil {
		return o, err
	}
	time.Sleep(8 * time.Second) // Hocuspocus saves after two, Parvis derives its text
	s.stop(syscall.SIGTERM)
	if err := s.start(ctx); err != nil {
		return o, err
	}
	other, err := s.documents(ctx, 1) // the server has done something before
	if err != nil {
		return o, err
	}
	if l, err = open(s, other[0]); err != nil {
		return o, err
	}
	defer l.conn.Close()
	for _, took := range []*time.Duration{&o.cold, &o.warm} {
		began, used := time.Now(), machine.CPU(s.pid())
		l, err := dial(s, documents[0])
		if err != nil {
			return o, err
		}
		defer l.conn.Close()
		body, err := l.begin(s, documents[0])
		if err != nil {
			return o, err
		}
		*took = time.Since(began)
		if o.work == 0 {
			o.work = machine.CPU(s.pid()) - used
		}
		if len(body) < len(state)/2 {
			return o, fmt.Errorf("the document comes back with %d bytes of %d", len(body), len(state))
		}
	}
	return o, nil
}

// stateOf is what a copy knows of each client after an update.
func stateOf(update []byte) (ydoc.StateVector, error) {
	doc := ydoc.New(ydoc.Options{})
	_, err := doc.Apply(update)
	return doc.StateVector(), err
}

// updatesOf makes again the updates of an editor after the first ones, so many
// in all.
func (e *editor) updatesOf(present, all int64) (list [][]byte) {
	again := documenttest.Typist{Client: e.typist.Client}
	list = append(list, again.Begin())
	for range all - 1 {
		list = append(list, again.Type("x"))
	}
	return list[min(present, all):]
}
