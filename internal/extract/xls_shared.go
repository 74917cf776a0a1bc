package extract

import (
	"encoding/binary"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// sharedTexts reads the texts that the cells of a workbook share (MS-XLS,
// 2.4.265). They run on from one record to the next; where the letters of one
// are cut, the next record says anew how wide they are.
func sharedTexts(pieces [][]byte) []string {
	r := &pieceReader{pieces: pieces}
	var out []string
	for size := 0; size < maxStrings; {
		text, ok := r.text()
		if !ok {
			break
		}
		out = append(out, text)
		size += len(text) + 16
	}
	return out
}

type pieceReader struct{ pieces [][]byte }

func (r *pieceReader) settle() bool {
	for len(r.pieces) > 0 && len(r.pieces[0]) == 0 {
		r.pieces = r.pieces[1:]
	}
	return len(r.pieces) > 0
}

// take reads n bytes across records.
func (r *pieceReader) take(n int) ([]byte, bool) {
	var out []byte
	for len(out) < n {
		if !r.settle() {
			return nil, false
		}
		part := r.pieces[0][:min(n-len(out), len(r.pieces[0]))]
		out = append(out, part...)
		r.pieces[0] = r.pieces[0][len(part):]
	}
	return out, true
}

func (r *pieceReader) text() (string, bool) {
	head, ok := r.take(3)
	if !ok {
		return "", false
	}
	chars, flags := int(binary.LittleEndian.Uint16(head)), head[2]
	after := 0
	if flags&8 != 0 {
		runs, ok := r.take(2)
		if !ok {
			return "", false
		}
		after += 4 * int(binary.LittleEndian.Uint16(runs))
	}
	if flags&4 != 0 {
		size, ok := r.take(4)
		if !ok {
			return "", false
		}
		after += int(min(binary.LittleEndian.Uint32(size), maxStrings))
	}
	text, ok := r.letters(chars, flags&1 != 0)
	if ok && after > 0 {
		_, ok = r.take(after)
	}
	return text, ok
}

func (r *pieceReader) letters(chars int, wider bool) (string, bool) {
	var out strings.Builder
	for chars > 0 {
		if len(r.pieces) == 0 {
			return "", false
		}
		if len(r.pieces[0]) == 0 {
			if !r.settle() {
				return "", false
			}
			wider = r.pieces[0][0]&1 != 0
			r.pieces[0] = r.pieces[0][1:]
		}
		width := 1
		if wider {
			width = 2
		}
		n := min(chars, len(r.pieces[0])/width)
		if n == 0 {
			return "", false
		}
		raw := r.pieces[0][:n*width]
		if wider {
			out.WriteString(wide(raw))
		} else {
			out.WriteString(decoded(charmap.ISO8859_1, raw))
		}
		r.pieces[0] = r.pieces[0][n*width:]
		chars -= n
	}
	return out.String(), true
}
