package extract

import (
	"encoding/binary"
	"math"
	"strconv"

	"golang.org/x/text/encoding/charmap"
)

// readXLS reads a workbook of Excel 97 to 2003 (MS-XLS, BIFF8).
func readXLS(c *compound, out *sheet) (Result, error) {
	res := Result{Macros: c.hasPrograms()}
	if !c.has("Workbook") {
		return res, Refuse(Unsupported, "xls: before Excel 97")
	}
	stream, err := c.stream("Workbook")
	if err != nil {
		return res, err
	}
	b := &oldBook{workbook: workbook{out: out}, forms: map[int]dateForm{}}
	if err := b.globals(stream); err != nil {
		return res, err
	}
	for _, s := range b.sheets {
		if s.kind != 0 { // charts and macros have no cells
			continue
		}
		if res.Pages++; res.Pages > 1 {
			out.page()
		}
		out.word(s.name)
		out.row()
		if int64(s.at) < int64(len(stream)) {
			b.cells(stream[s.at:])
		}
	}
	return res, nil
}

// The records that are read, by their numbers.
const (
	biffFormula  = 0x0006
	biffEOF      = 0x000a
	biffDateMode = 0x0022
	biffFilePass = 0x002f
	biffContinue = 0x003c
	biffSheet    = 0x0085
	biffMulRK    = 0x00bd
	biffXF       = 0x00e0
	biffSST      = 0x00fc
	biffLabelSST = 0x00fd
	biffNumber   = 0x0203
	biffLabel    = 0x0204
	biffBool     = 0x0205
	biffString   = 0x0207
	biffRK       = 0x027e
	biffFormat   = 0x041e
)

type oldBook struct {
	workbook
	forms  map[int]dateForm
	sheets []oldSheet
	row    int
	column int
	result bool // the next record is the text of a formula
}

type oldSheet struct {
	at   uint32
	kind byte
	name string
}

// record cuts the first record of a stream: its number and content.
func record(stream []byte) (kind int, content, rest []byte) {
	if len(stream) < 4 {
		return biffEOF, nil, nil
	}
	kind, size := int(binary.LittleEndian.Uint16(stream)), int(binary.LittleEndian.Uint16(stream[2:]))
	stream = stream[4:]
	if size > len(stream) {
		return biffEOF, nil, nil
	}
	return kind, stream[:size], stream[size:]
}

// globals reads what the sheets share.
func (b *oldBook) globals(stream []byte) error {
	for {
		kind, content, rest := record(stream)
		switch {
		case kind == biffEOF:
			return nil
		case kind == biffFilePass:
			return Refuse(Encrypted, "xls: its head says so")
		case kind == biffDateMode && len(content) >= 2:
			b.since1904 = content[0] == 1
		case kind == biffSheet && len(content) > 8 && len(b.sheets) < MaxPages:
			name, _ := shortText(content[6:], 1)
			b.sheets = append(b.sheets, oldSheet{binary.LittleEndian.Uint32(content), content[5], name})
		case kind == biffFormat && len(content) > 5:
			code, _ := shortText(content[2:], 2)
			b.forms[int(binary.LittleEndian.Uint16(content))] = dateFormOf(code)
		case kind == biffXF && len(content) >= 4:
			n := int(binary.LittleEndian.Uint16(content[2:]))
			form, own := b.forms[n]
			if !own {
				form = builtinForm(n)
			}
			b.dates = append(b.dates, form)
		case kind == biffSST && len(content) >= 8:
			pieces := [][]byte{content[8:]}
			for {
				next, more, after := record(rest)
				if next != biffContinue {
					break
				}
				pieces, rest = append(pieces, more), after
			}
			b.shared = sharedTexts(pieces)
		}
		stream = rest
	}
}

// cells reads the records of one sheet.
func (b *oldBook) cells(stream []byte) {
	b.row, b.column = -1, 0
	for !b.out.cut {
		kind, content, rest := record(stream)
		stream = rest
		if kind == biffEOF {
			break
		}
		if kind == biffString && b.result && len(content) > 3 {
			text, _ := shortText(content, 2)
			b.put(text)
			b.result = false
			continue
		}
		if len(content) < 6 {
			continue
		}
		switch kind {
		case biffLabelSST, biffNumber, biffRK, biffMulRK, biffLabel, biffFormula, biffBool:
			row, column := int(binary.LittleEndian.Uint16(content)), int(binary.LittleEndian.Uint16(content[2:]))
			b.move(row, column)
			b.cell(kind, content[4:])
		}
	}
	b.out.row()
}

// move goes to a cell: rows end, cells in between are empty.
func (b *oldBook) move(row, column int) {
	if row != b.row {
		b.out.row()
		b.row, b.column = row, 0
	}
	for ; b.column < column; b.column++ {
		b.out.cell()
	}
}

func (b *oldBook) put(text string) { b.out.run(text) }

// cell writes one record of cells; content begins with its style.
func (b *oldBook) cell(kind int, content []byte) {
	style := int(binary.LittleEndian.Uint16(content))
	value := content[2:]
	switch {
	case kind == biffLabelSST && len(value) >= 4:
		if n := binary.LittleEndian.Uint32(value); int64(n) < int64(len(b.shared)) {
			b.put(b.shared[n])
		}
	case kind == biffNumber && len(value) >= 8:
		b.number(math.Float64frombits(binary.LittleEndian.Uint64(value)), style)
	case kind == biffRK && len(value) >= 4:
		b.number(rk(binary.LittleEndian.Uint32(value)), style)
	case kind == biffMulRK:
		for first := true; len(content) >= 8; first = false { // two bytes stand after the last
			if !first {
				b.out.cell()
				b.column++
			}
			b.number(rk(binary.LittleEndian.Uint32(content[2:])), int(binary.LittleEndian.Uint16(content)))
			content = content[6:]
		}
	case kind == biffLabel && len(value) > 3:
		text, _ := shortText(value, 2)
		b.put(text)
	case kind == biffFormula && len(value) >= 8:
		if value[6] != 0xff || value[7] != 0xff {
			b.number(math.Float64frombits(binary.LittleEndian.Uint64(value)), style)
		} else {
			b.result = value[0] == 0
		}
	case kind == biffBool && len(value) >= 2 && value[1] == 0:
		b.put(strconv.Itoa(int(value[0])))
	}
}

func (b *oldBook) number(n float64, style int) {
	b.put(b.shown("", strconv.FormatFloat(n, 'g', -1, 64), style))
}

// rk is a number in thirty bits: a whole one or the head of another, perhaps a
// hundred times too large.
func rk(raw uint32) float64 {
	n := math.Float64frombits(uint64(raw&^3) << 32)
	if raw&2 != 0 {
		n = float64(int32(raw) >> 2)
	}
	if raw&1 != 0 {
		n /= 100
	}
	return n
}

// shortText reads a text after its length in one or two bytes.
func shortText(raw []byte, width int) (string, bool) {
	if len(raw) < width+1 {
		return "", false
	}
	size := int(raw[0])
	if width == 2 {
		size = int(binary.LittleEndian.Uint16(raw))
	}
	wider, raw := raw[width]&1 != 0, raw[width+1:]
	if wider {
		return wide(raw[:min(2*size, len(raw))]), true
	}
	return decoded(charmap.ISO8859_1, raw[:min(size, len(raw))]), true
}
