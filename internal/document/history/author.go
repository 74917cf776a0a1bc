package history

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/document/prose"
	"parvis/internal/id"
	"parvis/internal/identity"
)

// Passage is some text in a row by one person.
type Passage struct {
	By   document.Signature
	Runs []prose.Node
}

// SignedLine is a line of a document, by those who wrote it.
type SignedLine struct {
	prose.Line // without runs
	Passages   []Passage
}

// Author is somebody whose writing stands in a document.
type Author struct {
	identity.Face
	Words int
	Last  clock.Time // when they wrote last of what stands
}

// Signed is what a document said after one of its updates, line by line, with
// who wrote each passage, and who they are, who wrote most first.
//
// What was pasted or brought back is by who did it; pictures and files are
// nobody's. See document.Signed for what it costs.
func (s *Service) Signed(ctx context.Context, actor access.Actor, item id.ID, number int64) (lines []SignedLine, authors []Author, err error) {
	doc, err := s.Documents.Signed(ctx, actor, item, number)
	if err != nil {
		return nil, nil, err
	}
	by := map[id.ID]*Author{}
	for _, l := range prose.Lines(doc) {
		line := SignedLine{Line: l, Passages: passages(l.Runs)}
		line.Runs = nil
		lines = append(lines, line)
		for _, p := range line.Passages {
			if p.nobodys() {
				continue
			}
			a := by[p.By.Person]
			if a == nil {
				a = &Author{Face: identity.Face{ID: p.By.Person}}
				by[p.By.Person] = a
			}
			a.Words += len(strings.Fields(p.text()))
			if p.By.At.After(a.Last.Time) {
				a.Last = p.By.At
			}
		}
	}
	var people []id.ID
	for p := range by {
		people = append(people, p)
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	for p, a := range by {
		if f, known := faces[p]; known {
			a.Face = f
		}
		authors = append(authors, *a)
	}
	slices.SortFunc(authors, func(a, b Author) int {
		if a.Words != b.Words {
			return b.Words - a.Words
		}
		return strings.Compare(a.Name, b.Name)
	})
	return lines, authors, err
}

// passages gathers the runs of a line by who wrote them. What bears no name of
// its own, such as a mention or what parts two cells, goes with what stands
// before it, or else after it; a line of nothing else is nobody's.
func passages(runs []prose.Node) (out []Passage) {
	var first []prose.Node
	for _, r := range runs {
		n := len(out) - 1
		by := document.SignatureOf(r)
		switch _, signed := r.Mark(document.By); {
		case !signed && n < 0:
			first = append(first, r)
		case !signed:
			out[n].Runs = append(out[n].Runs, r)
		case n >= 0 && out[n].By.Person == by.Person:
			out[n].Runs = append(out[n].Runs, r)
			if by.At.After(out[n].By.At.Time) {
				out[n].By.At = by.At
			}
		default:
			out = append(out, Passage{By: by, Runs: append(first, r)})
			first = nil
		}
	}
	if len(first) > 0 {
		out = append(out, Passage{Runs: first})
	}
	return out
}

// nobodys tells that a passage bears no name.
func (p Passage) nobodys() bool { return p.By == (document.Signature{}) }

// text is the words of a passage.
func (p Passage) text() string {
	var b strings.Builder
	for _, r := range p.Runs {
		b.WriteString(plain(r))
	}
	return b.String()
}

// plain is the words of a run, or of what stands among the text.
func plain(n prose.Node) string {
	switch n.Type {
	case prose.HardBreak:
		return "\n"
	case prose.Mention:
		return "@" + n.Attrs.String("name")
	case prose.ItemLink:
		return n.Attrs.String("title")
	}
	return n.Text
}
