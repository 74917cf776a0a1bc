package document

import (
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"

	"parvis/internal/document/prose"
	"parvis/internal/text"
	"parvis/internal/ydoc"
)

// hunk is a run of blocks that makes way for another, among blocks that stay.
// At is where it stands once the hunks before it are written.
type hunk struct {
	at        int
	gone, new []prose.Node
}

// hunks tell how one list of blocks becomes another, in order.
func hunks(was, wanted []prose.Node) []hunk {
	var out []hunk
	var open bool
	i, j := 0, 0
	for _, step := range text.Compare(blockKeys(was), blockKeys(wanted)) {
		if step.Op == text.Same {
			i, j, open = i+step.Count, j+step.Count, false
			continue
		}
		if !open {
			out, open = append(out, hunk{at: j}), true
		}
		h := &out[len(out)-1]
		if step.Op == text.Delete {
			h.gone = append(h.gone, was[i:i+step.Count]...)
			i += step.Count
		} else {
			h.new = append(h.new, wanted[j:j+step.Count]...)
			j += step.Count
		}
	}
	return out
}

// blockKeys are all that tells one block from another.
func blockKeys(list []prose.Node) []string {
	out := make([]string, len(list))
	for i, n := range list {
		key, err := json.Marshal(n)
		if err != nil {
			key = []byte(prose.Plain(n)) // a number that JSON does not know
		}
		out[i] = string(key)
	}
	return out
}

// write makes the change among the children of a node. What became something
// alike is changed within, as somebody would who typed there.
func (h hunk) write(tx *ydoc.Tx, within *ydoc.Node) error {
	at, gone, wanted := h.at, h.gone, h.new
	blocks := slices.Collect(within.Children())
	for len(gone) > 0 && len(wanted) > 0 && similar(gone[0], wanted[0]) {
		if err := turn(tx, blocks[at], gone[0], wanted[0]); err != nil {
			return err
		}
		at, gone, wanted = at+1, gone[1:], wanted[1:]
	}
	if err := tx.Delete(within, at, len(gone)); err != nil {
		return err
	}
	return tx.Insert(within, at, drafts(wanted)...)
}

// similar tells whether one block may be turned into another: a line of which
// half stays, or what holds blocks, itself.
func similar(was, wanted prose.Node) bool {
	if was.Type != wanted.Type {
		return false
	}
	switch was.Type {
	case prose.BulletList, prose.OrderedList, prose.TaskList, prose.Table:
		return true
	case prose.Paragraph, prose.Heading:
		return plain(was) && plain(wanted) && set(was.Attrs) == set(wanted.Attrs) && mostly(was, wanted)
	case prose.ListItem, prose.TaskItem, prose.TableRow, prose.TableHeader, prose.TableCell, prose.Blockquote, prose.Callout:
		return mostly(was, wanted)
	}
	return false
}

// set tells how a block is set; a number is the same whoever wrote it.
func set(a prose.Attrs) string { return fmt.Sprint(map[string]any(a)) }

// plain tells whether a line is one run of text without marks.
func plain(n prose.Node) bool {
	return len(n.Content) == 1 && n.Content[0].Type == prose.Text && len(n.Content[0].Marks) == 0
}

// mostly tells whether half of what a block said stays at its beginning and at
// its end.
func mostly(was, wanted prose.Node) bool {
	old := prose.Plain(was)
	head, tail := common(old, prose.Plain(wanted))
	return 2*(head+tail) >= len(old)
}

// turn makes a block what another one is.
func turn(tx *ydoc.Tx, block *ydoc.Node, was, wanted prose.Node) error {
	if was.Type == prose.Paragraph || was.Type == prose.Heading {
		return reword(tx, block, was, wanted)
	}
	for key := range was.Attrs {
		if _, kept := wanted.Attrs[key]; !kept {
			if err := tx.Unset(block, key); err != nil {
				return err
			}
		}
	}
	for key, value := range wanted.Attrs {
		if value != nil && fmt.Sprint(value) != fmt.Sprint(was.Attrs[key]) {
			if err := tx.Set(block, key, value); err != nil {
				return err
			}
		}
	}
	for _, h := range hunks(was.Content, wanted.Content) {
		if err := h.write(tx, block); err != nil {
			return err
		}
	}
	return nil
}

// reword changes the middle of a line.
func reword(tx *ydoc.Tx, line *ydoc.Node, was, wanted prose.Node) error {
	old, new := was.Content[0].Text, wanted.Content[0].Text
	head, tail := common(old, new)
	run := slices.Collect(line.Children())[0]
	for c := range line.Children() {
		if c.Len() > 0 {
			run = c // an editor may have left empty ones beside it
		}
	}
	at := ydoc.Units(old[:head])
	if err := tx.Delete(run, at, ydoc.Units(old[head:len(old)-tail])); err != nil {
		return err
	}
	return tx.InsertText(run, at, new[head:len(new)-tail], nil)
}

// common is how many bytes two texts share at their beginning, then at their
// end, in whole characters.
func common(a, b string) (head, tail int) {
	most := min(len(a), len(b))
	for head < most && a[head] == b[head] {
		head++
	}
	for head > 0 && head < len(a) && !utf8.RuneStart(a[head]) || head > 0 && head < len(b) && !utf8.RuneStart(b[head]) {
		head--
	}
	for tail < most-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for tail > 0 && !utf8.RuneStart(a[len(a)-tail]) {
		tail--
	}
	return head, tail
}
