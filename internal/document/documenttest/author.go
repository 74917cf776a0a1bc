package documenttest

import (
	"context"
	"fmt"
	"net/http"

	"parvis/internal/ydoc"
)

// Author is a browser that writes a paragraph of its own and whose line is lost
// now and then: it keeps a copy of the document, and sends again what was not
// said to be kept. It is not safe for concurrent use.
type Author struct {
	typist Typist
	copy   *ydoc.Doc
	made   [][]byte // its updates, in order
	kept   int      // how many of them were said to be in the log
	heard  [][]byte // the updates of others that it was told one by one

	line  *Line
	begun int // how many were kept when the line was opened
	read  int // updates of the line that are in the copy
	asked int // answers of the line that are in the copy
}

// NewAuthor makes one that signs as client.
func NewAuthor(client uint64) *Author {
	a := &Author{typist: Typist{Client: client}, copy: ydoc.New(ydoc.Options{})}
	a.copy.Root("default", ydoc.XMLFragment)
	return a
}

// Open opens a line, asks for what the copy lacks and sends what the log may
// lack.
func (a *Author) Open(ctx context.Context, address string, header http.Header) (err error) {
	if a.line, err = Dial(ctx, address, header); err != nil {
		return err
	}
	a.begun, a.read, a.asked = a.kept, 0, 0
	if err := a.line.Ask(ctx, a.copy.StateVector().Encode()); err != nil {
		return err
	}
	for _, update := range a.made[a.kept:] {
		if _, err := a.line.Send(ctx, update); err != nil {
			return err
		}
	}
	return nil
}

// Write types some text. It is in the copy even when an error tells that the
// line is gone.
func (a *Author) Write(ctx context.Context, s string) error {
	if a.made == nil {
		if err := a.make(ctx, a.typist.Begin()); err != nil {
			return err
		}
	}
	return a.make(ctx, a.typist.Type(s))
}

func (a *Author) make(ctx context.Context, update []byte) error {
	if _, err := a.copy.Apply(update); err != nil {
		return fmt.Errorf("what was typed: %w", err)
	}
	a.made = append(a.made, update)
	_, err := a.line.Send(ctx, update)
	return err
}

// Settle waits until at most so many updates are not said to be kept.
func (a *Author) Settle(ctx context.Context, atMost int) error {
	told, err := a.line.Wait(ctx, func(t Told) bool { return len(a.made)-a.begun-int(t.Saved) <= atMost })
	a.kept = max(a.kept, a.begun+int(told.Saved))
	return err
}

// Reach waits until the copy has all that a state vector tells.
func (a *Author) Reach(ctx context.Context, want ydoc.StateVector) error {
	for {
		told, err := a.line.Wait(ctx, func(t Told) bool {
			return len(t.Heard) > a.read || len(t.Answer) > a.asked || a.has(want)
		})
		if err != nil {
			return err
		}
		if err := a.take(told); err != nil || a.has(want) {
			return err
		}
	}
}

func (a *Author) has(want ydoc.StateVector) bool {
	has := a.copy.StateVector()
	for client, clock := range want {
		if has[client] < clock {
			return false
		}
	}
	return true
}

// take puts what the line told into the copy.
func (a *Author) take(told Told) error {
	a.kept = max(a.kept, a.begun+int(told.Saved))
	fresh := told.Heard[a.read:]
	a.heard = append(a.heard, fresh...)
	for _, update := range append(told.Answer[a.asked:len(told.Answer):len(told.Answer)], fresh...) {
		if _, err := a.copy.Apply(update); err != nil {
			return fmt.Errorf("what was heard: %w", err)
		}
	}
	a.read, a.asked = len(told.Heard), len(told.Answer)
	return nil
}

// Cut breaks the line, if it is there, and keeps what it told.
func (a *Author) Cut(ctx context.Context) error {
	if a.line == nil {
		return nil
	}
	a.line.Cut()
	told, _ := a.line.Wait(ctx, func(t Told) bool { return t.Ended != nil })
	a.line = nil
	return a.take(told)
}

// Kept are its updates that were said to be in the log.
func (a *Author) Kept() [][]byte { return a.made[:a.kept] }

// Heard are the updates of others that it was told one by one.
func (a *Author) Heard() [][]byte { return a.heard }

// Wrote is the state vector of what it wrote alone.
func (a *Author) Wrote() ydoc.StateVector {
	return ydoc.StateVector{a.typist.Client: uint32(a.typist.clock)}
}

// Says is what its copy says.
func (a *Author) Says() string { return a.copy.Root("default", ydoc.XMLFragment).String() }
