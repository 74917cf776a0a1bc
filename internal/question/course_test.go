package question_test

import (
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/question"
	"parvis/internal/store"
)

// TestRemindersAndManagers: at their time, once each, until it is answered.
func TestRemindersAndManagers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		w.waits(t, "asked", it.ID, w.Hana, w.Ines, w.Jean)
		w.pass(t, 1) // Wednesday
		if why := w.todo(t, w.Hana, it.ID); why != "ask_tag" {
			t.Errorf("after a day: %s", why)
		}
		if err := w.service.Prefer(t.Context(), w.As(t, w.Ines), question.Preferences{Away: clock.At(w.Clock.Now().AddDate(0, 0, 9))}); err != nil {
			t.Fatal(err)
		}
		w.pass(t, 1) // Thursday
		if why := w.todo(t, w.Hana, it.ID); why != "ask_reminder" {
			t.Errorf("after two days: %s", why)
		}
		if why := w.todo(t, w.Ines, it.ID); why != "ask_tag" {
			t.Errorf("who is away is reminded: %s", why)
		}
		reminders := func() (n int) {
			for _, v := range w.Verbs(t, it.ID) {
				if v == string(question.Reminded) {
					n++
				}
			}
			return n
		}
		before := reminders()
		for range 3 {
			w.pass(t, 0) // the same time again, as after a restart
		}
		if now := reminders(); now != before || before != 2 {
			t.Errorf("%d reminders, then %d", before, now)
		}
		w.pass(t, 4) // Monday: four working days
		if why := w.todo(t, w.Manon, it.ID); why != "" {
			t.Errorf("the managers are told during the weekend: %s", why)
		}
		w.pass(t, 1) // Tuesday: five
		if why := w.todo(t, w.Manon, it.ID); why != "question_late" {
			t.Errorf("after five working days: %q", why)
		}
		if why := w.todo(t, w.Marc, it.ID); why != "" {
			t.Errorf("a member is told: %s", why)
		}
		w.answer(t, w.Kim, it.ID)
		w.settle(t)
		if why := w.todo(t, w.Manon, it.ID); why != "" {
			t.Errorf("answered, and the managers still have to: %s", why)
		}
		w.pass(t, 9)
		if now := reminders(); now != before {
			t.Errorf("%d reminders once it is answered", now)
		}
	})
}

// TestJudgedAtItsTime: what was closed, put into the bin, answered or moved
// meanwhile, and delays that changed.
func TestJudgedAtItsTime(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		closed, binned, moved, kept := w.ask(t, w.Marc, w.Open), w.ask(t, w.Marc, w.Open), w.ask(t, w.Marc, w.Open), w.ask(t, w.Marc, w.Open)
		w.settle(t)
		manon := w.As(t, w.Manon)
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		must(w.Content.Close(t.Context(), manon, closed.ID))
		_, err := w.Content.Bin(t.Context(), manon, binned.ID, "")
		must(err)
		_, err = w.Content.Move(t.Context(), manon, moved.ID, w.Private)
		must(err)
		w.adjust(t, question.Settings{People: 5, Remind: 1, Escalate: 1})
		w.settle(t)
		w.waits(t, "moved where nobody reads it", moved.ID)
		if why := w.todo(t, w.Hana, binned.ID); why != "" {
			t.Errorf("in the bin, and to do: %s", why)
		}
		w.pass(t, 1)
		for name, c := range map[string]struct {
			item id.ID
			want string
		}{"closed": {closed.ID, ""}, "binned": {binned.ID, ""}, "moved": {moved.ID, ""}, "kept": {kept.ID, "question_late"}} {
			if got := string(w.todo(t, w.Manon, c.item)); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		_, err = w.Content.Restore(t.Context(), manon, binned.ID)
		must(err)
		must(w.Content.Reopen(t.Context(), manon, closed.ID))
		w.settle(t)
		w.waits(t, "restored", binned.ID, w.Hana, w.Ines, w.Jean)
		w.pass(t, 0)
		if why := w.todo(t, w.Manon, closed.ID); why != "question_late" {
			t.Errorf("reopened: %q", why)
		}
		w.ArchivePlace(t, w.Open)
		w.adjustNever(t)
		w.pass(t, 5)
	})
}

// adjustNever: the delays of a place that is archived are nobody's any more.
func (w *world) adjustNever(t *testing.T) {
	t.Helper()
	contenttest.Wants(t, "a place that is archived", w.service.Adjust(t.Context(), w.As(t, w.Manon), w.Open, question.Settings{}), fault.KindForbidden)
}

func TestSettingsAreTheManagers(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		set := question.Settings{People: 3, Remind: 1, Escalate: 0}
		for name, c := range map[string]struct {
			who  id.ID
			set  question.Settings
			want fault.Kind
		}{
			"a member": {w.Marc, set, fault.KindForbidden}, "a manager": {w.Manon, set, allowed}, "an agent": {w.Kim, set, fault.KindForbidden},
			"too many": {w.Manon, question.Settings{People: 11}, fault.Invalid}, "below": {w.Manon, question.Settings{Remind: -1}, fault.Invalid},
		} {
			contenttest.Wants(t, name, w.service.Adjust(t.Context(), w.As(t, c.who), w.Open, c.set), c.want)
		}
		if got, err := w.service.Settings(t.Context(), w.As(t, w.Kim), w.Open); err != nil || got != set {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := w.service.Settings(t.Context(), w.As(t, w.Manon), w.Private); err != nil || got != question.Usual {
			t.Errorf("by default %+v, %v", got, err)
		}
		_, err := w.service.Settings(t.Context(), w.As(t, w.Kim), w.Private)
		contenttest.Wants(t, "a private place", err, fault.KindNotFound)
	})
}

// TestQueue: what waits, the oldest first, in pages, and nothing that its
// reader may not read.
func TestQueue(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		at := func(days int) func(*content.New) {
			return func(n *content.New) { n.Created = clock.At(w.Clock.Now().AddDate(0, 0, -days)) }
		}
		old, recent, answered := w.ask(t, w.Marc, w.Open, at(12)), w.ask(t, w.Marc, w.Open, at(2)), w.ask(t, w.Marc, w.Open, at(5))
		hidden := w.ask(t, w.Manon, w.Open, at(30), func(n *content.New) { n.Audience = access.ManagersOnly })
		other := w.ask(t, w.Marc, w.Open, at(1), func(n *content.New) { n.Tags = []string{"paie"} })
		w.ask(t, w.Marc, w.Private, at(3))
		w.answer(t, w.Hana, answered.ID)
		list := func(who, community id.ID, want question.Wanted) question.Queue {
			t.Helper()
			q, err := w.service.List(t.Context(), w.As(t, who), community, want)
			if err != nil {
				t.Fatal(err)
			}
			return q
		}
		ids := func(q question.Queue) (out []id.ID) {
			for _, l := range q.Lines {
				out = append(out, l.ID)
			}
			return out
		}
		same := func(name string, got []id.ID, want ...id.ID) {
			t.Helper()
			if len(got) != len(want) {
				t.Errorf("%s: %v, want %v", name, got, want)
				return
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("%s: %v, want %v", name, got, want)
				}
			}
		}
		q := list(w.Marc, w.Open, question.Wanted{View: question.Unanswered, Limit: 2})
		same("first page", ids(q), old.ID, recent.ID)
		if q.Counts != (question.Counts{Unanswered: 3, Unaccepted: 1, Late: 1}) {
			t.Errorf("counts %+v", q.Counts)
		}
		q = list(w.Marc, w.Open, question.Wanted{View: question.Unanswered, Limit: 2, After: q.Next})
		same("second page", ids(q), other.ID)
		if q.Next != (question.Cursor{}) {
			t.Errorf("after the last: %+v", q.Next)
		}
		same("to a manager", ids(list(w.Manon, w.Open, question.Wanted{Limit: 9})), hidden.ID, old.ID, recent.ID, other.ID)
		same("unaccepted", ids(list(w.Kim, w.Open, question.Wanted{View: question.Unaccepted, Limit: 9})), answered.ID)
		same("late", ids(list(w.Kim, w.Open, question.Wanted{View: question.Late, Limit: 9})), old.ID)
		tag := contenttest.Ask[id.ID](t, w.World, store.Q("SELECT id FROM tags WHERE name = 'paie'"))[0]
		same("by tag", ids(list(w.Kim, w.Open, question.Wanted{Tag: tag, Limit: 9})), other.ID)
		_, err := w.service.List(t.Context(), w.As(t, w.Kim), w.Private, question.Wanted{Limit: 9})
		contenttest.Wants(t, "a private place", err, fault.KindNotFound)
		_, err = w.service.List(t.Context(), w.As(t, w.Garance), w.Open, question.Wanted{Limit: 9})
		contenttest.Wants(t, "a guest of elsewhere", err, fault.KindNotFound)
	})
}

// TestPulse is the managers' alone, and counts questions, not people.
func TestPulse(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		it := w.ask(t, w.Marc, w.Open, func(n *content.New) { n.Created = clock.At(w.Clock.Now().Add(-3 * time.Hour)) })
		w.answer(t, w.Marc, it.ID) // one's own answer is none
		p, err := w.service.Pulse(t.Context(), w.As(t, w.Manon), w.Open)
		if err != nil || p.Asked != 7 || p.Answered != 6 {
			t.Errorf("%+v, %v", p, err)
		}
		_, err = w.service.Pulse(t.Context(), w.As(t, w.Marc), w.Open)
		contenttest.Wants(t, "a member", err, fault.KindForbidden)
	})
}

// TestMine lists what one is asked, and forgets it with the right to read it.
func TestMine(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Join(t, w.Private, w.Hana, access.MemberRole)
		there, here := w.ask(t, w.Marc, w.Private), w.ask(t, w.Marc, w.Open)
		w.settle(t)
		mine := func() int {
			t.Helper()
			q, err := w.service.Mine(t.Context(), w.As(t, w.Hana), question.Cursor{}, 10)
			if err != nil {
				t.Fatal(err)
			}
			return len(q.Lines)
		}
		if n := mine(); n != 2 {
			t.Errorf("%d wait", n)
		}
		w.Leave(t, w.Private, w.Hana)
		if n := mine(); n != 1 {
			t.Errorf("%d wait after she left", n)
		}
		_, _, err := w.service.Asks(t.Context(), w.As(t, w.Hana), there.ID)
		contenttest.Wants(t, "who was asked there", err, fault.KindNotFound)
		w.answer(t, w.Hana, here.ID)
		w.settle(t)
		if n := mine(); n != 0 {
			t.Errorf("%d wait after she answered", n)
		}
	})
}
