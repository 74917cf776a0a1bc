package blob

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"image"
	"io"
)

// marks is what the segments of a JPEG tell and image/jpeg does not. Other
// types of image have none.
type marks struct {
	orientation int  // EXIF 2.3, tag 0x0112: from 1 (upright) to 8
	progressive bool // decoded in several passes, which takes memory
}

// readMarks reads the segments before the picture itself. What it does not
// understand it leaves to the decoder to refuse.
func readMarks(r io.Reader) (marks, error) {
	found := marks{orientation: 1}
	reader := bufio.NewReader(r)
	var start [2]byte
	if _, err := io.ReadFull(reader, start[:]); err != nil || start != [2]byte{0xff, 0xd8} {
		return found, nil
	}
	for {
		mark, length, ok := segment(reader)
		if !ok {
			return found, nil
		}
		switch {
		case mark >= 0xc0 && mark <= 0xc3: // start of frame: nothing of ours follows
			found.progressive = mark == 0xc2
			return found, nil
		case mark == 0xe1:
			content := make([]byte, length)
			if _, err := io.ReadFull(reader, content); err != nil {
				return found, nil
			}
			if orientation := orientationIn(content); orientation != 0 {
				found.orientation = orientation
			}
		default:
			if _, err := reader.Discard(length); err != nil {
				return found, nil
			}
		}
	}
}

// segment reads the head of a segment: its mark and the length of its content.
func segment(reader *bufio.Reader) (mark byte, length int, ok bool) {
	if first, err := reader.ReadByte(); err != nil || first != 0xff {
		return 0, 0, false
	}
	for mark = 0xff; mark == 0xff; { // any number of 0xff may fill the gap
		var err error
		if mark, err = reader.ReadByte(); err != nil {
			return 0, 0, false
		}
	}
	var size [2]byte
	if _, err := io.ReadFull(reader, size[:]); err != nil {
		return 0, 0, false
	}
	length = int(binary.BigEndian.Uint16(size[:])) - 2
	return mark, length, length >= 0
}

// orientationIn finds the orientation in an APP1 segment, or gives 0.
func orientationIn(content []byte) int {
	tiff, ok := bytes.CutPrefix(content, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	directory := int64(order.Uint32(tiff[4:]))
	if directory+2 > int64(len(tiff)) {
		return 0
	}
	entries := tiff[directory+2:]
	for range order.Uint16(tiff[directory:]) {
		if len(entries) < 12 {
			return 0
		}
		if order.Uint16(entries) == 0x0112 {
			if value := order.Uint16(entries[8:]); value >= 1 && value <= 8 {
				return int(value)
			}
			return 0
		}
		entries = entries[12:]
	}
	return 0
}

// turn shows a picture upright. Orientations from 5 swap width and height.
func turn(from *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 {
		return from
	}
	width, height := from.Rect.Dx(), from.Rect.Dy()
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	if orientation >= 5 {
		to = image.NewRGBA(image.Rect(0, 0, height, width))
	}
	right, bottom := width-1, height-1
	for y := range height {
		for x := range width {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = right - x
			case 3:
				tx, ty = right-x, bottom-y
			case 4:
				ty = bottom - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = bottom-y, x
			case 7:
				tx, ty = bottom-y, right-x
			case 8:
				tx, ty = y, right-x
			}
			to.SetRGBA(tx, ty, from.RGBAAt(x, y))
		}
	}
	return to
}
