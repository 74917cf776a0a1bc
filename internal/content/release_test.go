package content_test

import (
	"slices"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/store"
)

func TestPendingReleaseAndReturn(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		w.Validate(t, w.Open)
		it := w.Post(t, w.Marc, w.Open)
		if it.State != access.Pending {
			t.Fatalf("state %d, want pending", it.State)
		}
		_, err := w.Content.Read(t.Context(), w.As(t, w.Olga), it.ID, content.At{})
		contenttest.Wants(t, "reading what waits", err, fault.KindNotFound)
		_, err = w.Content.Release(t.Context(), w.As(t, w.Marc), it.ID)
		contenttest.Wants(t, "its author releases", err, fault.KindForbidden)
		_, err = w.Content.Return(t.Context(), w.As(t, w.Manon), it.ID, " ")
		contenttest.Wants(t, "without a reason", err, fault.Invalid)
		if _, err := w.Content.Return(t.Context(), w.As(t, w.Manon), it.ID, "Citez la source."); err != nil {
			t.Fatal(err)
		}
		mine, err := w.Content.Mine(t.Context(), w.As(t, w.Marc))
		if err != nil || len(mine) != 1 || mine[0].Reason != "Citez la source." {
			t.Fatalf("%+v, %v", mine, err)
		}
		if _, err := w.Content.Submit(t.Context(), w.As(t, w.Marc), it.ID); err != nil {
			t.Fatal(err)
		}
		wait, err := w.Content.ToRelease(t.Context(), w.As(t, w.Manon), 0, content.Cursor{}, 0)
		if err != nil || len(wait.Rows) != 1 {
			t.Fatalf("%+v, %v", wait, err)
		}
		w.Clock.Add(time.Hour)
		out, err := w.Content.Release(t.Context(), w.As(t, w.Manon), it.ID)
		if err != nil || out.State != access.Published || !out.Published.Equal(w.Clock.Now().Time) {
			t.Fatalf("%+v, %v", out, err)
		}
		if it := w.Post(t, w.Manon, w.Open); it.State != access.Published {
			t.Errorf("a manager's own waits: %d", it.State)
		}
		want := []string{"item.pending", "item.returned", "item.pending", "item.published"}
		if got := w.Verbs(t, it.ID); !slices.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
	})
}

func TestScheduled(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		// The queue runs by the machine's clock, so the chosen moment is in its
		// past and in the future of the World's.
		w.Clock.Set(time.Now().Add(-2 * time.Hour))
		soon := clock.At(time.Now().Add(-time.Hour))
		it := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.ID, n.Publish = 0, soon })
		if it.State != access.Scheduled {
			t.Fatalf("state %d, want scheduled", it.State)
		}
		_, err := w.Content.Read(t.Context(), w.As(t, w.Olga), it.ID, content.At{})
		contenttest.Wants(t, "too early", err, fault.KindNotFound)
		w.Clock.Set(time.Now())
		if err := w.Queue.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if th := read(t, w, w.Olga, it.ID); th.State != access.Published {
			t.Errorf("state %d", th.State)
		}
		if n := w.Count(t, store.Q(`SELECT items FROM communities WHERE id = %s`, w.Open)); n != 1 {
			t.Errorf("%d items counted", n)
		}
	})
}
