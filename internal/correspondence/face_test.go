package correspondence_test

import (
	"fmt"
	"strings"
	"testing"

	"parvis/internal/correspondence"
	"parvis/internal/i18n"
)

// What goes to many units says a few and opens on the others, so that its text
// stays within reach; on paper all are there.
func TestFaceOfManyAddressees(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		head := func(change ...func(*writing)) string {
			d := w.Draft(t, change...)
			words, err := i18n.Load(i18n.Messages, correspondence.Messages)
			must(t, "words", err)
			ctx := i18n.With(t.Context(), words.In(i18n.French))
			face, err := w.Dispatches.Face(ctx, w.As(t, w.Rita), d.Item)
			must(t, "face", err)
			var out strings.Builder
			must(t, "render", face.Render(ctx, &out))
			return out.String()
		}
		if got := head(); strings.Contains(got, "<details") {
			t.Errorf("folded for one unit: %s", got)
		}
		got := head(func(x *writing) {
			for i := range 20 {
				x.To = append(x.To, correspondence.Target{Unit: w.Unit(t, w.Ministry, "/m/", fmt.Sprintf("Poste%02d", i), true)})
			}
		})
		paper, screen, _ := strings.Cut(got, "<details")
		if strings.Count(paper, "Poste19") != 1 || strings.Count(screen, "Poste19") != 1 || !strings.Contains(screen, "Poste03 et 16") {
			t.Errorf("the head of what goes to many: %s", got)
		}
	})
}
