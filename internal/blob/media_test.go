package blob

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"parvis/internal/fault"
)

func TestSniff(t *testing.T) {
	var zipped bytes.Buffer
	archive := zip.NewWriter(&zipped)
	if _, err := archive.Create("a.txt"); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ content, name, want string }{
		{"Bonjour à tous", "note.txt", "text/plain"},
		{"a;b\n1;2", "table.csv", "text/csv"},
		{"# Titre", "note.md", "text/markdown"},
		{"Bonjour", "page.html", "text/plain"},
		{"Bonjour", "image.png", "text/plain"},
		{"<!DOCTYPE html><script>alert(1)</script>", "photo.jpg", "text/html"},
		{"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x\"/>", "photo.png", "image/svg+xml"},
		{"%PDF-1.7\n", "photo.png", "application/pdf"},
		{zipped.String(), "rapport.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{zipped.String(), "rapport.zip", "application/zip"},
		{zipped.String(), "page.html", "application/zip"},
		{"\x89PNG\r\n\x1a\n", "note.txt", "image/png"},
		{"\xff\xd8\xff\xe0", "", "image/jpeg"},
		{"GIF89a<script>", "x.html", "image/gif"},
		{"\x00\x01\x02", "x.jpg", "application/octet-stream"},
		{"", "vide.pdf", "text/plain"},
	}
	for _, test := range tests {
		if got := Sniff([]byte(test.content), test.name); got != test.want {
			t.Errorf("%.20q named %s is %s, want %s", test.content, test.name, got, test.want)
		}
	}
	for mediaType, want := range map[string]bool{
		"image/jpeg": true, "image/png": true, "image/gif": true, "image/webp": true,
		"image/svg+xml": false, "image/tiff": false, "text/html": false, "": false,
	} {
		if IsImage(mediaType) != want {
			t.Errorf("IsImage(%q) is %v", mediaType, !want)
		}
	}
}

// flag is a picture whose corners tell which way up it is: red at the top
// left, green at the top right, blue at the bottom left.
func flag(width, height int, rest color.Color) *image.NRGBA {
	picture := image.NewNRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			colour := rest
			switch {
			case x < width/2 && y < height/2:
				colour = color.NRGBA{255, 0, 0, 255}
			case x >= width/2 && y < height/2:
				colour = color.NRGBA{0, 255, 0, 255}
			case x < width/2:
				colour = color.NRGBA{0, 0, 255, 255}
			}
			picture.Set(x, y, colour)
		}
	}
	return picture
}

func asJPEG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := jpeg.Encode(&data, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

func asPNG(t testing.TB, picture image.Image) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, picture); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

type endian interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// withEXIF puts an orientation, and a word that must not survive, into a JPEG.
func withEXIF(data []byte, order endian, orientation uint16) []byte {
	tiff := []byte("II*\x00")
	if order == endian(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	append16 := func(v uint16) { tiff = order.AppendUint16(tiff, v) }
	append32 := func(v uint32) { tiff = order.AppendUint32(tiff, v) }
	append32(8) // where the directory begins
	append16(2) // its entries
	append16(0x010f)
	append16(2)
	append32(6)
	append32(38)
	append16(0x0112)
	append16(3)
	append32(1)
	append16(orientation)
	append16(0)
	append32(0) // no further directory
	tiff = append(tiff, "SECRET"...)
	content := append([]byte("Exif\x00\x00"), tiff...)
	segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(content)+2))
	return append(append(segment, content...), data[2:]...)
}

// corner names the colour at a fraction of the width and height.
func corner(picture image.Image, x, y float64) string {
	bounds := picture.Bounds()
	r, g, b, a := picture.At(int(x*float64(bounds.Dx())), int(y*float64(bounds.Dy()))).RGBA()
	switch {
	case a < 0x4000:
		return "clear"
	case r > 0xc000 && g < 0x4000 && b < 0x4000:
		return "red"
	case g > 0xc000 && r < 0x4000 && b < 0x4000:
		return "green"
	case b > 0xc000 && r < 0x4000 && g < 0x4000:
		return "blue"
	}
	return "other"
}

func corners(picture image.Image) string {
	return corner(picture, .2, .2) + " " + corner(picture, .8, .2) + " " + corner(picture, .2, .8) + " " + corner(picture, .8, .8)
}

func thumbnail(t *testing.T, data []byte, side int) (Thumb, image.Image) {
	t.Helper()
	thumb, err := Thumbnail(bytes.NewReader(data), side)
	if err != nil {
		t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(thumb.Data))
	if err != nil {
		t.Fatal(err)
	}
	if bounds := picture.Bounds(); bounds.Dx() != thumb.Width || bounds.Dy() != thumb.Height {
		t.Fatalf("said %d × %d, is %v", thumb.Width, thumb.Height, bounds)
	}
	if got := Sniff(thumb.Data, ""); got != thumb.Type {
		t.Fatalf("said %s, is %s", thumb.Type, got)
	}
	return thumb, picture
}

func TestThumbnailSizes(t *testing.T) {
	white := color.NRGBA{255, 255, 255, 255}
	clear := color.NRGBA{}
	tests := []struct {
		name          string
		width, height int
		rest          color.Color
		side          int
		kind          string
		wantW, wantH  int
	}{
		{"wide", 400, 200, white, 100, "image/jpeg", 100, 50},
		{"tall", 200, 400, white, 100, "image/jpeg", 50, 100},
		{"small stays small", 40, 20, white, 100, "image/jpeg", 40, 20},
		{"a thread", 4000, 2, white, 100, "image/jpeg", 100, 1},
		{"transparent", 200, 200, clear, 100, "image/png", 100, 100},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			thumb, picture := thumbnail(t, asPNG(t, flag(test.width, test.height, test.rest)), test.side)
			if thumb.Type != test.kind || thumb.Width != test.wantW || thumb.Height != test.wantH {
				t.Errorf("got %s of %d × %d", thumb.Type, thumb.Width, thumb.Height)
			}
			want := "red green blue other"
			if test.rest == clear {
				want = "red green blue clear"
			}
			if got := corners(picture); test.wantH > 10 && got != want {
				t.Errorf("the corners are %s", got)
			}
		})
	}
}

func TestOrientation(t *testing.T) {
	white := color.NRGBA{255, 255, 255, 255}
	want := []string{
		"red green blue other", "green red other blue", "other blue green red", "blue other red green",
		"red blue green other", "blue red other green", "other green blue red", "green other red blue",
	}
	for i, corner := range want {
		for _, order := range []endian{binary.LittleEndian, binary.BigEndian} {
			data := withEXIF(asJPEG(t, flag(320, 160, white)), order, uint16(i+1))
			thumb, picture := thumbnail(t, data, 80)
			if got := corners(picture); got != corner {
				t.Errorf("orientation %d (%s): the corners are %s, want %s", i+1, order, got, corner)
			}
			if bytes.Contains(thumb.Data, []byte("SECRET")) || bytes.Contains(thumb.Data, []byte("Exif")) {
				t.Errorf("orientation %d: what the camera wrote is still there", i+1)
			}
			w, h, err := Image(bytes.NewReader(data))
			if wantTall := i >= 4; err != nil || (h > w) != wantTall || (thumb.Height > thumb.Width) != wantTall {
				t.Errorf("orientation %d: %d × %d, %v", i+1, w, h, err)
			}
		}
	}
	for _, orientation := range []uint16{0, 9, 65535} {
		_, picture := thumbnail(t, withEXIF(asJPEG(t, flag(320, 160, white)), binary.BigEndian, orientation), 80)
		if got := corners(picture); got != want[0] {
			t.Errorf("orientation %d: the corners are %s", orientation, got)
		}
	}
}

func TestReduce(t *testing.T) {
	for _, ratio := range []image.YCbCrSubsampleRatio{
		image.YCbCrSubsampleRatio444, image.YCbCrSubsampleRatio422, image.YCbCrSubsampleRatio420,
		image.YCbCrSubsampleRatio440, image.YCbCrSubsampleRatio411, image.YCbCrSubsampleRatio410,
	} {
		for _, size := range []image.Point{{1, 1}, {7, 3}, {64, 64}, {101, 33}, {33, 101}, {1, 500}} {
			photo := image.NewYCbCr(image.Rectangle{Max: size}, ratio)
			for i, points := range [][]byte{photo.Y, photo.Cb, photo.Cr} {
				for j := range points {
					points[j] = byte(100 + i)
				}
			}
			for _, n := range []int{0, 1, 2, 3, 7, 200} {
				small := reduce(photo, n)
				wantW, wantH := max(size.X/max(n, 1), 1), max(size.Y/max(n, 1), 1)
				if small.Rect.Dx() != wantW || small.Rect.Dy() != wantH {
					t.Fatalf("%v of %v by %d is %v", ratio, size, n, small.Rect)
				}
				for y := range wantH {
					for x := range wantW {
						if got := small.YCbCrAt(x, y); got != (color.YCbCr{Y: 100, Cb: 101, Cr: 102}) {
							t.Fatalf("%v of %v by %d has %v at %d, %d", ratio, size, n, got, x, y)
						}
					}
				}
			}
		}
	}
}

func decoded(t testing.TB, text string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Three images of one point: VP8, VP8L, and VP8 with a plane of transparency.
const (
	lossy    = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA"
	lossless = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="
	alpha    = "UklGRkoAAABXRUJQVlA4WAoAAAAQAAAAAAAAAAAAQUxQSAwAAAARBxAR/Q9ERP8DAABWUDggGAAAABQBAJ0BKgEAAQAAAP4AAA3AAP7mtQAAAA=="
)

func TestKindsOfImage(t *testing.T) {
	var animated bytes.Buffer
	palette := color.Palette{color.Transparent, color.NRGBA{255, 0, 0, 255}}
	first := image.NewPaletted(image.Rect(0, 0, 20, 10), palette)
	for i := range first.Pix {
		first.Pix[i] = 1
	}
	second := image.NewPaletted(image.Rect(5, 5, 10, 10), palette)
	if err := gif.EncodeAll(&animated, &gif.GIF{Image: []*image.Paletted{first, second}, Delay: []int{1, 1}}); err != nil {
		t.Fatal(err)
	}
	deep := image.NewNRGBA64(image.Rect(0, 0, 20, 10))
	tests := map[string]struct {
		data []byte
		w, h int
	}{
		"gif":           {animated.Bytes(), 20, 10},
		"16-bit png":    {asPNG(t, deep), 20, 10},
		"grey jpeg":     {asJPEG(t, image.NewGray(image.Rect(0, 0, 20, 10))), 20, 10},
		"webp":          {decoded(t, lossy), 1, 1},
		"lossless webp": {decoded(t, lossless), 1, 1},
		"clear webp":    {decoded(t, alpha), 1, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			w, h, err := Image(bytes.NewReader(test.data))
			if err != nil || w != test.w || h != test.h {
				t.Fatalf("%d × %d, %v", w, h, err)
			}
			thumb, _ := thumbnail(t, test.data, 100)
			if thumb.Width != test.w || thumb.Height != test.h {
				t.Errorf("the thumbnail is %d × %d", thumb.Width, thumb.Height)
			}
		})
	}
}

// claims is a PNG whose header claims a size, and that holds nothing.
func claims(width, height uint32, depth, kind byte) []byte {
	header := binary.BigEndian.AppendUint32([]byte("IHDR"), width)
	header = binary.BigEndian.AppendUint32(header, height)
	header = append(header, depth, kind, 0, 0, 0)
	data := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(data, crc32.ChecksumIEEE(header))
}

// progressive claims a JPEG of several passes.
func progressive(width, height uint16) []byte {
	data := []byte{0xff, 0xd8, 0xff, 0xc2, 0, 17, 8}
	data = binary.BigEndian.AppendUint16(data, height)
	data = binary.BigEndian.AppendUint16(data, width)
	return append(data, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 0xff, 0xda, 0, 2)
}

func TestHostileImages(t *testing.T) {
	photo := asJPEG(t, flag(64, 64, color.White))
	tests := []struct {
		name string
		data []byte
		want fault.Kind
	}{
		{"nothing", nil, fault.Unsupported},
		{"a text", []byte("bonjour"), fault.Unsupported},
		{"a drawing with a script", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), fault.Unsupported},
		{"a signature alone", []byte("\x89PNG\r\n\x1a\n"), fault.Unsupported},
		{"a JPEG cut short", photo[:len(photo)/2], fault.Unsupported},
		{"a JPEG of its head", photo[:20], fault.Unsupported},
		{"a length of zero", []byte{0xff, 0xd8, 0xff, 0xe1, 0, 0}, fault.Unsupported},
		{"gap without end", append([]byte{0xff, 0xd8}, bytes.Repeat([]byte{0xff}, 10_000)...), fault.Unsupported},
		{"no pixel", claims(0, 10, 8, 2), fault.Unsupported},
		{"a billion pixels", claims(100_000, 100_000, 8, 2), fault.TooLarge},
		{"more than 40 megapixels", claims(8001, 5000, 8, 2), fault.TooLarge},
		{"40 megapixels of 16 bits that are not there", claims(8000, 5000, 16, 6), fault.Unsupported},
		{"sides whose product overflows", claims(1<<31-1, 1<<31-1, 8, 2), fault.Unsupported},
		{"passes that take memory", progressive(8000, 4000), fault.TooLarge},
		{"passes that are not there", progressive(800, 400), fault.Unsupported},
		{"a page after a GIF's name", []byte("GIF89a<script>alert(1)</script>"), fault.TooLarge},
		{"a directory beyond the end", withEXIF(photo[:2], binary.BigEndian, 1)[:30], fault.Unsupported},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := Thumbnail(bytes.NewReader(test.data), 100); fault.KindOf(err) != test.want {
				t.Errorf("got %v, want %v", err, test.want)
			}
		})
	}
}

func TestEXIFThatLies(t *testing.T) {
	photo := asJPEG(t, flag(64, 64, color.White))
	for name, exif := range map[string]string{
		"empty":                  "",
		"no directory":           "Exif\x00\x00MM\x00*",
		"directory far away":     "Exif\x00\x00MM\x00*\xff\xff\xff\xff",
		"directory at the end":   "Exif\x00\x00MM\x00*\x00\x00\x00\x08",
		"more entries than said": "Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff",
		"directory on itself":    "Exif\x00\x00MM\x00*\x00\x00\x00\x00\x00\x00\x00\x00",
	} {
		segment := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(exif)+2))
		data := append(append(segment, exif...), photo[2:]...)
		if _, err := Thumbnail(bytes.NewReader(data), 10); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzThumbnail(f *testing.F) {
	small := flag(8, 4, color.White)
	f.Add(asPNG(f, small))
	f.Add(asJPEG(f, small))
	f.Add(withEXIF(asJPEG(f, small), binary.LittleEndian, 6))
	f.Add(progressive(8, 4))
	f.Add(claims(8, 4, 16, 6))
	for _, text := range []string{lossy, lossless, alpha} {
		f.Add(decoded(f, text))
	}
	f.Add([]byte("GIF89a" + strings.Repeat("\x01\x00", 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		width, height, err := Image(bytes.NewReader(data))
		if err != nil || width*height > 10_000 {
			return
		}
		thumb, err := Thumbnail(bytes.NewReader(data), 16)
		if err != nil {
			if kind := fault.KindOf(err); kind != fault.Unsupported && kind != fault.TooLarge {
				t.Fatal(err)
			}
			return
		}
		if thumb.Width < 1 || thumb.Height < 1 || max(thumb.Width, thumb.Height) > 16 {
			t.Fatalf("a thumbnail of %d × %d", thumb.Width, thumb.Height)
		}
	})
}

func BenchmarkThumbnail(b *testing.B) {
	data := asJPEG(b, flag(4000, 3000, color.White))
	for b.Loop() {
		if _, err := Thumbnail(bytes.NewReader(data), 640); err != nil {
			b.Fatal(err)
		}
	}
}
