package extract

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"time"

	"parvis/internal/extract/pdfium"
)

// Bounds of a PDF, and of the picture of a page.
const (
	maxPDF      = 120 << 20 // bytes: it is read whole
	drawnWidth  = 1240      // pixels: an A4 page at 150 points an inch
	drawnHeight = 3500
	quality     = 75
)

// withPDF opens a PDF for do.
func withPDF(ctx context.Context, in io.ReaderAt, size int64, cache string, do func(*pdfium.Document) error) error {
	if size > maxPDF {
		return Refuse(TooLarge, "pdf: %d bytes", size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(in, 0, size), data); err != nil {
		return err
	}
	library, err := pdfium.Start(ctx, cache)
	if err != nil {
		return err
	}
	defer library.Close(ctx)
	document, err := library.Open(ctx, data)
	switch {
	case errors.Is(err, pdfium.ErrPassword):
		return Refuse(Encrypted, "%v", err)
	case err != nil:
		return Refuse(Damaged, "%v", err)
	}
	return do(document)
}

func readPDF(ctx context.Context, in io.ReaderAt, size int64, cache string, out *sheet) (res Result, err error) {
	return res, withPDF(ctx, in, size, cache, func(d *pdfium.Document) error {
		res.Pages, res.Title = d.Pages, titled(d.Title(ctx))
		read := 0
		for i := range min(d.Pages, MaxPages) {
			if i > 0 {
				out.page()
			}
			if out.cut {
				break
			}
			text, err := d.Text(ctx, i)
			if err != nil {
				continue // one broken page leaves the others
			}
			read++
			out.word(paragraphs(text))
		}
		if d.Pages > 0 && read == 0 {
			return Refuse(Damaged, "pdf: none of its %d pages can be read", d.Pages)
		}
		return nil
	})
}

// drawPDF makes pictures of pages, those that exist and can be drawn.
func drawPDF(ctx context.Context, in io.ReaderAt, size int64, cache string, pages []int) (out []Drawn, err error) {
	until := time.Now().Add(Deadline / 4) // what was drawn is worth more than what is to come
	return out, withPDF(ctx, in, size, cache, func(d *pdfium.Document) error {
		for _, n := range pages {
			if n < 1 || n > d.Pages || len(out) > 0 && time.Now().After(until) {
				continue
			}
			drawn, err := drawPage(ctx, d, n)
			if err != nil {
				return Refuse(Damaged, "pdf: page %d: %v", n, err)
			}
			out = append(out, drawn)
		}
		return nil
	})
}

func drawPage(ctx context.Context, document *pdfium.Document, n int) (Drawn, error) {
	picture, err := document.Draw(ctx, n-1, drawnWidth, drawnHeight)
	if err != nil {
		return Drawn{}, err
	}
	var data bytes.Buffer
	if err := jpeg.Encode(&data, picture, &jpeg.Options{Quality: quality}); err != nil {
		return Drawn{}, err
	}
	d := Drawn{Page: n, Media: "image/jpeg", Width: picture.Rect.Dx(), Height: picture.Rect.Dy(), Data: data.Bytes()}
	if few, ok := shades(picture); ok { // letters on white are smaller, and sharper, so
		var flat bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		if err := encoder.Encode(&flat, few); err == nil && flat.Len() < data.Len() {
			d.Media, d.Data = "image/png", flat.Bytes()
		}
	}
	return d, nil
}

// shades is a picture in sixteen greys, when it has no colour.
func shades(from *image.RGBA) (*image.Paletted, bool) {
	for i := 0; i+3 < len(from.Pix); i += 4 {
		r, g, b := int(from.Pix[i]), int(from.Pix[i+1]), int(from.Pix[i+2])
		if max(r, g, b)-min(r, g, b) > 12 {
			return nil, false
		}
	}
	to := image.NewPaletted(from.Rect, greys())
	for i := range to.Pix {
		to.Pix[i] = (from.Pix[4*i+1] + 8) / 17
		if from.Pix[4*i+1] >= 247 {
			to.Pix[i] = 15
		}
	}
	return to, true
}
