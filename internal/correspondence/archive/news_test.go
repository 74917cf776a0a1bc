package archive_test

import (
	"net/url"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/id"
)

// TestNews: a kept search of the archive finds what was released since, as far as
// one reads it; what it names may be gone.
func TestNews(t *testing.T) {
	each(t, func(t *testing.T, h *hall) {
		h.Released(t, titled("Avant"), kept(access.Public, access.ForServices))
		h.Clock.Add(time.Hour)
		since := h.Clock.Now()
		open := h.Released(t, titled("La suite"), kept(access.Public, access.ForServices))
		secret := h.Released(t, titled("Le secret"), kept(access.Restricted, access.ForNamed))
		h.found = []id.ID{open.Item, secret.Item}
		for _, c := range []struct {
			what  string
			who   id.ID
			asked string
			since clock.Time
			want  []id.ID
		}{
			{"all that one reads", h.Lucie, "sort=date", since, []id.ID{secret.Item, open.Item}},
			{"no more than one reads", h.Olga, "sort=date", since, []id.ID{open.Item}},
			{"words", h.Olga, "q=suite", since, []id.ID{open.Item}},
			{"a unit", h.Olga, "unit=Rome&side=from", since, []id.ID{open.Item}},
			{"another side", h.Olga, "unit=Rome&side=to", since, nil},
			{"a unit that is not there", h.Olga, "unit=Nulle+part", since, nil},
			{"a guest", h.Garance, "sort=date", since, nil},
			{"a time that is over", h.Olga, "until=2020-01-01", since, nil},
			{"from later on", h.Olga, "sort=date", clock.At(since.Add(time.Minute)), nil},
		} {
			asked, err := url.ParseQuery(c.asked)
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := h.archive.Searches().News(t.Context(), h.As(t, c.who), asked, c.since)
			if err != nil || len(fresh) != len(c.want) {
				t.Errorf("%s: %+v, %v", c.what, fresh, err)
				continue
			}
			for i, f := range fresh {
				if f.Item != c.want[i] || f.Row != f.Item || f.Author == 0 || f.At.IsZero() {
					t.Errorf("%s: %+v", c.what, f)
				}
			}
		}
	})
}
