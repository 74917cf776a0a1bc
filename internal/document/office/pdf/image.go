package pdf

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // pictures come as PNG or JPEG
	_ "image/png"
	"strings"

	"parvis/internal/document/office"
	"parvis/internal/document/prose"
)

// image sets a picture, as wide as it was made and no higher than a page.
func (d *setter) image(n prose.Node, in place) []block {
	p := d.paper.PictureOf(n)
	alt := n.Attrs.String("alt")
	object, err := d.picture(n.Attrs.String("file"), p)
	if err != nil {
		text := strings.TrimSpace(d.paper.Words.PictureGone + " " + alt)
		return d.paragraph(in.of.part("P"), []prose.Node{{Type: prose.Text, Text: text, Marks: []prose.Mark{{Type: prose.Italic}}}}, in.text, in.x, in.width)
	}
	wide := min(office.Share(n, p, office.PageWidth)*textWidth, in.width)
	high := wide * float64(max(p.Height, 1)) / float64(max(p.Width, 1))
	if most := textHeight * 0.9; high > most {
		wide, high = wide*most/high, most
	}
	figure := in.of.part("Figure")
	return []block{{height: high, drawn: []func(*sheet, float64, float64){func(page *sheet, x, y float64) {
		figure.extra = fmt.Sprintf(" /Alt %s /A <</O /Layout /BBox [%.2f %.2f %.2f %.2f] /Placement /Block>>", said(alt), x+in.x, pageHeight-y-high, x+in.x+wide, pageHeight-y)
		page.images[object] = true
		page.tagged(figure, "", func(b *strings.Builder) {
			fmt.Fprintf(b, "q %.2f 0 0 %.2f %.2f %.2f cm /I%d Do Q\n", wide, high, x+in.x, pageHeight-y-high, object)
		})
	}}}}
}

// picture keeps a picture in the file, once.
func (d *setter) picture(file string, p office.Picture) (int, error) {
	if n := d.images[file]; n != 0 {
		return n, nil
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(p.Data))
	if err != nil {
		return 0, err
	}
	space := "/DeviceRGB"
	if kind == "jpeg" && (config.ColorModel == color.YCbCrModel || config.ColorModel == color.GrayModel) {
		if config.ColorModel == color.GrayModel {
			space = "/DeviceGray"
		}
		d.images[file] = d.file.stream(fmt.Sprintf(" /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace %s /BitsPerComponent 8 /Filter /DCTDecode", config.Width, config.Height, space), p.Data, true)
		return d.images[file], nil
	}
	if config.Width*config.Height > 40_000_000 {
		return 0, fmt.Errorf("pdf: a picture of %d × %d", config.Width, config.Height)
	}
	drawn, _, err := image.Decode(bytes.NewReader(p.Data))
	if err != nil {
		return 0, err
	}
	colours, clear := planes(drawn)
	mask := ""
	if clear != nil {
		mask = fmt.Sprintf(" /SMask %d 0 R", d.file.stream(fmt.Sprintf(" /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8", config.Width, config.Height), clear, false))
	}
	d.images[file] = d.file.stream(fmt.Sprintf(" /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8%s", config.Width, config.Height, mask), colours, false)
	return d.images[file], nil
}

// planes are the colours of a picture, and how clear it is; nil when it is
// nowhere.
func planes(of image.Image) (colours, clear []byte) {
	b := of.Bounds()
	colours, clear = make([]byte, 0, 3*b.Dx()*b.Dy()), make([]byte, 0, b.Dx()*b.Dy())
	any := false
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(of.At(x, y)).(color.NRGBA)
			colours = append(colours, c.R, c.G, c.B)
			clear = append(clear, c.A)
			any = any || c.A != 255
		}
	}
	if !any {
		clear = nil
	}
	return colours, clear
}
