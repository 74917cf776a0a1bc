package archive

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/text"
)

// names are the parameters of an address that narrow the archive.
var names = []string{"q", "unit", "side", "acts", "tag", "from", "until", "type", "precedence", "protection", "sort"}

// Ask reads a filter from an address, with the names in it resolved. What names
// nothing that the actor may know is an Invalid that says which; what is not
// among the choices is left out.
func (s *Service) Ask(ctx context.Context, actor access.Actor, asked url.Values) (Filter, error) {
	f := Filter{Text: asked.Get("q"), Newest: asked.Get("sort") == "date", Type: asked.Get("type")}
	switch side := Side(asked.Get("side")); side {
	case Issued, Received:
		f.Side = side
	}
	if acts := asked.Get("acts"); acts == "action" || acts == "info" {
		action := acts == "action"
		f.Acts = &action
	}
	if p, err := strconv.ParseUint(asked.Get("precedence"), 10, 8); err == nil && p <= uint64(correspondence.Immediate) {
		f.Precedence = correspondence.Precedence(p)
	}
	if p, err := strconv.ParseUint(asked.Get("protection"), 10, 8); err == nil && p <= uint64(access.Restricted) {
		protection := access.Protection(p)
		f.Protection = &protection
	}
	f.From, f.To = dayOf(asked.Get("from"), 0), dayOf(asked.Get("until"), 1)
	var c fault.Check
	c.Field("until", f.From.IsZero() || f.To.IsZero() || f.From.Before(f.To.Time), "archive.until.early")
	if name := asked.Get("unit"); name != "" {
		units, err := unitsCalled(ctx, s.DB, name, text.Fold(name))
		if err != nil {
			return f, err
		}
		if c.Field("unit", len(units) > 0, "archive.unit.unknown"); len(units) > 0 {
			f.Unit = units[0].ID
		}
	}
	if name := asked.Get("tag"); name != "" {
		tag, err := s.Content.TagBySlug(ctx, actor, text.Slug(name))
		if err != nil && fault.KindOf(err) != fault.KindNotFound {
			return f, err
		}
		c.Field("tag", err == nil, "archive.tag.unknown")
		f.Tag = tag.ID
	}
	return f, c.Err()
}

// dayOf is when a day begins, so many days later; zero for none.
func dayOf(day string, later int) clock.Time {
	at, err := time.ParseInLocation(time.DateOnly, day, clock.Paris)
	if err != nil || at.Year() < 1 {
		return clock.Time{}
	}
	return clock.At(at.AddDate(0, 0, later))
}
