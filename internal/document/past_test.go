package document_test

import (
	"testing"
	"time"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/document"
	"parvis/internal/document/history"
	"parvis/internal/document/prose"
)

func TestWhatWasWrittenBefore(t *testing.T) {
	each(t, func(t *testing.T, s *site) {
		now := s.Clock.Now()
		ago := func(d time.Duration) clock.Time { return clock.At(now.Add(-d)) }
		it, err := s.Make(t.Context(), s.As(t, s.Marc), document.New{New: content.New{
			Community: s.Open, Title: "Compte rendu", Created: ago(50 * time.Hour),
		}})
		if err != nil {
			t.Fatal(err)
		}
		steps := []document.Step{
			{Person: s.Marc, At: ago(48 * time.Hour), Says: prose.Read("# Décisions\n\nLe guichet ouvre à neuf heures.\n\n# À faire\n\nRien.", nil)},
			{Person: s.Manon, At: ago(24 * time.Hour), Says: prose.Read("# Décisions\n\nLe guichet ouvre à huit heures.\n\n# À faire\n\n- [ ] Prévenir", nil)},
		}
		if err := s.WritePast(t.Context(), it.ID, steps[:1]); err != nil {
			t.Fatal(err)
		}
		if err := s.WritePast(t.Context(), it.ID, steps[1:]); err != nil {
			t.Fatal(err)
		}
		reader := s.As(t, s.Olga)
		past := history.NewService(history.Parts{DB: s.DB, Clock: s.Clock, Content: s.Content, Documents: s.Service})
		list, _, err := past.Bursts(t.Context(), reader, it.ID, history.Wanted{})
		if err != nil || len(list) != 2 {
			t.Fatalf("%d bursts, %v", len(list), err)
		}
		for i, b := range list {
			step := steps[len(steps)-1-i]
			if len(b.People) != 1 || b.People[0].ID != step.Person || !b.At.Equal(step.At.Time) {
				t.Errorf("burst %d: %+v", i, b)
			}
			m, err := s.Moment(t.Context(), reader, it.ID, b.To)
			if err != nil || prose.Markdown(m.Doc) != prose.Markdown(step.Says) || m.By.ID != step.Person {
				t.Errorf("moment %d: %+v %v", i, m, err)
			}
		}
		if last := list[0]; last.From != 2 || last.To != 3 {
			t.Errorf("two places changed, and the log has updates %d to %d", last.From, last.To)
		}
		th, err := s.Content.Read(t.Context(), reader, it.ID, content.At{})
		if err != nil || th.Source != prose.Markdown(steps[1].Says) || th.Editor != s.Manon || !th.Activity.Equal(steps[1].At.Time) {
			t.Errorf("the item says %q, by %v at %v, %v", th.Source, th.Editor, th.Activity, err)
		}
	})
}
