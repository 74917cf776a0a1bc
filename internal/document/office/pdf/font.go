package pdf

import (
	"bytes"
	"embed"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"
)

//go:embed fonts/*.zst
var fontFiles embed.FS

// The faces in which documents are set.
const (
	regular = iota
	bold
	italic
	boldItalic
	mono
	faces
)

// typeface is a font of TrueType outlines (ISO/IEC 14496-22), as far as setting
// and cutting it down ask for.
type typeface struct {
	name    string
	tables  map[string][]byte
	glyphs  map[rune]uint16
	unit    float64 // units to the em
	ascent  int
	descent int
	box     [4]int
	widths  int // of how many glyphs the width is told
	long    bool
	many    int // glyphs
}

// typefaces are read once, when the first document is set.
var typefaces = sync.OnceValues(func() ([faces]*typeface, error) {
	var out [faces]*typeface
	for i, name := range []string{"Sans-Regular", "Sans-Bold", "Sans-Italic", "Sans-BoldItalic", "Mono-Regular"} {
		packed, err := fontFiles.ReadFile("fonts/" + string(bytes.ToLower([]byte(name))) + ".ttf.zst")
		if err != nil {
			return out, err
		}
		d, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
		if err != nil {
			return out, err
		}
		data, err := d.DecodeAll(packed, nil)
		d.Close()
		if err == nil {
			out[i], err = readFont(data)
		}
		if err != nil {
			return out, fmt.Errorf("pdf: font %s: %w", name, err)
		}
		out[i].name = "Parvis" + name
	}
	return out, nil
})

var order = binary.BigEndian

func readFont(data []byte) (*typeface, error) {
	f := &typeface{tables: map[string][]byte{}, glyphs: map[rune]uint16{}}
	for i := range int(order.Uint16(data[4:])) {
		entry := data[12+16*i:]
		at, long := order.Uint32(entry[8:]), order.Uint32(entry[12:])
		f.tables[string(entry[:4])] = data[at : at+long]
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.unit = float64(order.Uint16(head[18:]))
	f.long = order.Uint16(head[50:]) == 1
	for i := range f.box {
		f.box[i] = f.thousandth(int(int16(order.Uint16(head[36+2*i:]))))
	}
	f.ascent, f.descent = f.thousandth(int(int16(order.Uint16(hhea[4:])))), f.thousandth(int(int16(order.Uint16(hhea[6:]))))
	f.widths = int(order.Uint16(hhea[34:]))
	f.many = int(order.Uint16(f.tables["maxp"][4:]))
	return f, f.readMap(f.tables["cmap"])
}

// readMap reads which glyph a character has, from the table for the plane of
// all that is set here.
func (f *typeface) readMap(cmap []byte) error {
	for i := range int(order.Uint16(cmap[2:])) {
		sub := cmap[order.Uint32(cmap[4+8*i+4:]):]
		if order.Uint16(sub) != 4 {
			continue
		}
		segments := int(order.Uint16(sub[6:])) / 2
		ends, starts := sub[14:], sub[16+2*segments:]
		deltas, ranges := starts[2*segments:], starts[4*segments:]
		for s := range segments {
			start, end := int(order.Uint16(starts[2*s:])), int(order.Uint16(ends[2*s:]))
			delta, offset := order.Uint16(deltas[2*s:]), int(order.Uint16(ranges[2*s:]))
			for c := start; c <= end && c < 0xFFFF; c++ {
				glyph := uint16(c) + delta
				if offset != 0 {
					if glyph = order.Uint16(ranges[2*s+offset+2*(c-start):]); glyph != 0 {
						glyph += delta
					}
				}
				if glyph != 0 {
					f.glyphs[rune(c)] = glyph
				}
			}
		}
		return nil
	}
	return fmt.Errorf("no map of characters")
}

func (f *typeface) thousandth(units int) int { return int(float64(units) * 1000 / f.unit) }

// width is that of a glyph, in thousandths of the em.
func (f *typeface) width(glyph uint16) float64 {
	at := min(int(glyph), f.widths-1)
	return float64(order.Uint16(f.tables["hmtx"][4*at:])) * 1000 / f.unit
}

// outline is the shape of a glyph.
func (f *typeface) outline(glyph uint16) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if int(glyph) >= f.many {
		return nil
	}
	if f.long {
		return glyf[order.Uint32(loca[4*int(glyph):]):order.Uint32(loca[4*int(glyph)+4:])]
	}
	return glyf[2*int(order.Uint16(loca[2*int(glyph):])) : 2*int(order.Uint16(loca[2*int(glyph)+2:]))]
}

// parts are the glyphs of which a glyph is composed.
func (f *typeface) parts(glyph uint16) []uint16 {
	shape := f.outline(glyph)
	if len(shape) < 10 || int16(order.Uint16(shape)) >= 0 {
		return nil
	}
	const (
		words, scale, more, twoScales, matrix = 1, 8, 0x20, 0x40, 0x80
	)
	var out []uint16
	for at := 10; at+4 <= len(shape); {
		flags := order.Uint16(shape[at:])
		out = append(out, order.Uint16(shape[at+2:]))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			break
		}
	}
	return out
}

// cut is the font with the shapes of some glyphs alone, which keep their
// numbers.
func (f *typeface) cut(used map[uint16]bool) []byte {
	wanted := []uint16{0}
	for g := range used {
		wanted = append(wanted, g)
	}
	keep := map[uint16]bool{}
	for len(wanted) > 0 {
		g := wanted[0]
		wanted = wanted[1:]
		if !keep[g] {
			keep[g] = true
			wanted = append(wanted, f.parts(g)...)
		}
	}
	var glyf, loca bytes.Buffer
	for g := range f.many {
		_ = binary.Write(&loca, order, uint32(glyf.Len()))
		if keep[uint16(g)] {
			glyf.Write(f.outline(uint16(g)))
			for glyf.Len()%4 != 0 {
				glyf.WriteByte(0)
			}
		}
	}
	_ = binary.Write(&loca, order, uint32(glyf.Len()))
	head := slices.Clone(f.tables["head"])
	order.PutUint16(head[50:], 1) // long places
	order.PutUint32(head[8:], 0)
	return assemble(map[string][]byte{
		"head": head, "hhea": f.tables["hhea"], "hmtx": f.tables["hmtx"], "maxp": f.tables["maxp"], "glyf": glyf.Bytes(), "loca": loca.Bytes(),
	})
}

// assemble makes a file of a font.
func assemble(tables map[string][]byte) []byte {
	names := make([]string, 0, len(tables))
	for name := range tables {
		names = append(names, name)
	}
	slices.Sort(names)
	var out, body bytes.Buffer
	search := 1
	log := 0
	for search*2 <= len(names) {
		search *= 2
		log++
	}
	out.Write([]byte{0, 1, 0, 0})
	for _, n := range []int{len(names), 16 * search, log, 16 * (len(names) - search)} {
		_ = binary.Write(&out, order, uint16(n))
	}
	start := 12 + 16*len(names)
	for _, name := range names {
		data := tables[name]
		out.WriteString(name)
		for _, n := range []uint32{checksum(data), uint32(start + body.Len()), uint32(len(data))} {
			_ = binary.Write(&out, order, n)
		}
		body.Write(data)
		for body.Len()%4 != 0 {
			body.WriteByte(0)
		}
	}
	out.Write(body.Bytes())
	return out.Bytes()
}

func checksum(data []byte) (sum uint32) {
	for i := 0; i < len(data); i += 4 {
		var word [4]byte
		copy(word[:], data[i:])
		sum += order.Uint32(word[:])
	}
	return sum
}
