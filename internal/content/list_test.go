package content_test

import (
	"slices"
	"testing"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/id"
)

// TestPins: what is pinned is left out where the page shows it above, and is
// found by every other view of the list.
func TestPins(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		pinned, plain := w.Post(t, w.Marc, w.Open), w.Post(t, w.Marc, w.Open)
		if err := w.Content.Pin(t.Context(), w.As(t, w.Manon), pinned.ID); err != nil {
			t.Fatal(err)
		}
		for pins, want := range map[content.Pins][]id.ID{
			content.PinsAmong: {plain.ID, pinned.ID}, content.PinsApart: {plain.ID}, content.PinsOnly: {pinned.ID},
		} {
			page, err := w.Content.ByCommunity(t.Context(), w.As(t, w.Olga), w.Open, content.Filter{Pins: pins}, content.Cursor{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []id.ID
			for _, r := range page.Rows {
				got = append(got, r.ID)
			}
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("pins %d: %v, want %v", pins, got, want)
			}
		}
	})
}
