package index

import (
	"encoding/binary"
	"errors"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/search/analysis"
)

// fields are title, names and text, in this order wherever there are three.
const fields = 3

// hashes is how many hashes of stems there are: nineteen bits. Two stems of one
// hash are taken for each other in ranking, never in matching.
const hashes = 1 << 19

// longest is how many words of a document can be told apart by their place;
// those further on are found, and count once.
const longest = 20_000

// facts are what filters, facets and ranking need of a document beside its
// words.
type facts struct {
	sort           Sort
	hasFile, trust bool
	kind           int64 // label
	item           id.ID
	community      id.ID
	author         id.ID
	published      int64 // Unix milliseconds
	useful         int
	tags           []id.ID
	lengths        [fields]int     // words that carry meaning
	parts          [fields - 1]int // bytes of title and names in the words
}

func (f *facts) pack() []byte {
	flags := byte(0)
	if f.hasFile {
		flags |= 1
	}
	if f.trust {
		flags |= 2
	}
	b := []byte{byte(f.sort), flags}
	for _, n := range []int64{f.kind, int64(f.item), int64(f.community), int64(f.author)} {
		b = binary.AppendUvarint(b, uint64(n))
	}
	b = binary.AppendVarint(b, f.published)
	for _, n := range []int{f.useful, f.lengths[0], f.lengths[1], f.lengths[2], f.parts[0], f.parts[1], len(f.tags)} {
		b = binary.AppendUvarint(b, uint64(max(n, 0)))
	}
	for _, t := range f.tags {
		b = binary.AppendUvarint(b, uint64(t))
	}
	return b
}

var errFacts = errors.New("index: a row cannot be read")

func unpack(b []byte) (f facts, err error) {
	if len(b) < 2 {
		return f, errFacts
	}
	f.sort, f.hasFile, f.trust = Sort(b[0]), b[1]&1 != 0, b[1]&2 != 0
	b = b[2:]
	next := func() int64 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			err = errFacts
			return 0
		}
		b = b[n:]
		return int64(v)
	}
	f.kind, f.item, f.community, f.author = next(), id.ID(next()), id.ID(next()), id.ID(next())
	v, n := binary.Varint(b)
	if n <= 0 {
		return f, errFacts
	}
	b, f.published = b[n:], v
	f.useful = int(next())
	for i := range f.lengths {
		f.lengths[i] = int(next())
	}
	for i := range f.parts {
		f.parts[i] = int(next())
	}
	many := int(next())
	if err != nil || many > len(b) {
		return f, errFacts
	}
	for range many {
		f.tags = append(f.tags, id.ID(next()))
	}
	return f, err
}

func millis(t clock.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// hash is where a text falls among n: FNV-1a, its bits mixed once more.
func hash(s string, n uint32) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 15
	h *= 0x2c1b3c6d
	h ^= h >> 13
	return h % n
}

// A document's words are kept in order, a word that carries meaning as three
// bytes, the highest bit of the first set, nineteen bits of the hash of its
// stem and four of its form; a stop word as one byte below 128.
const (
	formBits = 4
	content  = 0x80
)

func stopByte(form string) byte { return byte(1 + hash(form, 127)) }

func packWord(stem, form string) uint32 {
	return hash(stem, hashes)<<formBits | hash(form, 1<<formBits)
}

func appendWord(to []byte, t analysis.Token) []byte {
	if t.Stop {
		return append(to, stopByte(t.Form))
	}
	w := packWord(t.Stem, t.Form)
	return append(to, content|byte(w>>16), byte(w>>8), byte(w))
}

// word reads one word: its hash of stem with its hash of form, and how many
// bytes it took. A stop word is told by size 1.
func word(b []byte) (w uint32, size int) {
	if b[0]&content == 0 {
		return uint32(b[0]), 1
	}
	if len(b) < 3 {
		return 0, len(b)
	}
	return uint32(b[0]&^content)<<16 | uint32(b[1])<<8 | uint32(b[2]), 3
}

// holds tells whether the words of a phrase stand in b, in order.
func holds(b, phrase []byte) bool {
	for i := 0; i+len(phrase) <= len(b); {
		if string(b[i:i+len(phrase)]) == string(phrase) {
			return true
		}
		_, size := word(b[i:])
		i += size
	}
	return false
}
