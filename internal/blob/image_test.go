package blob

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

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
