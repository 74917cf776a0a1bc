package directory

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/identity"
)

// halves is a picture whose left half is red and right half blue.
func halves(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{200, 0, 0, 255}
			if x >= w/2 {
				c = color.RGBA{0, 0, 200, 255}
			}
			img.Set(x, y, c)
		}
	}
	return img
}

// tagged is a JPEG with an Exif segment that says an orientation and a place.
func tagged(t *testing.T, img image.Image, orientation uint16) []byte {
	t.Helper()
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, nil); err != nil {
		t.Fatal(err)
	}
	tiff := []byte("II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00")
	tiff = binary.LittleEndian.AppendUint16(tiff, orientation)
	tiff = append(tiff, 0, 0, 0, 0, 0, 0)
	body := append([]byte("Exif\x00\x00"), tiff...)
	body = append(body, "GPS 48.85,2.32"...)
	out := []byte{0xff, 0xd8, 0xff, 0xe1}
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(append(out, body...), plain.Bytes()[2:]...)
}

func TestPhotoIsSquareUprightAndKeepsNoSecret(t *testing.T) {
	red := func(c color.Color) bool { r, _, b, _ := c.RGBA(); return r > b }
	for orientation, redAt := range map[uint16]image.Point{
		1: {10, 160}, 2: {310, 160}, 3: {310, 160}, 4: {10, 160}, 5: {160, 10}, 6: {160, 10}, 7: {160, 310}, 8: {160, 310}, 9: {10, 160},
	} {
		small, err := portrait(bytes.NewReader(tagged(t, halves(600, 400), orientation)))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(bytes.NewReader(small))
		if err != nil || img.Bounds().Dx() != photoSide || img.Bounds().Dy() != photoSide {
			t.Fatalf("%v, %v", img.Bounds(), err)
		}
		if !red(img.At(redAt.X, redAt.Y)) || red(img.At(319-redAt.X, 319-redAt.Y)) {
			t.Errorf("orientation %d: red is not at %v", orientation, redAt)
		}
		if bytes.Contains(small, []byte("Exif")) || bytes.Contains(small, []byte("GPS")) {
			t.Error("the photo says where it was taken")
		}
	}
}

func TestPhotoRefusals(t *testing.T) {
	var huge bytes.Buffer
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	claim := huge.Bytes()
	binary.BigEndian.PutUint32(claim[16:], 60_000) // width in the header
	for name, data := range map[string][]byte{
		"text":  []byte("<svg xmlns='http://www.w3.org/2000/svg'/>"),
		"empty": nil,
		"cut":   tagged(t, halves(60, 40), 1)[:80],
		"claim": claim,
	} {
		if _, err := portrait(bytes.NewReader(data)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := portrait(io.LimitReader(zeros{}, MaxPhoto+10)); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("heavy: %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestOwnPageIsOnesOwn(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		ada, bob := h.agent("Ada Martin"), h.agent("Bob Durand")
		eve, far := h.person("Eve Dehors", identity.Guest, false), h.person("Loin Dehors", identity.Guest, false)
		h.must(h.DescribeSelf(h.ctx, h.as(ada), "Droit **du travail**"))
		h.refused(fault.Invalid, h.DescribeSelf(h.ctx, h.as(ada), strings.Repeat("a", MaxAbout+1)))
		h.refused(fault.KindNotFound, h.DescribeSelf(h.ctx, access.Actor{}, "a"))
		h.refused(fault.KindForbidden, h.SetPhoto(h.ctx, access.Actor{}, bytes.NewReader(nil)))

		_, _, err := h.Photo(h.ctx, h.as(bob), "ada-martin")
		h.refused(fault.KindNotFound, err)
		h.must(h.SetPhoto(h.ctx, h.as(ada), bytes.NewReader(tagged(t, halves(60, 40), 1))))
		content, hash, err := h.Photo(h.ctx, h.as(bob), "ada-martin")
		h.must(err)
		if data, err := io.ReadAll(content); err != nil || len(data) == 0 || hash == "" {
			t.Errorf("photo of %d bytes, %q, %v", len(data), hash, err)
		}
		// A guest sees the face of those who speak where they are.
		c := h.place("Ensemble", 0, access.Private)
		h.belongs(c, ada)
		h.belongs(c, eve)
		_, _, err = h.Photo(h.ctx, h.as(eve), "ada-martin")
		h.must(err)
		_, _, err = h.Photo(h.ctx, h.as(far), "ada-martin")
		h.refused(fault.KindNotFound, err)

		h.must(h.RemovePhoto(h.ctx, h.as(ada)))
		p, err := h.Profile(h.ctx, h.as(bob), "ada-martin")
		h.must(err)
		if p.Photo != "" || p.About != "Droit **du travail**" {
			t.Errorf("profile %+v", p.Person)
		}
	})
}
