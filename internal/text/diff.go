package text

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Op is what became of a piece of text between two versions.
type Op uint8

// The operations of a Diff.
const (
	Same Op = iota
	Insert
	Delete
)

// Span is a piece of text and what became of it.
type Span struct {
	Op   Op
	Text string
}

// diffTime bounds the work: two long texts without anything in common then
// come out as replaced in larger pieces.
const diffTime = 300 * time.Millisecond

// diffLimit, in bytes of both versions, keeps the number of different words
// under that of runes. Beyond it all is told as replaced.
const diffLimit = 2 << 20

// Diff compares two versions word by word. Same and Delete joined give old,
// Same and Insert joined give new, byte for byte. No word and no character is
// cut; neighbouring changes are told as one, what went before what came.
func Diff(old, new string) []Span {
	if len(old)+len(new) > diffLimit {
		return gather([]Span{{Delete, old}, {Insert, new}})
	}
	words := lexicon{codes: map[string]rune{}}
	var spans []Span
	for _, piece := range compare(words.encode(old), words.encode(new)) {
		spans = append(spans, Span{opOf(piece), words.decode(piece.Text)})
	}
	return gather(spans)
}

// Step is a run of things that became of two lists: so many of the one, the
// other, or both.
type Step struct {
	Op    Op
	Count int
}

// Compare tells how one list became another. Beyond a million different things
// all is told as replaced.
func Compare(before, after []string) []Step {
	if len(before)+len(after) > maxThings {
		return []Step{{Delete, len(before)}, {Insert, len(after)}}
	}
	things := lexicon{codes: map[string]rune{}}
	codes := func(list []string) []rune {
		out := make([]rune, len(list))
		for i, s := range list {
			out[i] = things.code(s)
		}
		return out
	}
	var steps []Step
	for _, piece := range compare(codes(before), codes(after)) {
		steps = append(steps, Step{opOf(piece), utf8.RuneCountInString(piece.Text)})
	}
	return steps
}

// maxThings keeps the codes of a lexicon within the runes that there are.
const maxThings = 1_000_000

func compare(before, after []rune) []diffmatchpatch.Diff {
	differ := diffmatchpatch.New()
	differ.DiffTimeout = diffTime
	return differ.DiffMainRunes(before, after, false)
}

func opOf(d diffmatchpatch.Diff) Op {
	switch d.Type {
	case diffmatchpatch.DiffInsert:
		return Insert
	case diffmatchpatch.DiffDelete:
		return Delete
	}
	return Same
}

// gather tells changes that only a space separates as one change, since people
// read phrases.
func gather(spans []Span) []Span {
	var gathered []Span
	var gone, came strings.Builder
	flush := func() {
		for _, span := range []Span{{Delete, gone.String()}, {Insert, came.String()}} {
			if span.Text != "" {
				gathered = append(gathered, span)
			}
		}
		gone.Reset()
		came.Reset()
	}
	for i, span := range spans {
		switch {
		case span.Op == Delete:
			gone.WriteString(span.Text)
		case span.Op == Insert:
			came.WriteString(span.Text)
		case gone.Len() > 0 && came.Len() > 0 && i+1 < len(spans) && strings.Trim(span.Text, " ") == "":
			gone.WriteString(span.Text)
			came.WriteString(span.Text)
		case span.Text != "":
			flush()
			gathered = append(gathered, span)
		}
	}
	flush()
	return gathered
}

// lexicon numbers words, so that a comparison of runes compares words.
type lexicon struct {
	codes map[string]rune
	words []string
}

const (
	surrogates = 0xd800 // runes that a Go string cannot hold begin here
	pastThem   = 0xe000
)

func (l *lexicon) encode(s string) []rune {
	var codes []rune
	for s != "" {
		word := s[:wordLength(s)]
		codes = append(codes, l.code(word))
		s = s[len(word):]
	}
	return codes
}

// code is the number of a word.
func (l *lexicon) code(word string) rune {
	code, ok := l.codes[word]
	if !ok {
		code = rune(len(l.words))
		if code >= surrogates {
			code += pastThem - surrogates
		}
		l.codes[word] = code
		l.words = append(l.words, word)
	}
	return code
}

// SplitWords parts a text into words, runs of spaces and single signs: joined,
// they are the text.
func SplitWords(s string) []string {
	var out []string
	for s != "" {
		n := wordLength(s)
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

func (l *lexicon) decode(codes string) string {
	var s strings.Builder
	for _, code := range codes {
		if code >= pastThem {
			code -= pastThem - surrogates
		}
		s.WriteString(l.words[code])
	}
	return s.String()
}

// wordLength measures the first word of s, which is not empty: letters and
// digits, or spaces, or one sign, with what is drawn on top of it or joined to
// it.
func wordLength(s string) int {
	first, length := utf8.DecodeRuneInString(s)
	last := first
	for length < len(s) {
		r, size := utf8.DecodeRuneInString(s[length:])
		joined := unicode.IsMark(r) || r == joiner || last == joiner
		if !joined && (kindOf(first) == 0 || kindOf(first) != kindOf(r)) {
			break
		}
		last = r
		length += size
	}
	return length
}

const joiner = '\u200d' // makes one emoji of several

// kindOf tells letters (1) from spaces (2) from what stands alone (0).
func kindOf(r rune) int {
	switch {
	case unicode.IsLetter(r) || unicode.IsNumber(r):
		return 1
	case r == ' ' || r == '\t':
		return 2
	}
	return 0
}
