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

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
)

// Bounds of what draws a page.
const (
	memoryPages = 400 << 20 / (64 << 10) // of 64 kB, that PDFium may take
	drawnWidth  = 1240                   // pixels: an A4 page at 150 points an inch
	drawnHeight = 3500
	quality     = 75
)

// pdf is an open PDF. PDFium runs as WebAssembly: it sees no file, no clock and
// no network, and what breaks it breaks nothing else.
type pdf struct {
	pool     pdfium.Pool
	instance pdfium.Pdfium
	document references.FPDF_DOCUMENT
	pages    int
}

// openPDF opens a PDF. cache is a folder where what was compiled is kept for the
// next time; none makes each start some seconds long.
func openPDF(in io.ReadSeeker, size int64, cache string) (_ *pdf, err error) {
	config := wazero.NewRuntimeConfig().WithMemoryLimitPages(memoryPages)
	if cache != "" {
		kept, err := wazero.NewCompilationCacheWithDir(cache)
		if err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(kept)
	}
	p := &pdf{}
	if p.pool, err = webassembly.Init(webassembly.Config{
		MinIdle: 0, MaxIdle: 1, MaxTotal: 1, RuntimeConfig: config, FSConfig: wazero.NewFSConfig(), Stdout: io.Discard, Stderr: io.Discard,
	}); err != nil {
		return nil, err
	}
	if p.instance, err = p.pool.GetInstance(Deadline); err != nil {
		return nil, errors.Join(err, p.pool.Close())
	}
	opened, err := p.instance.OpenDocument(&requests.OpenDocument{FileReader: in, FileReaderSize: size})
	if err != nil {
		p.close()
		switch {
		case errors.Is(err, pdferrors.ErrPassword), errors.Is(err, pdferrors.ErrSecurity):
			return nil, refuse(Encrypted, "pdf: %v", err)
		}
		return nil, refuse(Damaged, "pdf: %v", err)
	}
	p.document = opened.Document
	count, err := p.instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: p.document})
	if err != nil {
		p.close()
		return nil, refuse(Damaged, "pdf: %v", err)
	}
	p.pages = count.PageCount
	return p, nil
}

// close lets go of everything. A process of one file could leave it to its end;
// tests cannot.
func (p *pdf) close() {
	_ = p.instance.Close()
	_ = p.pool.Close()
}

func (p *pdf) page(index int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: p.document, Index: index}}
}

func readPDF(in io.ReaderAt, size int64, cache string, out *sheet) (res Result, err error) {
	p, err := openPDF(io.NewSectionReader(in, 0, size), size, cache)
	if err != nil {
		return res, err
	}
	defer p.close()
	res.Pages = p.pages
	if tag, err := p.instance.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: p.document, Tag: "Title"}); err == nil {
		res.Title = titled(tag.Value)
	}
	read := 0
	for i := range min(p.pages, MaxPages) {
		if i > 0 {
			out.page()
		}
		if out.cut {
			break
		}
		text, err := p.instance.GetPageText(&requests.GetPageText{Page: p.page(i)})
		if err != nil {
			continue // one broken page leaves the others
		}
		read++
		out.word(paragraphs(text.Text))
	}
	if p.pages > 0 && read == 0 {
		return res, refuse(Damaged, "pdf: none of its %d pages can be read", p.pages)
	}
	return res, nil
}

// drawPDF makes pictures of pages, those that exist and can be drawn.
func drawPDF(ctx context.Context, in io.ReaderAt, size int64, cache string, pages []int) ([]Drawn, error) {
	p, err := openPDF(io.NewSectionReader(in, 0, size), size, cache)
	if err != nil {
		return nil, err
	}
	defer p.close()
	until := time.Now().Add(Deadline / 2)
	var out []Drawn
	for _, n := range pages {
		if n < 1 || n > p.pages || ctx.Err() != nil || len(out) > 0 && time.Now().After(until) {
			continue
		}
		drawn, err := p.draw(n)
		if err != nil {
			if len(out) == 0 {
				return nil, refuse(Damaged, "pdf: page %d: %v", n, err)
			}
			break
		}
		out = append(out, drawn)
	}
	return out, nil
}

func (p *pdf) draw(n int) (Drawn, error) {
	rendered, err := p.instance.RenderPageInPixels(&requests.RenderPageInPixels{Page: p.page(n - 1), Width: drawnWidth, Height: drawnHeight})
	if err != nil {
		return Drawn{}, err
	}
	defer rendered.Cleanup()
	picture := rendered.Result.Image
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
