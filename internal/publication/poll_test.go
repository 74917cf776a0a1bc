package publication_test

import (
	"log/slog"
	"net/url"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/publication"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/web"
)

// past is a moment that has come for the queue, which runs by the machine's
// clock, when the clock of the test stands an hour before it.
func (s *site) past() clock.Time {
	s.Clock.Add(-time.Hour)
	return clock.At(s.Clock.Now().Add(59 * time.Minute))
}

func (s *site) drain(t *testing.T) {
	t.Helper()
	s.Clock.Add(time.Hour)
	if err := s.Queue.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (s *site) stateOf(t *testing.T, item id.ID) access.State {
	t.Helper()
	it, _, err := s.Content.Glance(t.Context(), s.As(t, s.Manon), access.ReadItem, item)
	if err != nil {
		t.Fatal(err)
	}
	return it.State
}

func TestPollDueTellsOnce(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}, Closes: s.past()})
		ended := func() int {
			return s.Count(t, store.Q(`SELECT COUNT(*) FROM events WHERE item_id = %s AND verb = 'poll.closed'`, it.ID))
		}
		if ended() != 0 {
			t.Error("told before its time")
		}
		s.drain(t)
		s.drain(t)
		if n := ended(); n != 1 {
			t.Errorf("its end is told %d times", n)
		}
		contenttest.Wants(t, "another date, once it is closed",
			s.service.RedatePoll(t.Context(), s.As(t, s.Marc), it.ID, clock.At(s.Clock.Now().Add(time.Hour))), fault.KindForbidden)
	})
}

func TestRedatePoll(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}, Closes: s.past()})
		to := clock.At(s.Clock.Now().Add(48 * time.Hour))
		redate := func(who id.ID, at clock.Time) error {
			return s.service.RedatePoll(t.Context(), s.As(t, who), it.ID, at)
		}
		contenttest.Wants(t, "by another", redate(s.Olga, to), fault.KindForbidden)
		contenttest.Wants(t, "in the past", redate(s.Marc, clock.At(s.Clock.Now().Add(-time.Hour))), fault.Invalid)
		contenttest.Wants(t, "in years", redate(s.Marc, clock.At(s.Clock.Now().AddDate(3, 0, 0))), fault.Invalid)
		contenttest.Wants(t, "by a manager", redate(s.Manon, to), allowed)
		s.drain(t) // the first date comes, and is no longer the one
		if p := state(t, s, s.Olga, it.ID); p.Closed || !p.Closes.Equal(to.Time) {
			t.Errorf("%+v", p)
		}
		path := content.Href(it.ID)
		s.get(t, s.Olga, path).wants(t, 200).lacks(t, "Changer la date")
		s.get(t, s.Marc, path).wants(t, 200, "Changer la date de clôture", web.InputTime(to))
		s.post(t, s.Marc, path+"/poll/date", url.Values{"closes": {""}}).wants(t, 303)
		if p := state(t, s, s.Olga, it.ID); !p.Closes.IsZero() {
			t.Errorf("it still closes at %v", p.Closes)
		}
	})
}

// TestPollIsJudgedWhenItComesOut: a poll that would be closed when it comes out
// goes back to its author, who is told what to mend.
func TestPollIsJudgedWhenItComesOut(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		soon := s.past()
		plan := func(closes time.Duration) content.Item {
			it, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{
				New:    content.New{Kind: publication.Poll, Community: s.Open, Title: "Quel jour ?", Source: "Choisissons.", Publish: soon},
				Ballot: publication.Ballot{Options: []string{"Lundi", "Mardi"}, Closes: clock.At(soon.Add(closes))},
			})
			if err != nil {
				t.Fatal(err)
			}
			return it
		}
		fine, late := plan(2*time.Hour), plan(20*time.Second)
		_, err := s.Content.Edit(t.Context(), s.As(t, s.Marc), content.Edit{
			Item: fine.ID, Title: "Quel jour ?", Source: "Choisissons.", Publish: clock.At(soon.Add(3 * time.Hour)),
		})
		contenttest.Wants(t, "planned after its own end", err, fault.Invalid)
		contenttest.Wants(t, "ended before it comes out", s.service.RedatePoll(t.Context(), s.As(t, s.Marc), fine.ID, soon), fault.Invalid)
		contenttest.Wants(t, "closed before it comes out", s.service.ClosePoll(t.Context(), s.As(t, s.Marc), fine.ID), fault.KindForbidden)

		s.drain(t)
		if got := s.stateOf(t, fine.ID); got != access.Published {
			t.Errorf("the one that is fine is %d", got)
		}
		if got := s.stateOf(t, late.ID); got != access.Returned {
			t.Errorf("the one that would be closed is %d", got)
		}
		path := content.Href(late.ID)
		s.get(t, s.Marc, path).wants(t, 200, "La date de clôture est passée", "Changer la date de clôture").lacks(t, "Clos le")
		s.post(t, s.Marc, path+"/submit", nil).wants(t, 303)
		if got := s.stateOf(t, late.ID); got != access.Returned {
			t.Errorf("sent again with the same date, it is %d", got)
		}
		s.post(t, s.Marc, path+"/poll/date", url.Values{"closes": {web.InputTime(clock.At(s.Clock.Now().Add(24 * time.Hour)))}}).wants(t, 303)
		s.post(t, s.Marc, path+"/submit", nil).wants(t, 303)
		if got := s.stateOf(t, late.ID); got != access.Published {
			t.Errorf("mended, it is %d", got)
		}
	})
}

// TestTheEndOfAPollIsTold to its author, to who voted and to who follows it,
// and to nobody else.
func TestTheEndOfAPollIsTold(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		quiet := slog.New(slog.DiscardHandler)
		n := notification.New(s.DB, s.Clock, realtime.NewHub(s.DB, quiet), quiet)
		publication.Tell(n)
		s.Log.Follow("notices", n.Handle)
		it := poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}})
		option := state(t, s, s.Olga, it.ID).Options[0].ID
		for _, p := range []id.ID{s.Olga, s.Gaspard} {
			if err := s.service.Vote(t.Context(), s.As(t, p), it.ID, []id.ID{option}); err != nil {
				t.Fatal(err)
			}
		}
		target := notification.Target{Kind: notification.Item, ID: it.ID}
		if err := n.Follow(t.Context(), s.As(t, s.Gaspard), target, notification.Nothing); err != nil {
			t.Fatal(err)
		}
		if err := s.service.ClosePoll(t.Context(), s.As(t, s.Manon), it.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Log.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		for who, want := range map[id.ID]notification.Counts{s.Marc: {ForMe: 1}, s.Olga: {ForInfo: 1}, s.Gaspard: {}, s.Manon: {}} {
			if got, err := n.Counts(t.Context(), s.As(t, who)); err != nil || got != want {
				t.Errorf("%d is told %+v (%v), want %+v", who, got, err, want)
			}
		}
	})
}
