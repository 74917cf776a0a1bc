package extract

import (
	"encoding/binary"

	"golang.org/x/text/encoding/charmap"
)

// The records of a presentation that are read, by their numbers (MS-PPT, 2.13.24).
const (
	pptDocument  = 0x03e8
	pptSlideAt   = 0x03f3
	pptOutline   = 0x0ff0 // SlideListWithText
	pptOutlineOf = 0x0f9e // OutlineTextRefAtom
	pptChars     = 0x0fa0
	pptBytes     = 0x0fa8
	pptTextbox   = 0xf00d
	pptPersist   = 0x1772
	maxNested    = 30 // records in each other
)

// readPPT reads a presentation of PowerPoint 97 to 2003: the texts of each slide
// in the order of its drawing, then its notes.
func readPPT(c *compound, out *sheet) (Result, error) {
	res := Result{Macros: c.hasPrograms()}
	if c.has("EncryptedSummary") {
		return res, Refuse(Encrypted, "ppt: its summary is")
	}
	stream, err := c.stream("PowerPoint Document")
	if err != nil {
		return res, err
	}
	p := &oldSlides{stream: stream, places: map[uint32]uint32{}}
	eachRecord(stream, func(r pptRecord) {
		switch r.kind {
		case pptPersist:
			p.persist(r.content)
		case pptDocument:
			p.document = r.content // the last one counts
		}
	})
	if p.document == nil {
		return res, Refuse(Damaged, "ppt: no document")
	}
	eachRecord(p.document, func(r pptRecord) {
		if r.kind == pptOutline && r.instance != 1 { // 1 is that of masters
			p.outline(r.content, r.instance == 2)
		}
	})
	res.Pages = len(p.slides)
	for i, s := range p.slides {
		if i > 0 {
			out.page()
		}
		p.write(s, out)
	}
	for _, s := range p.notes {
		out.row()
		p.write(s, out)
	}
	return res, nil
}

type pptRecord struct {
	kind, instance int
	folder         bool
	content        []byte
}

// eachRecord goes through the records that stand after each other.
func eachRecord(stream []byte, do func(pptRecord)) {
	for len(stream) >= 8 {
		head := binary.LittleEndian.Uint16(stream)
		r := pptRecord{kind: int(binary.LittleEndian.Uint16(stream[2:])), instance: int(head >> 4), folder: head&15 == 15}
		size := uint64(binary.LittleEndian.Uint32(stream[4:]))
		stream = stream[8:]
		size = min(size, uint64(len(stream)))
		r.content, stream = stream[:size], stream[size:]
		do(r)
	}
}

type oldSlides struct {
	stream        []byte
	document      []byte
	places        map[uint32]uint32 // where each slide stands, by its number
	slides, notes []oldSlide
}

// oldSlide is where a slide stands, and the texts of its outline.
type oldSlide struct {
	number uint32
	texts  []string
}

// persist reads where records stand; later lists replace what earlier ones say.
func (p *oldSlides) persist(list []byte) {
	for len(list) >= 4 {
		head := binary.LittleEndian.Uint32(list)
		list = list[4:]
		number, count := head&0xfffff, head>>20
		for ; count > 0 && len(list) >= 4; count-- {
			p.places[number] = binary.LittleEndian.Uint32(list)
			number++
			list = list[4:]
		}
	}
}

func (p *oldSlides) outline(list []byte, notes bool) {
	var found []oldSlide
	eachRecord(list, func(r pptRecord) {
		switch {
		case r.kind == pptSlideAt && len(r.content) >= 4 && len(found) < MaxPages:
			found = append(found, oldSlide{number: binary.LittleEndian.Uint32(r.content)})
		case len(found) > 0 && (r.kind == pptChars || r.kind == pptBytes):
			last := &found[len(found)-1]
			last.texts = append(last.texts, r.text())
		}
	})
	if notes {
		p.notes = append(p.notes, found...)
	} else {
		p.slides = append(p.slides, found...)
	}
}

func (r pptRecord) text() string {
	if r.kind == pptChars {
		return wide(r.content)
	}
	return decoded(charmap.ISO8859_1, r.content)
}

// write writes what stands on a slide, then what only its outline holds.
func (p *oldSlides) write(s oldSlide, out *sheet) {
	used := make([]bool, len(s.texts))
	if at, is := p.places[s.number]; is && uint64(at) < uint64(len(p.stream)) {
		first := true
		eachRecord(p.stream[at:], func(r pptRecord) {
			if first {
				first = false
				p.boxes(r.content, s, used, out, 0)
			}
		})
	}
	for i, text := range s.texts {
		if !used[i] {
			oldText(out, text)
		}
	}
}

func (p *oldSlides) boxes(content []byte, s oldSlide, used []bool, out *sheet, depth int) {
	if depth > maxNested || out.cut {
		return
	}
	eachRecord(content, func(r pptRecord) {
		switch {
		case r.kind == pptTextbox:
			eachRecord(r.content, func(r pptRecord) {
				switch {
				case r.kind == pptChars || r.kind == pptBytes:
					oldText(out, r.text())
				case r.kind == pptOutlineOf && len(r.content) >= 4:
					if n := binary.LittleEndian.Uint32(r.content); int64(n) < int64(len(s.texts)) && !used[n] {
						used[n] = true
						oldText(out, s.texts[n])
					}
				}
			})
		case r.folder:
			p.boxes(r.content, s, used, out, depth+1)
		}
	})
}

// oldText writes a text whose paragraphs end with carriage returns.
func oldText(out *sheet, text string) {
	begin := 0
	for i, r := range text {
		if r == '\r' || r == '\v' || r == '\n' {
			out.run(text[begin:i])
			out.paragraph(false)
			begin = i + 1
		}
	}
	out.run(text[begin:])
	out.paragraph(false)
}
