package extract

import (
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// readDOC reads a document of Word 97 to 2003 (MS-DOC): its pieces in order,
// which bring the body, then notes, headers, remarks and boxes.
func readDOC(c *compound, out *sheet) (Result, error) {
	res := Result{Macros: c.hasPrograms()}
	main, err := c.stream("WordDocument")
	if err != nil {
		return res, err
	}
	if len(main) < 0x1aa || binary.LittleEndian.Uint16(main) != 0xa5ec {
		return res, Refuse(Damaged, "doc: no head")
	}
	flags := binary.LittleEndian.Uint16(main[10:])
	if flags&0x100 != 0 {
		return res, Refuse(Encrypted, "doc: its head says so")
	}
	if version := binary.LittleEndian.Uint16(main[2:]); version < 0xc1 {
		return res, Refuse(Unsupported, "doc: version %d, before Word 97", version)
	}
	name := "0Table"
	if flags&0x200 != 0 {
		name = "1Table"
	}
	table, err := c.stream(name)
	if err != nil {
		return res, err
	}
	start, size := binary.LittleEndian.Uint32(main[0x1a2:]), binary.LittleEndian.Uint32(main[0x1a6:])
	if uint64(start)+uint64(size) > uint64(len(table)) {
		return res, Refuse(Damaged, "doc: the list of pieces leads out of its table")
	}
	return res, readPieces(main, table[start:start+size], out)
}

// readPieces reads the list of pieces, after the changes of form that may stand
// before it.
func readPieces(main, list []byte, out *sheet) error {
	for len(list) > 3 && list[0] == 1 {
		size := int(binary.LittleEndian.Uint16(list[1:])) + 3
		if size > len(list) {
			break
		}
		list = list[size:]
	}
	if len(list) < 9 || list[0] != 2 {
		return Refuse(Damaged, "doc: no list of pieces")
	}
	list = list[5:]
	count := (len(list) - 4) / 12
	w := &oldWord{out: out}
	for i := range count {
		if out.cut {
			break
		}
		from, to := binary.LittleEndian.Uint32(list[4*i:]), binary.LittleEndian.Uint32(list[4*i+4:])
		place := binary.LittleEndian.Uint32(list[4*(count+1)+8*i+2:])
		if to < from {
			return Refuse(Damaged, "doc: pieces out of order")
		}
		chars, at := uint64(to-from), uint64(place&0x3fffffff)
		if place&0x40000000 != 0 {
			at /= 2
			if at+chars > uint64(len(main)) {
				return Refuse(Damaged, "doc: a piece leads out of its file")
			}
			w.read(decoded(charmap.Windows1252, main[at:at+chars]))
			continue
		}
		if at+2*chars > uint64(len(main)) {
			return Refuse(Damaged, "doc: a piece leads out of its file")
		}
		w.read(wide(main[at : at+2*chars]))
	}
	return nil
}

// oldWord reads the signs that stand for structure in the text itself.
type oldWord struct {
	out    *sheet
	fields []bool // of fields in each other: whether their result has begun
	cell   bool   // the last sign ended a cell
}

func (w *oldWord) read(text string) {
	begin := 0
	for i, r := range text {
		if r >= ' ' && r != 0x7f {
			continue
		}
		w.say(text[begin:i])
		begin = i + 1
		if r == 7 && w.cell { // the mark of the row follows that of its last cell
			w.out.row()
			w.cell = false
			continue
		}
		w.cell = r == 7
		switch r {
		case '\r', '\v', '\f':
			w.out.paragraph(false)
		case 7:
			w.out.cell()
		case '\t':
			w.out.gap()
		case 0x13:
			w.fields = append(w.fields, false)
		case 0x14:
			if len(w.fields) > 0 {
				w.fields[len(w.fields)-1] = true
			}
		case 0x15:
			w.fields = w.fields[:max(len(w.fields)-1, 0)]
		case 0x1e:
			w.out.word("-")
		}
	}
	w.say(text[begin:])
}

func (w *oldWord) say(text string) {
	if text == "" {
		return
	}
	w.cell = false
	for _, shown := range w.fields {
		if !shown {
			return // the instruction of a field
		}
	}
	w.out.run(text)
}
