package extract

import (
	"bytes"
	"encoding/csv"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// maxPlain is how much of a plain text is read: more than its text may hold.
const maxPlain = 2*MaxText + 1

// decode gives a text in UTF-8: by its mark, as UTF-8 if it is, as UTF-16 if
// every other byte is empty, or in the writing of Western Windows.
func decode(raw []byte) string {
	if rest, marked := bytes.CutPrefix(raw, []byte("\ufeff")); marked {
		return string(rest)
	}
	if order, wide := wideOrder(raw); wide {
		return decoded(unicode.UTF16(order, unicode.UseBOM), raw)
	}
	if utf8.Valid(wholeRunes(raw)) {
		return string(raw)
	}
	return decoded(charmap.Windows1252, raw)
}

func decoded(from encoding.Encoding, raw []byte) string {
	text, err := from.NewDecoder().Bytes(raw)
	if err != nil {
		return string(raw)
	}
	return string(text)
}

// wholeRunes leaves out a last character that was cut.
func wholeRunes(raw []byte) []byte {
	for i := 1; i <= min(3, len(raw)); i++ {
		if last := raw[len(raw)-i:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				return raw[:len(raw)-i]
			}
			break
		}
	}
	return raw
}

// wideOrder tells whether a text is UTF-16, and in which order.
func wideOrder(raw []byte) (order unicode.Endianness, wide bool) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xff, 0xfe}):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(raw, []byte{0xfe, 0xff}):
		return unicode.BigEndian, true
	}
	var empty [2]int
	head := raw[:min(len(raw), 1024)]
	for i, b := range head {
		if b == 0 {
			empty[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half < 4:
	case empty[1] > half*4/5 && empty[0] == 0:
		return unicode.LittleEndian, true
	case empty[0] > half*4/5 && empty[1] == 0:
		return unicode.BigEndian, true
	}
	return unicode.LittleEndian, false
}

// readPlain reads a text as it is.
func readPlain(in io.Reader, out *sheet) (Result, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxPlain))
	if err != nil {
		return Result{}, err
	}
	text := strings.ReplaceAll(strings.ReplaceAll(decode(raw), "\r\n", "\n"), "\r", "\n")
	out.word(text)
	return Result{}, nil
}

// readMD keeps the signs of Markdown, and takes its first heading for title.
func readMD(in io.Reader, out *sheet) (Result, error) {
	res, err := readPlain(in, out)
	for line := range strings.Lines(out.text.String()) {
		if heading, is := strings.CutPrefix(line, "# "); is {
			res.Title = titled(heading)
			break
		}
	}
	return res, err
}

// readCSV parts the cells by tabs, whatever parted them.
func readCSV(in io.Reader, out *sheet) (Result, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxPlain))
	if err != nil {
		return Result{}, err
	}
	text := decode(raw)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = delimiter(text), -1, true, true
	for !out.cut {
		cells, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return Result{}, Refuse(Damaged, "csv: %v", err)
		}
		for _, cell := range cells {
			out.run(cell)
			out.cell()
		}
		out.row()
	}
	return Result{}, nil
}

// delimiter is the one of those in use that stands most often at the beginning,
// outside quotes.
func delimiter(text string) rune {
	counts := map[rune]int{}
	quoted := false
	for _, r := range text[:min(len(text), 16<<10)] {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ';', r == ',', r == '\t', r == '|':
			counts[r]++
		}
	}
	best := ','
	for _, r := range []rune{';', '\t', '|'} {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}
