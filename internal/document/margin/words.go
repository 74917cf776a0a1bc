package margin

import (
	"slices"
	"strings"
	"unicode"
)

// words is a text by which passages are found: without spaces and breaks, which
// a split paragraph moves, and with one sort of apostrophe.
type words struct {
	text  string
	bytes []int // where each sign begins in text, then its end
	units []int // where it stood in what was read
}

// words makes the text of a reading ready to be searched.
func (r *reading) words() words {
	var w words
	var b strings.Builder
	for at := 0; at < len(r.units); {
		sign, size := rune(r.units[at]), 1
		if at+1 < len(r.units) && sign >= 0xd800 && sign < 0xdc00 {
			sign, size = 0x10000+(sign-0xd800)<<10+(rune(r.units[at+1])-0xdc00), 2
		}
		if kept, ok := plain(sign); ok {
			w.bytes = append(w.bytes, b.Len())
			w.units = append(w.units, at)
			b.WriteRune(kept)
		}
		at += size
	}
	w.text = b.String()
	w.bytes = append(w.bytes, b.Len())
	return w
}

// plain is a sign as passages are compared; false for one that does not count.
func plain(sign rune) (rune, bool) {
	switch {
	case unicode.IsSpace(sign), sign == '\u200b', sign == '\u2060':
		return 0, false
	case sign == '’':
		return '\'', true
	}
	return sign, true
}

// squeezed is a passage as it is looked for.
func squeezed(passage string) string {
	return strings.Map(func(sign rune) rune {
		if kept, ok := plain(sign); ok {
			return kept
		}
		return -1
	}, passage)
}

// find tells how often a passage stands in the text, and where it does first,
// in units.
func (w words) find(passage string) (from, to, times int) {
	wanted := squeezed(passage)
	if wanted == "" {
		return 0, 0, 0
	}
	times = strings.Count(w.text, wanted)
	if times == 0 {
		return 0, 0, 0
	}
	at := strings.Index(w.text, wanted)
	begin, _ := slices.BinarySearch(w.bytes, at)
	end, _ := slices.BinarySearch(w.bytes, at+len(wanted))
	return w.units[begin], w.units[end-1] + w.wide(end-1), times
}

// wide is how many units the n-th sign takes: two out of the first plane.
func (w words) wide(n int) int {
	if w.bytes[n+1]-w.bytes[n] == 4 {
		return 2
	}
	return 1
}
