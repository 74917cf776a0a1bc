package content

import (
	"context"
	"errors"
	"strconv"
	"time"

	"parvis/internal/access"
	"parvis/internal/blob"
	"parvis/internal/extract"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/preview"
)

const (
	pictureSide = 1600 // the longer side of a picture that one looks at, in pixels
	drawnAhead  = 2    // pages drawn after the one that is asked for
	drawWithin  = 40 * time.Second
)

// Look gives the picture of a page of a file, the first being 1, under the rule
// of Fetch. A picture has one page: itself, upright, without what its camera
// noted. NotFound for a page that is not there or cannot be drawn.
func (s *Service) Look(ctx context.Context, actor access.Actor, file id.ID, page int) (File, preview.Picture, error) {
	f, err := s.Find(ctx, actor, file)
	if err != nil {
		return f, preview.Picture{}, err
	}
	kept, is := s.Pages.Get(f.Hash, page)
	if !is {
		if kept, err = s.draw(ctx, f, page); err != nil {
			return f, kept, err
		}
	}
	if len(kept.Data) == 0 {
		return f, kept, fault.NotFound()
	}
	return f, kept, nil
}

// draw draws a page and some of the next ones, once for all who ask at the same
// moment.
func (s *Service) draw(ctx context.Context, f File, page int) (preview.Picture, error) {
	last, err := s.lastPage(ctx, f)
	if err != nil {
		return preview.Picture{}, err
	}
	if page < 1 || page > last {
		return preview.Picture{}, fault.NotFound()
	}
	found, err, _ := s.drawers.Do(f.Hash+" "+strconv.Itoa(page), func() (any, error) {
		if kept, is := s.Pages.Get(f.Hash, page); is {
			return kept, nil
		}
		// Whoever asked first may leave, the others still wait.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drawWithin)
		defer cancel()
		if f.IsPicture() {
			return s.drawPicture(ctx, f)
		}
		return s.drawPages(ctx, f, page, min(page+drawnAhead, last))
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return preview.Picture{}, fault.New(fault.Unavailable, fault.Unavailable.Key()).Because(err)
	}
	if err != nil {
		return preview.Picture{}, err
	}
	return found.(preview.Picture), nil
}

// lastPage is the number of the last page that can be drawn, 0 when none can.
func (s *Service) lastPage(ctx context.Context, f File) (int, error) {
	if f.IsPicture() {
		return 1, nil
	}
	texts, err := s.FileText(ctx, s.DB, f.Hash)
	if t := texts[f.Hash]; err != nil || t.Format != extract.PDF || t.Reason != "" {
		return 0, err
	}
	return texts[f.Hash].Pages, nil
}

func (s *Service) drawPicture(ctx context.Context, f File) (preview.Picture, error) {
	body, err := s.Files.Open(ctx, f.Hash)
	if err != nil {
		return preview.Picture{}, err
	}
	defer body.Close()
	s.drawing.Lock()
	thumb, err := blob.Thumbnail(body, pictureSide)
	s.drawing.Unlock()
	drawn := preview.Picture{}
	if err == nil {
		drawn = preview.Picture{Media: thumb.Type, Data: thumb.Data}
	}
	return drawn, s.Pages.Put(f.Hash, 1, drawn)
}

func (s *Service) drawPages(ctx context.Context, f File, from, to int) (preview.Picture, error) {
	body, err := s.spool(ctx, f.Hash)
	if err != nil {
		return preview.Picture{}, err
	}
	defer body.Close()
	var pages []int
	for n := from; n <= to; n++ {
		if _, kept := s.Pages.Get(f.Hash, n); !kept {
			pages = append(pages, n)
		}
	}
	drawn, err := s.Reader.Draw(ctx, body, pages)
	if err != nil {
		return preview.Picture{}, err
	}
	var asked preview.Picture
	for _, d := range drawn {
		p := preview.Picture{Media: d.Media, Data: d.Data}
		if d.Page == from {
			asked = p
		}
		if err := s.Pages.Put(f.Hash, d.Page, p); err != nil {
			return asked, err
		}
	}
	if len(asked.Data) == 0 { // it would not be drawn the next time either
		return asked, s.Pages.Put(f.Hash, from, asked)
	}
	return asked, nil
}
