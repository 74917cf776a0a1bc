package pdfium

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"math"
	"unicode/utf16"

	"github.com/tetratelabs/wazero/api"
)

// The numbers of fpdfview.h.
const (
	errPassword  = 4
	errSecurity  = 5
	formatBGRx   = 3
	annotations  = 0x01
	reverseOrder = 0x10 // RGB, as Go has it
)

// Document is an open PDF.
type Document struct {
	of    *Library
	at    uint64
	Pages int
}

// Open opens a document. It holds data in the memory of PDFium.
func (l *Library) Open(ctx context.Context, data []byte) (*Document, error) {
	at, err := l.put(ctx, data)
	if err != nil {
		return nil, err
	}
	d := &Document{of: l}
	if d.at, err = l.call(ctx, "FPDF_LoadMemDocument", at, uint64(len(data)), 0); err != nil {
		return nil, err
	}
	if d.at == 0 {
		switch why, err := l.call(ctx, "FPDF_GetLastError"); {
		case err != nil:
			return nil, err
		case why == errPassword, why == errSecurity:
			return nil, ErrPassword
		}
		return nil, ErrFormat
	}
	count, err := l.call(ctx, "FPDF_GetPageCount", d.at)
	if err != nil {
		return nil, err
	}
	d.Pages = int(int32(count))
	return d, nil
}

// Title is the one among the properties of the document, or "".
func (d *Document) Title(ctx context.Context) string {
	tag, err := d.of.put(ctx, []byte("Title\x00"))
	if err != nil {
		return ""
	}
	defer d.of.free(ctx, tag)
	const most = 4096
	at, err := d.of.room(ctx, most)
	if err != nil {
		return ""
	}
	defer d.of.free(ctx, at)
	size, err := d.of.call(ctx, "FPDF_GetMetaText", d.at, tag, at, most)
	if err != nil || size < 2 || size > most {
		return ""
	}
	return d.of.wide(at, int(size)/2-1)
}

// wide reads UTF-16 from the memory of PDFium.
func (l *Library) wide(at uint64, units int) string {
	raw, ok := l.module.Memory().Read(uint32(at), uint32(2*units))
	if !ok {
		return ""
	}
	out := make([]uint16, units)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(out))
}

// page opens a page, the first being 0, for do.
func (d *Document) page(ctx context.Context, index int, do func(page uint64) error) error {
	page, err := d.of.call(ctx, "FPDF_LoadPage", d.at, uint64(index))
	if err != nil {
		return err
	}
	if page == 0 {
		return fmt.Errorf("pdfium: page %d cannot be opened", index)
	}
	defer d.of.call(ctx, "FPDF_ClosePage", page)
	return do(page)
}

// Text is that of a page, the first being 0, line by line.
func (d *Document) Text(ctx context.Context, index int) (text string, err error) {
	return text, d.page(ctx, index, func(page uint64) error {
		words, err := d.of.call(ctx, "FPDFText_LoadPage", page)
		if err != nil || words == 0 {
			return errors.Join(err, fmt.Errorf("pdfium: the text of page %d cannot be read", index))
		}
		defer d.of.call(ctx, "FPDFText_ClosePage", words)
		chars, err := d.of.call(ctx, "FPDFText_CountChars", words)
		if err != nil || int32(chars) <= 0 {
			return err
		}
		at, err := d.of.room(ctx, 2*(int(chars)+1))
		if err != nil {
			return err
		}
		defer d.of.free(ctx, at)
		units, err := d.of.call(ctx, "FPDFText_GetText", words, 0, chars, at)
		if err != nil {
			return err
		}
		text = d.of.wide(at, max(int(int32(units))-1, 0)) // without the zero at its end
		return nil
	})
}

// Draw draws a page on white, within a width and height in pixels.
func (d *Document) Draw(ctx context.Context, index, width, height int) (picture *image.RGBA, err error) {
	return picture, d.page(ctx, index, func(page uint64) error {
		wide, err := d.of.call(ctx, "FPDF_GetPageWidthF", page)
		if err != nil {
			return err
		}
		high, err := d.of.call(ctx, "FPDF_GetPageHeightF", page)
		if err != nil {
			return err
		}
		w, h := float64(api.DecodeF32(wide)), float64(api.DecodeF32(high))
		if !(w > 0 && h > 0) || math.IsInf(w, 0) || math.IsInf(h, 0) {
			return fmt.Errorf("pdfium: a page of %g × %g", w, h)
		}
		scale := min(float64(width)/w, float64(height)/h)
		picture, err = d.paint(ctx, page, min(max(int(math.Round(w*scale)), 1), width), min(max(int(math.Round(h*scale)), 1), height))
		return err
	})
}

func (d *Document) paint(ctx context.Context, page uint64, width, height int) (*image.RGBA, error) {
	w, h := uint64(width), uint64(height)
	bitmap, err := d.of.call(ctx, "FPDFBitmap_CreateEx", w, h, formatBGRx, 0, 0)
	if err != nil {
		return nil, err
	}
	if bitmap == 0 {
		return nil, errors.New("pdfium: no room for a picture")
	}
	defer d.of.call(ctx, "FPDFBitmap_Destroy", bitmap)
	if _, err := d.of.call(ctx, "FPDFBitmap_FillRect", bitmap, 0, 0, w, h, 0xffffffff); err != nil {
		return nil, err
	}
	if _, err := d.of.call(ctx, "FPDF_RenderPageBitmap", bitmap, page, 0, 0, w, h, 0, annotations|reverseOrder); err != nil {
		return nil, err
	}
	at, err := d.of.call(ctx, "FPDFBitmap_GetBuffer", bitmap)
	if err != nil {
		return nil, err
	}
	stride, err := d.of.call(ctx, "FPDFBitmap_GetStride", bitmap)
	if err != nil {
		return nil, err
	}
	raw, ok := d.of.module.Memory().Read(uint32(at), uint32(stride)*uint32(height))
	if !ok || int(stride) < 4*width {
		return nil, errors.New("pdfium: a picture leads out of its memory")
	}
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := out.Pix[y*out.Stride : y*out.Stride+4*width]
		copy(row, raw[y*int(stride):])
		for x := 3; x < len(row); x += 4 {
			row[x] = 255
		}
	}
	return out, nil
}
