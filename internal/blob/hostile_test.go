package blob

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image/color"
	"strings"
	"testing"

	"parvis/internal/fault"
)

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
