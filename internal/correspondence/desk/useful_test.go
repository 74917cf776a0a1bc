package desk_test

import (
	"testing"

	"parvis/internal/content"
	"parvis/internal/correspondence/desk"
	"parvis/internal/id"
)

// TestUseful: what readers find useful rises among what is to be read, within one
// precedence, page after page; what is to be handled stays where it is.
func TestUseful(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Log.Follow("useful dispatches", w.desks.Rate)
		read := map[string]id.ID{}
		for _, title := range []string{"A", "B", "C", "D"} {
			read[title] = w.send(t, sent{title: title, acts: []id.ID{w.Trade}, read: []id.ID{w.Andes}})
		}
		w.send(t, sent{title: "Urgent", precedence: desk.Urgent, acts: []id.ID{w.Trade}, read: []id.ID{w.Andes}})
		vote := func(person id.ID, title string, kind content.Reaction) {
			t.Helper()
			_, err := w.Content.React(t.Context(), w.As(t, person), content.Subject{Item: read[title]}, kind)
			must(t, err)
		}
		vote(w.Ana, "D", content.Useful)
		vote(w.Abel, "D", content.Useful)
		vote(w.Tom, "C", content.Useful)
		vote(w.Ana, "B", content.Useful)
		vote(w.Ana, "B", content.Useless) // she changes her mind
		vote(w.Tom, "A", content.Thanks)  // thanks are no vote
		must(t, w.Log.CatchUp(t.Context()))
		w.expect(t, w.Ana, w.Andes, desk.ToRead, "Urgent D C A B")
		w.expect(t, w.Tom, w.Trade, desk.ToHandle, "Urgent A B C D")

		// Passed on, it keeps its place; taken back, a vote counts no more.
		must(t, w.desks.Pass(t.Context(), w.As(t, w.Ana), w.Andes, read["D"], w.Americas, ""))
		_, err := w.Content.Unreact(t.Context(), w.As(t, w.Tom), content.Subject{Item: read["C"]}, content.Useful)
		must(t, err)
		must(t, w.Log.CatchUp(t.Context()))
		w.expect(t, w.Ana, w.Andes, desk.ToRead, "Urgent A B C")
		w.expect(t, w.Dora, w.Americas, desk.ToRead, "D")
		one, err := w.desks.Look(t.Context(), w.As(t, w.Dora), w.Americas, read["D"])
		must(t, err)
		if one.Row.Useful != 2 || one.Row.Merit != -2 {
			t.Errorf("useful %d, merit %d", one.Row.Useful, one.Row.Merit)
		}
	})
}
