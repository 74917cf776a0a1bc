package pdf

import (
	"strings"
	"unicode"

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
func dressed(base look, n prose.Node, link func(href string) string) look {
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
		base = leading(base, link(m.Attrs.String("href")))
	}
	return base
}

// leading is how a text is set that leads somewhere.
func leading(base look, to string) look {
	base.link, base.under, base.colour = to, true, blue
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
			all = d.parted(all, i, last, width)
			if all[i].width <= width || last == i {
				last = i
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

// parted cuts the first of the words that hang together and are wider than a
// line, where the line ends.
func (d *setter) parted(all []word, from, to int, width float64) []word {
	if all[from].width <= width {
		return all
	}
	w := all[from]
	runes := []rune(w.text)
	fit := 1
	for fit < len(runes)-1 && d.measure(string(runes[:fit+1]), w.look) <= width {
		fit++
	}
	if fit >= len(runes) {
		return all
	}
	first, rest := w, w
	first.text, rest.text = string(runes[:fit]), string(runes[fit:])
	first.width, rest.width = d.measure(first.text, w.look), d.measure(rest.text, w.look)
	first.glue = false
	out := append(all[:from:from], first, rest)
	return append(out, all[from+1:]...)
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
		g := d.faces[how.face].glyphs[r]
		if g == 0 {
			g = d.faces[how.face].glyphs[missing]
		}
		wide += d.faces[how.face].width(g)
	}
	return wide * how.size / 1000
}

// runs are the words of runs of text.
func (d *setter) runs(all []prose.Node, base look) []word {
	var out []word
	for _, n := range all {
		switch n.Type {
		case prose.Text:
			out = d.words(out, n.Text, dressed(base, n, d.paper.Home.Address))
		case prose.HardBreak:
			out = append(out, word{look: base, stop: true})
		case prose.Mention:
			out = d.words(out, "@"+n.Attrs.String("name"), leading(base, d.paper.Home.Person(n)))
		case prose.ItemLink:
			out = d.words(out, n.Attrs.String("title"), leading(base, d.paper.Home.Item(n)))
		}
	}
	return out
}
