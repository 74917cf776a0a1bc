package directory

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/draw"
	_ "image/gif" // formats that a photo may come in
	"image/jpeg"
	_ "image/png"
	"io"

	xdraw "golang.org/x/image/draw"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Bounds of a photo.
const (
	MaxPhoto  = 12 << 20 // bytes, as sent
	photoSide = 320      // as kept
)

// Photos keeps what people show of themselves.
type Photos interface {
	// Put keeps content and returns its name, the same for the same content.
	Put(ctx context.Context, content io.Reader) (hash string, err error)
	// Open gives the content back.
	Open(ctx context.Context, hash string) (io.ReadSeekCloser, error)
}

// DescribeSelf changes what actor says they can help with.
func (s *Service) DescribeSelf(ctx context.Context, actor access.Actor, about string) error {
	var check fault.Check
	about, ok := text.Block(about, MaxAbout)
	check.Field("about", ok, "directory.field.too_long", "max", MaxAbout)
	if err := check.Err(); err != nil {
		return err
	}
	return s.ofSelf(ctx, actor, func(tx *store.Tx, self id.ID) error { return s.People.Describe(ctx, tx, self, about) })
}

// ofSelf changes actor's own record and tells it.
func (s *Service) ofSelf(ctx context.Context, actor access.Actor, change func(tx *store.Tx, self id.ID) error) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, Describe, actor.Person()); err != nil {
			return err
		}
		if err := change(tx, actor.Person()); err != nil {
			return err
		}
		return s.append(ctx, tx, actor, activity.Event{Verb: EventDescribed, Person: actor.Person()}, nil)
	})
}

// SetPhoto keeps the middle square of a picture as actor's photo. It is drawn
// anew, so nothing else that the file held (place, device, date) is kept. The
// faults are Invalid on photo and TooLarge.
func (s *Service) SetPhoto(ctx context.Context, actor access.Actor, from io.Reader) error {
	if !actor.May(Describe, access.Label{Person: actor.Person()}) {
		return fault.Forbidden()
	}
	small, err := portrait(from)
	if err != nil {
		return err
	}
	hash, err := s.Photos.Put(ctx, bytes.NewReader(small))
	if err != nil {
		return fmt.Errorf("keep photo: %w", err)
	}
	return s.ofSelf(ctx, actor, func(tx *store.Tx, self id.ID) error { return s.People.SetPhoto(ctx, tx, self, hash) })
}

// RemovePhoto takes actor's photo away.
func (s *Service) RemovePhoto(ctx context.Context, actor access.Actor) error {
	return s.ofSelf(ctx, actor, func(tx *store.Tx, self id.ID) error { return s.People.SetPhoto(ctx, tx, self, "") })
}

// Photo opens somebody's photo and gives its hash.
func (s *Service) Photo(ctx context.Context, actor access.Actor, handle string) (io.ReadSeekCloser, string, error) {
	hash, err := photoOf(ctx, s.DB, actor, handle)
	if err != nil {
		return nil, "", err
	}
	content, err := s.Photos.Open(ctx, hash)
	if err != nil {
		return nil, "", fmt.Errorf("open photo: %w", err)
	}
	return content, hash, nil
}

// portrait draws the middle square of a picture, upright, as a small JPEG.
func portrait(from io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(from, MaxPhoto+1))
	if err != nil {
		return nil, fmt.Errorf("read photo: %w", err)
	}
	if len(data) > MaxPhoto {
		return nil, fault.New(fault.TooLarge, "directory.photo.too_large", "max", MaxPhoto>>20)
	}
	// What is not a picture, or unpacks to too much, is refused there; the
	// picture comes back upright, without what its file said beside it.
	thumb, err := blob.Thumbnail(bytes.NewReader(data), 4*photoSide)
	if err != nil {
		return nil, notAPicture(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(thumb.Data))
	if err != nil {
		return nil, fmt.Errorf("decode our own picture: %w", err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, square(picture), &jpeg.Options{Quality: 86}); err != nil {
		return nil, fmt.Errorf("draw photo: %w", err)
	}
	return out.Bytes(), nil
}

func notAPicture(cause error) error {
	var check fault.Check
	check.Field("photo", false, "directory.photo.not_a_picture")
	f, _ := fault.As(check.Err())
	return f.Because(cause)
}

// square scales the middle square of a picture, on white where it is
// transparent.
func square(from image.Image) *image.RGBA {
	bounds := from.Bounds()
	side := min(bounds.Dx(), bounds.Dy())
	corner := bounds.Min.Add(image.Pt((bounds.Dx()-side)/2, (bounds.Dy()-side)/2))
	out := image.NewRGBA(image.Rect(0, 0, photoSide, photoSide))
	draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	xdraw.CatmullRom.Scale(out, out.Bounds(), from, image.Rectangle{corner, corner.Add(image.Pt(side, side))}, draw.Over, nil)
	return out
}
