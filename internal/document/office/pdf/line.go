package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parvis/internal/document/prose"
)

// colour is how much red, green and blue, from 0 to 1.
type colour [3]float64

var (
	black = colour{0.1, 0.1, 0.1}
	grey  = colour{0.35, 0.35, 0.35}
	blue  = colour{0.12, 0.31, 0.62}
)

// look is how a text is set.
type look struct {
	face   int
	size   float64 // points
	colour colour
	under  bool
	struck bool
	marked bool
	link   string
	lead   float64 // height of a line, in sizes
}

// word is a piece of a line that is not parted, set one way; after a breakable
// one the line may end.
type word struct {
	look
	text  string
	width float64
	space bool // it is a space: it goes at the end of a line
	glue  bool // what follows must stay on the same line
	stop  bool // the line ends here
}

// dressed is how a run is set within a paragraph.
func dressed(base look, n prose.Node) look {
	has := func(kind string) bool { _, ok := n.Mark(kind); return ok }
	heavy, slanted := has(prose.Bold) || base.face == bold || base.face == boldItalic, has(prose.Italic) || base.face == italic || base.face == boldItalic
	switch {
	case has(prose.Code) || base.face == mono:
		base.face = mono
		base.size *= 0.93
	case heavy && slanted:
		base.face = boldItalic
	case heavy:
		base.face = bold
	case slanted:
		base.face = italic
	}
	base.under, base.struck, base.marked = has(prose.Underline), has(prose.Strike), has(prose.Highlight)
	if m, ok := n.Mark(prose.Link); ok {
		base.link, base.under, base.colour = m.Attrs.String("href"), true, blue
	}
	return base
}

// words parts a text where a line may end: after spaces and hyphens.
func (d *setter) words(out []word, text string, how look) []word {
	text = strings.ReplaceAll(text, "\t", "    ")
	var piece strings.Builder
	flush := func(glue bool) {
		if piece.Len() > 0 {
			out = append(out, word{look: how, text: piece.String(), width: d.measure(piece.String(), how), glue: glue})
			piece.Reset()
		}
	}
	for _, r := range text {
		switch {
		case r == ' ' || r == '\u2009' || r == '\u2002' || r == '\u2003':
			flush(false)
			out = append(out, word{look: how, text: " ", width: d.measure(" ", how), space: true})
		case r == '-' || r == '/' || r == '\u2013' || r == '\u2014':
			piece.WriteRune(r)
			flush(false)
		case r == '\u200b' || r == '\u00ad':
			flush(false)
		case unicode.IsControl(r):
		default:
			piece.WriteRune(r)
		}
	}
	flush(true) // the next run may go on with the same word
	return out
}

// lines sets words into lines of a width.
func (d *setter) lines(all []word, width float64) [][]word {
	var out [][]word
	var line []word
	wide := 0.0
	end := func() {
		out = append(out, trimmed(line))
		line, wide = nil, 0
	}
	for i := 0; i < len(all); {
		if all[i].stop {
			end()
			i++
			continue
		}
		// What hangs together goes to the next line together.
		last, group := i, all[i].width
		for all[last].glue && last+1 < len(all) && !all[last+1].space && !all[last+1].stop {
			last++
			group += all[last].width
		}
		if wide+group > width && !all[i].space && len(line) > 0 {
			end()
		}
		if group > width && !all[i].space {
			if all[i].width <= width {
				last = i
			} else if d.part(&all[i], &line, width) {
				wide += line[len(line)-1].width
				continue // what is left of it goes on the next line
			}
		}
		for ; i <= last; i++ {
			line = append(line, all[i])
			wide += all[i].width
		}
	}
	if len(line) > 0 || len(out) == 0 {
		end()
	}
	return out
}

// part moves to a line as many letters of a word as a line holds, of one that is
// wider than that; false for a word of one letter.
func (d *setter) part(w *word, line *[]word, width float64) bool {
	end, units := 0, 0.0 // of the letters that fit
	for at, r := range w.text {
		wider := units + d.letter(r, w.look)
		if at > 0 && points(wider, w.look) > width {
			break
		}
		// One letter fits whatever its width, and one is left.
		if next := at + utf8.RuneLen(r); next < len(w.text) {
			end, units = next, wider
		}
	}
	if end == 0 {
		return false
	}
	first := *w
	first.text, first.width, first.glue = w.text[:end], points(units, w.look), false
	w.text, w.width = w.text[end:], w.width-first.width
	*line = append(*line, first)
	return true
}

// trimmed is a line without the spaces at its end.
func trimmed(line []word) []word {
	for len(line) > 0 && line[len(line)-1].space {
		line = line[:len(line)-1]
	}
	return line
}

// measure is the width of a text, in points.
func (d *setter) measure(text string, how look) float64 {
	wide := 0.0
	for _, r := range text {
		wide += d.letter(r, how)
	}
	return points(wide, how)
}

// letter is the width of a letter, in thousandths of the size; of a box when the
// face lacks it.
func (d *setter) letter(r rune, how look) float64 {
	face := d.faces[how.face]
	g := face.glyphs[r]
	if g == 0 {
		g = face.glyphs[missing]
	}
	return face.width(g)
}

// points makes points of thousandths of the size.
func points(units float64, how look) float64 { return units * how.size / 1000 }

// runs are the words of runs of text.
func (d *setter) runs(all []prose.Node, base look) []word {
	var out []word
	for _, n := range all {
		switch n.Type {
		case prose.Text:
			out = d.words(out, n.Text, dressed(base, n))
		case prose.HardBreak:
			out = append(out, word{look: base, stop: true})
		}
	}
	return out
}
