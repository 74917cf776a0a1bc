package correspondence_test

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
)

// readings are who the chained log tells to have read a dispatch, the last
// first.
func readings(t *testing.T, w *world, item id.ID) (who []id.ID) {
	t.Helper()
	acts, err := w.Acts.List(t.Context(), activity.ActFilter{Verb: "dispatch.read", Subject: "dispatch " + item.String()}, 50)
	must(t, "list acts", err)
	for _, a := range acts {
		who = append(who, a.Actor)
	}
	if _, err := w.Acts.Verify(t.Context()); err != nil {
		t.Errorf("the chain: %v", err)
	}
	return who
}

// Whoever opens what is restricted is written down, once a day, by whichever way
// they come; who is refused is not, nor who writes it.
func TestRestrictedReadingsAreWrittenDown(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		lucie := w.As(t, w.Lucie)
		file, err := w.Content.Upload(t.Context(), w.As(t, w.Rita), "plan.txt", strings.NewReader("Un plan."))
		must(t, "upload", err)
		d := w.Released(t, func(x *writing) {
			x.Qualified.Protection, x.Files = access.Restricted, []id.ID{file.ID}
			x.To = []target{{Unit: w.Lima, Acts: true}, {Unit: w.Europe}}
		})
		_, err = w.Content.Read(t.Context(), w.As(t, w.Ines), d.Item, content.At{})
		contenttest.Wants(t, "by who is not cleared", err, fault.KindNotFound)
		_, _, err = w.Content.Fetch(t.Context(), w.As(t, w.Olga), file.ID)
		contenttest.Wants(t, "a file of it by who is not named", err, fault.KindNotFound)
		texts, err := w.Content.Texts(t.Context(), w.As(t, w.Ines), []id.ID{d.Item})
		if err != nil || len(texts) != 0 {
			t.Errorf("texts for who is not cleared: %v, %v", texts, err)
		}
		_, err = w.Content.Read(t.Context(), w.As(t, w.Rita), d.Item, content.At{})
		must(t, "by its author", err)
		if got := readings(t, w, d.Item); len(got) != 0 {
			t.Fatalf("refused readings, or that of its author, are told as %v", got)
		}
		for what, read := range map[string]func() error{
			"page": func() error {
				_, err := w.Content.Read(t.Context(), lucie, d.Item, content.At{})
				return err
			},
			"desk": func() error {
				_, err := w.Content.Texts(t.Context(), lucie, []id.ID{d.Item})
				return err
			},
			"history": func() error {
				_, _, err := w.Content.History(t.Context(), lucie, d.Item)
				return err
			},
			"file": func() error {
				_, body, err := w.Content.Fetch(t.Context(), lucie, file.ID)
				if err == nil {
					body.Close()
				}
				return err
			},
		} {
			w.Clock.Add(24 * time.Hour)
			before := len(readings(t, w, d.Item))
			must(t, what, read())
			must(t, what+" again", read())
			if got := readings(t, w, d.Item); len(got) != before+1 || got[0] != w.Lucie {
				t.Errorf("%s: read by %v, after %d", what, got, before)
			}
		}
		_, err = w.Content.Read(t.Context(), w.As(t, w.Luis), d.Item, content.At{})
		must(t, "by another", err)
		if got := readings(t, w, d.Item); got[0] != w.Luis {
			t.Errorf("by another: %v", got)
		}
	})
}

func TestLesserReadingsAreNot(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d := w.Released(t)
		_, err := w.Content.Read(t.Context(), w.As(t, w.Lucie), d.Item, content.At{})
		must(t, "read", err)
		if got := readings(t, w, d.Item); len(got) != 0 {
			t.Errorf("written down of %v", got)
		}
	})
}
