package correspondence_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/correspondence"
	"parvis/internal/fault"
	"parvis/internal/id"
)

type visaAsked = correspondence.VisaAsked

// asking has the visas of Lucie, for two days, then of Luis, for three.
func asking(w *world, inTurn bool) func(*writing) {
	return func(x *writing) { x.Visas, x.InTurn = []visaAsked{{w.Lucie, 2}, {w.Luis, 3}}, inTurn }
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func whole(t *testing.T, w *world, item id.ID) correspondence.Whole {
	t.Helper()
	got, err := w.Dispatches.Read(t.Context(), w.As(t, w.Rita), item)
	must(t, "read", err)
	return got
}

// circuit is each visa with its state, in order.
func circuit(t *testing.T, w *world, item id.ID) (visas []id.ID, states []correspondence.VisaState) {
	t.Helper()
	for _, v := range whole(t, w, item).Visas {
		visas, states = append(visas, v.ID), append(states, v.State)
	}
	return visas, states
}

func sent(t *testing.T, w *world, change ...func(*writing)) (correspondence.Dispatch, []id.ID) {
	t.Helper()
	d := w.Draft(t, change...)
	must(t, "send", w.Dispatches.Send(t.Context(), w.As(t, w.Rita), d.Item))
	visas, _ := circuit(t, w, d.Item)
	return d, visas
}

func states(list ...correspondence.VisaState) []correspondence.VisaState { return list }

func TestVisasInTurn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.Dispatches
		d, visas := sent(t, w, asking(w, true))
		lucie, luis, hugo := w.As(t, w.Lucie), w.As(t, w.Luis), w.As(t, w.Hugo)
		got := whole(t, w, d.Item)
		if got.Step != correspondence.InVisas || !slices.Equal(got.Holders(), []id.ID{w.Lucie}) {
			t.Fatalf("sent to %v, step %d", got.Holders(), got.Step)
		}
		if !got.Visas[0].Due.Equal(w.Clock.Now().AddDate(0, 0, 2)) || !got.Visas[1].Due.IsZero() {
			t.Errorf("due %v and %v", got.Visas[0].Due, got.Visas[1].Due)
		}
		contenttest.Wants(t, "out of turn", s.Give(t.Context(), luis, d.Item, visas[1], 0, ""), fault.Conflict)
		contenttest.Wants(t, "of another", s.Give(t.Context(), luis, d.Item, visas[0], 0, ""), fault.KindForbidden)
		_, err := s.Release(t.Context(), hugo, d.Item, clock.Time{})
		contenttest.Wants(t, "signed before the visas", err, fault.Conflict)
		must(t, "first visa", s.Give(t.Context(), lucie, d.Item, visas[0], got.Version, "Vu."))
		if got = whole(t, w, d.Item); !slices.Equal(got.Holders(), []id.ID{w.Luis}) {
			t.Errorf("then with %v", got.Holders())
		}
		must(t, "taken back", s.TakeBack(t.Context(), lucie, d.Item, visas[0]))
		if _, now := circuit(t, w, d.Item); !slices.Equal(now, states(correspondence.Waiting, correspondence.Coming)) {
			t.Errorf("taken back: %v", now)
		}
		must(t, "first visa again", s.Give(t.Context(), lucie, d.Item, visas[0], 0, ""))
		must(t, "second visa", s.Give(t.Context(), luis, d.Item, visas[1], 0, ""))
		contenttest.Wants(t, "taken back after another", s.TakeBack(t.Context(), lucie, d.Item, visas[0]), fault.Conflict)
		if got = whole(t, w, d.Item); got.Step != correspondence.ToSign || !slices.Equal(got.Holders(), []id.ID{w.Hugo}) {
			t.Errorf("after the last visa: step %d, with %v", got.Step, got.Holders())
		}
		_, err = s.Release(t.Context(), hugo, d.Item, got.HolderSince)
		must(t, "sign", err)
		contenttest.Wants(t, "taken back once it is out", s.TakeBack(t.Context(), luis, d.Item, visas[1]), fault.Conflict)
		seen, err := s.VisasOf(t.Context(), w.As(t, w.Rita), d.Item)
		if err != nil || len(seen) != 2 || seen[0].Stale {
			t.Errorf("its circuit once it is out: %+v, %v", seen, err)
		}
	})
}

func TestVisasAtOnce(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s, rita, lucie, luis := w.Dispatches, w.As(t, w.Rita), w.As(t, w.Lucie), w.As(t, w.Luis)
		d, visas := sent(t, w, asking(w, false))
		if got := whole(t, w, d.Item); len(got.Holders()) != 2 {
			t.Fatalf("with %v", got.Holders())
		}
		must(t, "second first", s.Give(t.Context(), luis, d.Item, visas[1], 0, ""))
		contenttest.Wants(t, "refused without a reason", s.Refuse(t.Context(), lucie, d.Item, visas[0], " "), fault.Invalid)
		must(t, "refuse", s.Refuse(t.Context(), lucie, d.Item, visas[0], "Le lieu est faux."))
		got := whole(t, w, d.Item)
		if got.Step != correspondence.Drafted || got.Visas[0].Note != "Le lieu est faux." || got.Visas[1].Stale {
			t.Fatalf("refused: %+v", got.Visas)
		}
		must(t, "refusal taken back", s.TakeBack(t.Context(), lucie, d.Item, visas[0]))
		must(t, "refuse again", s.Refuse(t.Context(), lucie, d.Item, visas[0], "Le lieu est faux."))
		// What was given on an earlier text shows as such, and is asked again.
		_, err := s.Edit(t.Context(), rita, w.Writing(func(x *writing) { x.Item, x.Source = d.Item, "Le programme change." }))
		must(t, "edit", err)
		got = whole(t, w, d.Item)
		if len(got.Visas) != 2 || !got.Visas[0].Stale || !got.Visas[1].Stale || got.Visas[1].State != correspondence.Given {
			t.Fatalf("edited: %+v", got.Visas)
		}
		must(t, "send again", s.Send(t.Context(), rita, d.Item))
		if _, now := circuit(t, w, d.Item); !slices.Equal(now, states(correspondence.Waiting, correspondence.Waiting)) {
			t.Errorf("sent again: %v", now)
		}
		contenttest.Wants(t, "given on the earlier text", s.Give(t.Context(), lucie, d.Item, visas[0], got.Version-1, ""), fault.Conflict)
		must(t, "recall", s.Recall(t.Context(), rita, d.Item))
		contenttest.Wants(t, "given on what was recalled", s.Give(t.Context(), lucie, d.Item, visas[0], 0, ""), fault.Conflict)
	})
}

func TestLateVisaIsOverridden(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s, rita, hugo := w.Dispatches, w.As(t, w.Rita), w.As(t, w.Hugo)
		d, visas := sent(t, w, asking(w, true))
		contenttest.Wants(t, "by its drafter before it is late", s.Override(t.Context(), rita, d.Item, visas[0], "Elle est absente."), fault.Conflict)
		contenttest.Wants(t, "by somebody who is asked", s.Override(t.Context(), w.As(t, w.Luis), d.Item, visas[0], "Elle est absente."), fault.KindForbidden)
		w.Clock.Add(49 * 60 * 60 * 1e9)
		if got := whole(t, w, d.Item); !got.Visas[0].Overdue || !got.Visas[0].MayOverride || got.Visas[0].MayGive {
			t.Errorf("late: %+v", got.Visas[0])
		}
		contenttest.Wants(t, "without a reason", s.Override(t.Context(), rita, d.Item, visas[0], ""), fault.Invalid)
		must(t, "by its drafter", s.Override(t.Context(), rita, d.Item, visas[0], "Elle est absente."))
		must(t, "by its signatory", s.Override(t.Context(), hugo, d.Item, visas[1], "Cela presse."))
		got := whole(t, w, d.Item)
		if got.Step != correspondence.ToSign || got.Visas[0].Giver != w.Rita || got.Visas[1].Note != "Cela presse." {
			t.Errorf("overridden: %+v", got.Visas)
		}
		must(t, "taken back", s.TakeBack(t.Context(), hugo, d.Item, visas[1]))
		if _, now := circuit(t, w, d.Item); !slices.Equal(now, states(correspondence.Overridden, correspondence.Waiting)) {
			t.Errorf("taken back: %v", now)
		}
	})
}

func TestVisasAreRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		for what, list := range map[string][]visaAsked{
			"of its drafter":          {{w.Rita, 2}},
			"of its signatory":        {{w.Hugo, 2}},
			"of a guest":              {{w.Garance, 2}},
			"of nobody":               {{42, 2}},
			"twice":                   {{w.Luis, 2}, {w.Luis, 2}},
			"without a day":           {{w.Luis, 0}},
			"of who is not cleared":   {{w.Ines, 2}},
			"of too many":             slices.Repeat([]visaAsked{{w.Luis, 2}}, correspondence.MaxVisas+1),
			"with more than it bears": {{w.Luis, correspondence.MaxDays + 1}},
		} {
			_, err := w.Dispatches.Draft(t.Context(), w.As(t, w.Rita), w.Writing(func(x *writing) { x.Visas = list }))
			if f, ok := fault.As(err); !ok || len(f.Fields) != 1 || f.Fields[0].Name != "visas" {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// The people of the circuit read the draft; what they said of it is for them and
// for the unit that issues it.
func TestCircuitStaysInside(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, visas := sent(t, w, asking(w, false), func(x *writing) {
			x.To = []target{{Unit: w.Europe, Acts: true}}
			x.Qualified.Protection = access.Public
		})
		if got := readers(t, w, d.Item); !slices.Equal(got, []string{"hugo", "lucie", "luis", "rita"}) {
			t.Errorf("in visas it is read by %v", got)
		}
		must(t, "first", w.Dispatches.Give(t.Context(), w.As(t, w.Lucie), d.Item, visas[0], 0, "Entre nous."))
		must(t, "second", w.Dispatches.Give(t.Context(), w.As(t, w.Luis), d.Item, visas[1], 0, ""))
		_, err := w.Dispatches.Release(t.Context(), w.As(t, w.Hugo), d.Item, clock.Time{})
		must(t, "sign", err)
		seen, err := w.Dispatches.VisasOf(t.Context(), w.As(t, w.Ines), d.Item)
		if err != nil || len(seen) != 0 {
			t.Errorf("an addressee sees %+v, %v", seen, err)
		}
	})
}

func TestSentBack(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s, rita, hugo := w.Dispatches, w.As(t, w.Rita), w.As(t, w.Hugo)
		d, _ := sent(t, w)
		contenttest.Wants(t, "by its drafter", s.Return(t.Context(), rita, d.Item, "Non."), fault.KindForbidden)
		contenttest.Wants(t, "without a reason", s.Return(t.Context(), hugo, d.Item, ""), fault.Invalid)
		must(t, "send back", s.Return(t.Context(), hugo, d.Item, "Plus court."))
		if got := whole(t, w, d.Item); got.Step != correspondence.Drafted || got.Returner != w.Hugo || got.Returned != "Plus court." {
			t.Errorf("sent back: %+v", got.Dispatch)
		}
		must(t, "take up", s.TakeUp(t.Context(), hugo, d.Item))
		must(t, "send back again", s.Return(t.Context(), hugo, d.Item, "Plus court."))
		must(t, "send again", s.Send(t.Context(), rita, d.Item))
		if got := whole(t, w, d.Item); got.Step != correspondence.ToSign || got.Returner != 0 {
			t.Errorf("sent again: %+v", got.Dispatch)
		}
		contenttest.Wants(t, "taken up by another", s.TakeUp(t.Context(), rita, d.Item), fault.Conflict)
	})
}

// Who is named reads, agents and guests, and stays when it is edited.
func TestNamedReaders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		public := func(x *writing) { x.Qualified.Protection = access.Public }
		d := w.Draft(t, public, func(x *writing) { x.Readers = []id.ID{w.Garance, w.Ines} })
		want := []string{"garance", "hugo", "ines", "rita"}
		if got := readers(t, w, d.Item); !slices.Equal(got, want) {
			t.Errorf("read by %v", got)
		}
		edit := func(change ...func(*writing)) error {
			_, err := w.Dispatches.Edit(t.Context(), w.As(t, w.Rita), w.Writing(append(change, func(x *writing) { x.Item = d.Item })...))
			return err
		}
		must(t, "edit", edit(public))
		if got := readers(t, w, d.Item); !slices.Equal(got, want) {
			t.Errorf("once edited, read by %v", got)
		}
		err := edit()
		if f, ok := fault.As(err); !ok || f.Fields[0].Name != "readers" {
			t.Errorf("beyond their clearance: %v", err)
		}
		contenttest.Wants(t, "worked on by a guest", w.Dispatches.Send(t.Context(), w.As(t, w.Garance), d.Item), fault.KindForbidden)
		must(t, "take off", edit(public, func(x *writing) { x.Readers = []id.ID{w.Garance} }))
		must(t, "send", w.Dispatches.Send(t.Context(), w.As(t, w.Rita), d.Item))
		_, err = w.Dispatches.Release(t.Context(), w.As(t, w.Hugo), d.Item, clock.Time{})
		must(t, "sign", err)
		if got := readers(t, w, d.Item); !slices.Equal(got, []string{"garance", "hugo", "lucie", "luis", "rita"}) {
			t.Errorf("once it is out, read by %v", got)
		}
		// They are proposed to who corrects it, and read nothing before.
		fix, err := w.Dispatches.Correct(t.Context(), w.As(t, w.Rita), w.IDs.New(), d.Item)
		must(t, "correct", err)
		if got := readers(t, w, fix.Item); !slices.Equal(got, []string{"rita"}) {
			t.Errorf("a correction that was begun is read by %v", got)
		}
	})
}

// Two tabs of one drafter do not overwrite each other: what was changed is told,
// be it the addressees alone.
func TestStaleSave(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, rita := w.Draft(t), w.As(t, w.Rita)
		_, err := w.Dispatches.Edit(t.Context(), rita, w.Writing(func(x *writing) {
			x.Item, x.Version, x.To = d.Item, d.Version, []target{{Unit: w.Europe, Acts: true}}
		}))
		must(t, "first tab", err)
		_, err = w.Dispatches.Edit(t.Context(), rita, w.Writing(func(x *writing) { x.Item, x.Version = d.Item, d.Version }))
		contenttest.Wants(t, "second tab", err, fault.Conflict)
		if got := whole(t, w, d.Item); len(got.Addressees) != 1 || got.Addressees[0].Unit != w.Europe || got.Version != d.Version+1 {
			t.Errorf("kept %+v at version %d", got.Addressees, got.Version)
		}
	})
}

// What was handed to units is not its author's to set aside, nor to silence.
func TestReleasedStaysOpen(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		d, rita := w.Released(t), w.As(t, w.Rita)
		contenttest.Wants(t, "archived", w.Content.Archive(t.Context(), rita, d.Item), fault.KindForbidden)
		contenttest.Wants(t, "closed", w.Content.Close(t.Context(), rita, d.Item), fault.KindForbidden)
		_, err := w.Content.Comment(t.Context(), w.As(t, w.Lucie), content.NewComment{Item: d.Item, Source: "Bien reçu."})
		must(t, "comment", err)
	})
}
