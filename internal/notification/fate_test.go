package notification_test

import (
	"testing"

	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/notification"
)

// TestWhatBecomesOfAnItemIsTold: moved, put into the bin, restored.
func TestWhatBecomesOfAnItemIsTold(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		item := w.Post(t, w.Marc, w.Open)
		w.Say(t, w.Olga, item.ID, "Je suis cela.") // Olga follows it from now on
		w.told(t, w.Marc)
		clear := func() {
			t.Helper()
			for _, p := range []id.ID{w.Manon, w.Marc, w.Olga} {
				if err := w.n.Saw(t.Context(), w.As(t, p), notification.Target{Kind: notification.Item, ID: item.ID}); err != nil {
					t.Fatal(err)
				}
			}
		}
		clear()
		if _, err := w.Content.Bin(t.Context(), w.As(t, w.Manon), item.ID, "Doublon"); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.WasBinned, 1)
		w.expect(t, w.Olga, item.ID, 0, "", 0)
		w.expect(t, w.Manon, item.ID, 0, "", 0)
		clear()
		if _, err := w.Content.Restore(t.Context(), w.As(t, w.Manon), item.ID); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.WasRestored, 1)
		w.expect(t, w.Olga, item.ID, notification.ForInfo, notification.WasRestored, 1)
		clear()
		if _, err := w.Content.Move(t.Context(), w.As(t, w.Manon), item.ID, w.Private); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.WasMoved, 1)
		if about := w.told(t, w.Marc)[item.ID].About; about != "Privée" {
			t.Errorf("moved to %q", about)
		}
		// Where it went, Olga reads it no more: not even a number tells her.
		w.expect(t, w.Olga, item.ID, 0, "", 0)
		if c, err := w.n.Counts(t.Context(), w.As(t, w.Olga)); err != nil || c != (notification.Counts{}) {
			t.Errorf("Olga counts %+v, %v", c, err)
		}
	})
}

// TestOnesOwnGesturesAreNoNews: who bins and restores their own is not told.
func TestOnesOwnGesturesAreNoNews(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		item := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Title = "À moi" })
		if _, err := w.Content.Bin(t.Context(), w.As(t, w.Marc), item.ID, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Content.Restore(t.Context(), w.As(t, w.Marc), item.ID); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, 0, "", 0)
	})
}
