package proposal

import (
	"crypto/rand"
	"slices"
	"strings"

	"parvis/internal/document/prose"
	"parvis/internal/ydoc"
)

// settle makes of proposals what was decided, in a node and all that is in it.
func settle(tx *ydoc.Tx, n *ydoc.Node, chosen map[string]bool, accept bool) error {
	children := slices.Collect(n.Children())
	for i, c := range slices.Backward(children) {
		if c.Kind() == ydoc.XMLText {
			if err := settleText(tx, c, chosen, accept); err != nil {
				return err
			}
			continue
		}
		said, _ := c.Get(prose.Proposed)
		p, proposed := prose.ReadProposal(said)
		goes := proposed && chosen[p.ID] && (p.Kind == prose.Insertion) != accept
		if !goes {
			if err := settle(tx, c, chosen, accept); err != nil {
				return err
			}
			goes = len(children) > 0 && c.Len() == 0 && prose.NeedsContent(prose.Type(c.Name()))
		}
		var err error
		switch {
		case goes:
			err = tx.Delete(n, i, 1)
		case proposed && chosen[p.ID]:
			err = tx.Unset(c, prose.Proposed)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// stretch is a part of a text with what becomes of it.
type stretch struct {
	at, length int
	goes       bool
	ends       ydoc.Attributes // the marks that are taken away
}

func settleText(tx *ydoc.Tx, n *ydoc.Node, chosen map[string]bool, accept bool) error {
	var list []stretch
	at := 0
	for piece := range n.Pieces() {
		s := stretch{at: at, length: piece.Len, ends: ydoc.Attributes{}}
		at += piece.Len
		for key, value := range piece.Attributes {
			set, _ := value.(map[string]any)
			if p, ok := prose.ProposalOf(key, set); ok && chosen[p.ID] {
				s.goes = s.goes || (p.Kind == prose.Insertion) != accept
				s.ends[key] = nil
			}
		}
		if len(s.ends) > 0 {
			list = append(list, s)
		}
	}
	for _, s := range slices.Backward(list) {
		var err error
		if s.goes {
			err = tx.Delete(n, s.at, s.length)
		} else {
			err = tx.Format(n, s.at, s.length, s.ends)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// spot is a passage in a text: indices of its beginning and its end, and the
// runs of it that nobody proposes to take away yet.
type spot struct {
	text    *ydoc.Node
	end     int
	strikes [][2]int // index and length
}

// find looks for a quotation in each text of a document, as it stands without
// what is proposed.
func find(n *ydoc.Node, quote string) (out []spot) {
	for c := range n.Children() {
		if c.Kind() != ydoc.XMLText {
			out = append(out, find(c, quote)...)
			continue
		}
		out = append(out, findIn(c, quote)...)
	}
	return out
}

func findIn(n *ydoc.Node, quote string) (out []spot) {
	type letter struct{ at, units int }
	var text strings.Builder
	var letters []letter // of each byte of text
	taken := map[int]bool{}
	at := 0
	for piece := range n.Pieces() {
		_, added := piece.Attributes[prose.Insertion]
		_, struck := piece.Attributes[prose.Deletion]
		for _, r := range piece.Text {
			units := ydoc.Units(string(r))
			if !added {
				text.WriteRune(r)
				for range len(string(r)) {
					letters = append(letters, letter{at, units})
				}
				taken[at] = struck
			}
			at += units
		}
	}
	whole := text.String()
	for from := 0; ; {
		i := strings.Index(whole[from:], quote)
		if i < 0 || quote == "" {
			return out
		}
		s := spot{text: n}
		for b := from + i; b < from+i+len(quote); b++ {
			l := letters[b]
			s.end = l.at + l.units
			if last := len(s.strikes) - 1; last >= 0 && s.strikes[last][0]+s.strikes[last][1] > l.at {
				continue // the same letter
			} else if taken[l.at] {
				continue
			} else if last >= 0 && s.strikes[last][0]+s.strikes[last][1] == l.at {
				s.strikes[last][1] += l.units
			} else {
				s.strikes = append(s.strikes, [2]int{l.at, l.units})
			}
		}
		out = append(out, s)
		from += i + len(quote)
	}
}

// propose puts a proposal on a passage.
func propose(tx *ydoc.Tx, at spot, replace string, p prose.Proposal) error {
	p.Kind = prose.Deletion
	for _, s := range at.strikes {
		if err := tx.Format(at.text, s[0], s[1], ydoc.Attributes{p.Kind: map[string]any(p.Mark().Attrs)}); err != nil {
			return err
		}
	}
	if replace == "" {
		return nil
	}
	p.Kind = prose.Insertion
	return tx.InsertText(at.text, at.end, replace, ydoc.Attributes{p.Kind: map[string]any(p.Mark().Attrs)})
}

// draw makes the id of a proposal, as editors do.
func draw() string { return strings.ToLower(rand.Text())[:16] }
