package blob

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"parvis/internal/fault"
)

// Bounds of the images that are decoded. Beyond them a file is kept and given
// back like any other.
const (
	maxMegapixels = 40
	maxMemory     = 400 << 20 // bytes that decoding may take
)

// Thumb is a picture made from an image: all that its file said besides the
// picture (place, camera, author) is gone.
type Thumb struct {
	Data          []byte
	Type          string // image/jpeg, or image/png when the picture has transparency
	Width, Height int
}

// Image is the width and height of an image as it is shown, after the turn
// that its camera asked for. What cannot be read is a fault of kind
// Unsupported, what is beyond 40 megapixels one of kind TooLarge.
func Image(r io.ReadSeeker) (width, height int, err error) {
	found, err := look(r)
	if err != nil {
		return 0, 0, err
	}
	width, height = found.shown()
	return width, height, nil
}

// Thumbnail makes a picture whose longer side is at most maxSide, of the first
// frame if there are several. Its faults are those of Image. It takes up to
// 400 MB while it works, so few should be made at once.
func Thumbnail(r io.ReadSeeker, maxSide int) (thumb Thumb, err error) {
	found, err := look(r)
	if err != nil {
		return Thumb{}, err
	}
	decoded, err := found.decode(r)
	if err != nil {
		return Thumb{}, err
	}
	if photo, ok := decoded.(*image.YCbCr); ok {
		decoded = reduce(photo, max(photo.Rect.Dx(), photo.Rect.Dy())/(2*max(maxSide, 1)))
	}
	bounds := decoded.Bounds()
	longer := max(bounds.Dx(), bounds.Dy())
	side := min(maxSide, longer)
	small := image.NewRGBA(image.Rect(0, 0, max(bounds.Dx()*side/longer, 1), max(bounds.Dy()*side/longer, 1)))
	draw.BiLinear.Scale(small, small.Bounds(), decoded, bounds, draw.Src, nil)
	return encode(turn(small, found.orientation))
}

// sight is what the beginning of an image tells.
type sight struct {
	codec
	config      image.Config
	orientation int // EXIF's, from 1 to 8
}

// codec is how one type of image is read.
type codec struct {
	configure func(io.Reader) (image.Config, error)
	decoder   func(io.Reader) (image.Image, error)
}

func codecOf(mediaType string) (codec, bool) {
	switch mediaType {
	case "image/jpeg":
		return codec{jpeg.DecodeConfig, jpeg.Decode}, true
	case "image/png", "image/vnd.mozilla.apng":
		return codec{png.DecodeConfig, png.Decode}, true
	case "image/gif":
		return codec{gif.DecodeConfig, gif.Decode}, true
	case "image/webp":
		return codec{webp.DecodeConfig, webp.Decode}, true
	}
	return codec{}, false
}

// look reads what is needed to decide whether to decode, and goes back to the
// beginning.
func look(r io.ReadSeeker) (found sight, err error) {
	defer unreadable(&err)
	head := make([]byte, 3072)
	n, err := io.ReadFull(r, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return sight{}, refuse(err)
	}
	codec, ok := codecOf(Sniff(head[:n], ""))
	if !ok {
		return sight{}, refuse(fmt.Errorf("not an image that is read here"))
	}
	found.codec = codec
	if found.config, err = again(r, codec.configure); err != nil {
		return sight{}, refuse(err)
	}
	marks, err := again(r, readMarks)
	if err != nil {
		return sight{}, refuse(err)
	}
	found.orientation = marks.orientation
	pixels := int64(found.config.Width) * int64(found.config.Height)
	if pixels <= 0 {
		return sight{}, refuse(fmt.Errorf("an image of %d × %d", found.config.Width, found.config.Height))
	}
	if pixels > maxMegapixels*1_000_000 || pixels*bytesPerPixel(found.config.ColorModel, marks.progressive) > maxMemory {
		return sight{}, fault.New(fault.TooLarge, "fault.image.too_large", "max", maxMegapixels)
	}
	return found, nil
}

// again reads from the beginning.
func again[T any](r io.ReadSeeker, read func(io.Reader) (T, error)) (T, error) {
	if _, err := r.Seek(0, io.SeekStart); err != nil {
		var none T
		return none, err
	}
	return read(r)
}

// bytesPerPixel is what the standard library's decoders take at most.
func bytesPerPixel(model color.Model, progressive bool) int64 {
	switch {
	case progressive: // three planes, and their coefficients in 32 bits
		return 15
	case model == color.RGBA64Model || model == color.NRGBA64Model:
		return 8
	}
	return 4
}

func (s sight) shown() (width, height int) {
	if s.orientation >= 5 {
		return s.config.Height, s.config.Width
	}
	return s.config.Width, s.config.Height
}

func (s sight) decode(r io.ReadSeeker) (decoded image.Image, err error) {
	defer unreadable(&err)
	decoded, err = again(r, s.decoder)
	if err != nil {
		return nil, refuse(err)
	}
	if decoded.Bounds().Empty() {
		return nil, refuse(fmt.Errorf("an image without a pixel"))
	}
	return decoded, nil
}

// unreadable turns a decoder's panic into a fault: they are fed by strangers,
// and have had such bugs.
func unreadable(err *error) {
	if cause := recover(); cause != nil {
		*err = refuse(fmt.Errorf("the decoder panicked: %v", cause))
	}
}

func refuse(cause error) error {
	return fault.New(fault.Unsupported, "fault.image.unreadable").Because(fmt.Errorf("blob: reading an image: %w", cause))
}

func encode(picture *image.RGBA) (Thumb, error) {
	thumb := Thumb{Type: "image/jpeg", Width: picture.Rect.Dx(), Height: picture.Rect.Dy()}
	var data bytes.Buffer
	var err error
	if picture.Opaque() {
		err = jpeg.Encode(&data, picture, &jpeg.Options{Quality: 82})
	} else {
		thumb.Type = "image/png"
		err = png.Encode(&data, picture)
	}
	if err != nil {
		return Thumb{}, fmt.Errorf("blob: writing a thumbnail: %w", err)
	}
	thumb.Data = data.Bytes()
	return thumb, nil
}
