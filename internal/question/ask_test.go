package question_test

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/question"
	"parvis/internal/store"
)

// TestAQuestionFindsWhoKnows: those who wrote under its tags are asked, as many
// as the community wants, and told why.
func TestAQuestionFindsWhoKnows(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.adjust(t, question.Settings{People: 2, Remind: 2, Escalate: 5})
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		w.waits(t, "two of three", it.ID, w.Hana, w.Ines)
		page, err := w.notices.List(t.Context(), w.As(t, w.Hana), notification.Wanted{Streams: []notification.Stream{notification.Do}, Waiting: true, Limit: 5})
		if err != nil || len(page.Notices) != 1 || page.Notices[0].Reason != "ask_tag" || page.Notices[0].About != "congés" {
			t.Errorf("told %+v, %v", page.Notices, err)
		}
		w.settle(t)
		w.waits(t, "the same once more", it.ID, w.Hana, w.Ines)
		// Done when they answer: the other still may.
		w.answer(t, w.Hana, it.ID)
		w.settle(t)
		w.waits(t, "one answered", it.ID, w.Ines)
		if why := w.todo(t, w.Hana, it.ID); why != "" {
			t.Errorf("Hana still has to: %s", why)
		}
		if err := w.Content.Close(t.Context(), w.As(t, w.Marc), it.ID); err != nil {
			t.Fatal(err)
		}
		w.settle(t)
		if why := w.todo(t, w.Ines, it.ID); why != "" {
			t.Errorf("closed, and Ines still has to: %s", why)
		}
	})
}

// TestWhoIsNotAsked: the author, those who cannot read, do not want to, are
// away, have much to answer or declined several lately.
func TestWhoIsNotAsked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		candidates := func(by, community id.ID, audience access.Audience) []id.ID {
			t.Helper()
			list, err := w.service.Candidates(t.Context(), w.As(t, by), question.Asking{Community: community, Audience: audience, Title: "Congés", Tags: []string{"Conges"}})
			if err != nil {
				t.Fatal(err)
			}
			var out []id.ID
			for _, c := range list {
				out = append(out, c.Person)
			}
			return out
		}
		if got := candidates(w.Marc, w.Open, access.Everyone); len(got) != 3 || got[0] != w.Hana {
			t.Fatalf("at first %v", got)
		}
		if got := candidates(w.Hana, w.Open, access.Everyone); len(got) != 2 {
			t.Errorf("the author is asked: %v", got)
		}
		if got := candidates(w.Marc, w.Private, access.Everyone); len(got) != 0 {
			t.Errorf("strangers to a private place are asked: %v", got)
		}
		w.Join(t, w.Private, w.Jean, access.MemberRole)
		if got := candidates(w.Marc, w.Private, access.Everyone); len(got) != 1 || got[0] != w.Jean {
			t.Errorf("in the private place: %v", got)
		}
		if got := candidates(w.Manon, w.Private, access.ManagersOnly); len(got) != 0 {
			t.Errorf("of what managers read: %v", got)
		}
		prefer := func(who id.ID, p question.Preferences) {
			t.Helper()
			if err := w.service.Prefer(t.Context(), w.As(t, who), p); err != nil {
				t.Fatal(err)
			}
		}
		prefer(w.Hana, question.Preferences{Silent: true})
		prefer(w.Ines, question.Preferences{Away: clock.At(w.Clock.Now().AddDate(0, 0, 3))})
		if got := candidates(w.Marc, w.Open, access.Everyone); len(got) != 1 || got[0] != w.Jean {
			t.Errorf("silent and away: %v", got)
		}
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		actor := w.As(t, w.Marc)
		contenttest.Wants(t, "who is silent", w.service.Ask(t.Context(), actor, it.ID, []id.ID{w.Hana}), fault.Invalid)
		contenttest.Wants(t, "who is away", w.service.Ask(t.Context(), actor, it.ID, []id.ID{w.Ines}), fault.Invalid)
		contenttest.Wants(t, "a guest of elsewhere", w.service.Ask(t.Context(), actor, it.ID, []id.ID{w.Garance}), fault.Invalid)
		contenttest.Wants(t, "oneself", w.service.Ask(t.Context(), actor, it.ID, []id.ID{w.Marc}), fault.Invalid)
		contenttest.Wants(t, "nobody", w.service.Ask(t.Context(), actor, it.ID, nil), fault.Invalid)
		contenttest.Wants(t, "by who is no member", w.service.Ask(t.Context(), w.As(t, w.Kim), it.ID, []id.ID{w.Jean}), fault.KindForbidden)
		contenttest.Wants(t, "by who cannot read", w.service.Ask(t.Context(), w.As(t, w.Garance), it.ID, []id.ID{w.Jean}), fault.KindNotFound)
		contenttest.Wants(t, "somebody who may", w.service.Ask(t.Context(), actor, it.ID, []id.ID{w.Kim}), allowed)
		w.settle(t)
		w.waits(t, "named", it.ID, w.Jean, w.Kim)
		// Jean has five to answer, then none more.
		for range 4 {
			w.ask(t, w.Marc, w.Open)
			w.settle(t)
		}
		if got := candidates(w.Marc, w.Open, access.Everyone); len(got) != 0 {
			t.Errorf("who has five to answer: %v", got)
		}
	})
}

// TestWhoDeclinesOftenIsLeftInPeace: and somebody else is asked each time.
func TestWhoDeclinesOftenIsLeftInPeace(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.adjust(t, question.Settings{People: 1})
		var last id.ID
		for range 3 {
			it := w.ask(t, w.Marc, w.Open)
			w.settle(t)
			w.waits(t, "first", it.ID, w.Hana)
			if err := w.service.Decline(t.Context(), w.As(t, w.Hana), it.ID); err != nil {
				t.Fatal(err)
			}
			w.settle(t)
			w.waits(t, "the next one", it.ID, w.Ines)
			if why := w.todo(t, w.Hana, it.ID); why != "" {
				t.Errorf("declined, and still to do: %s", why)
			}
			last = it.ID
		}
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		w.waits(t, "tired", it.ID, w.Ines)
		contenttest.Wants(t, "declining twice", w.service.Decline(t.Context(), w.As(t, w.Hana), last), fault.Conflict)
		contenttest.Wants(t, "declining for another", w.service.Decline(t.Context(), w.As(t, w.Kim), last), fault.KindForbidden)
		if err := w.service.TakeBack(t.Context(), w.As(t, w.Hana), last); err != nil {
			t.Fatal(err)
		}
		w.settle(t)
		w.waits(t, "taken back", last, w.Hana, w.Ines)
	})
}

// TestPassing: to who can read it, with a word; it leaves one's own list and
// comes back when undone.
func TestPassing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Join(t, w.Private, w.Hana, access.MemberRole)
		it := w.ask(t, w.Marc, w.Private)
		w.settle(t)
		w.waits(t, "in a private place", it.ID, w.Hana)
		hana := w.As(t, w.Hana)
		contenttest.Wants(t, "to who cannot read it", w.service.Pass(t.Context(), hana, it.ID, w.Kim, ""), fault.Invalid)
		contenttest.Wants(t, "to oneself", w.service.Pass(t.Context(), hana, it.ID, w.Hana, ""), fault.Invalid)
		contenttest.Wants(t, "to nobody", w.service.Pass(t.Context(), hana, it.ID, 0, ""), fault.Invalid)
		contenttest.Wants(t, "by who was not asked", w.service.Pass(t.Context(), w.As(t, w.Manon), it.ID, w.Gaspard, ""), fault.KindForbidden)
		contenttest.Wants(t, "by who cannot read it", w.service.Pass(t.Context(), w.As(t, w.Kim), it.ID, w.Manon, ""), fault.KindNotFound)
		contenttest.Wants(t, "to a guest of the place", w.service.Pass(t.Context(), hana, it.ID, w.Gaspard, "Vous étiez à la réunion."), allowed)
		w.settle(t)
		w.waits(t, "passed", it.ID, w.Gaspard)
		mine, err := w.service.AskedOf(t.Context(), w.As(t, w.Gaspard), it.ID)
		if err != nil || mine.Reason != question.Passed || mine.Asker != w.Hana || mine.Note != "Vous étiez à la réunion." {
			t.Errorf("%+v, %v", mine, err)
		}
		if err := w.service.TakeBack(t.Context(), hana, it.ID); err != nil {
			t.Fatal(err)
		}
		w.settle(t)
		w.waits(t, "undone", it.ID, w.Gaspard, w.Hana)
		contenttest.Wants(t, "to whom it was passed", w.service.Pass(t.Context(), hana, it.ID, w.Gaspard, "Encore."), fault.Invalid)
	})
}

// TestPassingToWhoIsAsked: whom the program asked hears the word of a colleague.
func TestPassingToWhoIsAsked(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.adjust(t, question.Settings{People: 2, Remind: 2, Escalate: 5})
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		w.waits(t, "asked", it.ID, w.Hana, w.Ines)
		contenttest.Wants(t, "to another who is asked", w.service.Pass(t.Context(), w.As(t, w.Hana), it.ID, w.Ines, "Vous avez le dossier."), allowed)
		mine, err := w.service.AskedOf(t.Context(), w.As(t, w.Ines), it.ID)
		if err != nil || mine.Standing != question.Waiting || mine.Reason != question.Passed || mine.Asker != w.Hana || mine.Note != "Vous avez le dossier." {
			t.Errorf("%+v, %v", mine, err)
		}
	})
}

// TestChosenBeforePublishing: only those who stayed ticked are asked, with who
// was added, once the question is out.
func TestChosenBeforePublishing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.Validate(t, w.Open)
		q := question.Asking{Community: w.Open, Title: "Combien ?", Tags: []string{"congés"}}
		plan, err := w.service.Choose(t.Context(), w.As(t, w.Marc), q, []id.ID{w.Ines, w.Garance}, []id.ID{w.Kim})
		if err != nil {
			t.Fatal(err)
		}
		it := w.askPlanned(t, w.Marc, w.Open, &plan)
		w.settle(t)
		w.waits(t, "not out yet", it.ID)
		if _, err := w.Content.Release(t.Context(), w.As(t, w.Manon), it.ID); err != nil {
			t.Fatal(err)
		}
		w.settle(t)
		w.waits(t, "out", it.ID, w.Ines, w.Kim)
		if why := w.todo(t, w.Kim, it.ID); why != "ask_named" {
			t.Errorf("Kim is asked because %q", why)
		}
		none, err := w.service.Choose(t.Context(), w.As(t, w.Manon), q, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		alone := w.askPlanned(t, w.Manon, w.Open, &none)
		w.settle(t)
		w.waits(t, "nobody chosen", alone.ID)
	})
}

// TestWhatIsOldAsksNobody: an import brings questions, not duties.
func TestWhatIsOldAsksNobody(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		it := w.ask(t, w.Marc, w.Open, func(n *content.New) { n.Created = clock.At(w.Clock.Now().AddDate(0, 0, -3)) })
		w.settle(t)
		w.waits(t, "old", it.ID)
		w.pass(t, 20)
		if why := w.todo(t, w.Manon, it.ID); why != "" {
			t.Errorf("the managers are told of what was imported: %s", why)
		}
	})
}

// TestErasing forgets who was asked.
func TestErasing(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		it := w.ask(t, w.Marc, w.Open)
		w.settle(t)
		if err := w.DB.Write(t.Context(), func(tx *store.Tx) error { return question.Erase(t.Context(), tx, it.ID) }); err != nil {
			t.Fatal(err)
		}
		if n := w.Count(t, store.Q(`SELECT (SELECT COUNT(*) FROM question_asks) + (SELECT COUNT(*) FROM question_courses WHERE item_id = %s)`, it.ID)); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}
