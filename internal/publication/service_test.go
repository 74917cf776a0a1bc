package publication_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/publication"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

const allowed = fault.Internal

func poll(t *testing.T, s *site, b publication.Ballot) content.Item {
	t.Helper()
	it, err := s.service.Publish(t.Context(), s.As(t, s.Marc), publication.New{
		New: content.New{Kind: publication.Poll, Community: s.Open, Title: "Quel jour ?", Source: "Choisissons."}, Ballot: b,
	})
	if err != nil {
		t.Fatal(err)
	}
	return it
}

func state(t *testing.T, s *site, who, item id.ID) publication.PollState {
	t.Helper()
	p, err := s.service.PollOf(t.Context(), s.As(t, who), item)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPollVotes(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := poll(t, s, publication.Ballot{Options: []string{"Lundi", " ", "Mardi"}})
		options := state(t, s, s.Marc, it.ID).Options
		if len(options) != 2 {
			t.Fatalf("%+v", options)
		}
		vote := func(who id.ID, list ...id.ID) error { return s.service.Vote(t.Context(), s.As(t, who), it.ID, list) }
		contenttest.Wants(t, "two of a single choice", vote(s.Olga, options[0].ID, options[1].ID), fault.Invalid)
		contenttest.Wants(t, "nothing", vote(s.Olga), fault.Invalid)
		contenttest.Wants(t, "an option of elsewhere", vote(s.Olga, 12), fault.Invalid)
		contenttest.Wants(t, "a guest of elsewhere", vote(s.Garance, options[0].ID), fault.KindNotFound)
		contenttest.Wants(t, "nobody", vote(0, options[0].ID), fault.Unauthenticated)
		contenttest.Wants(t, "an agent", vote(s.Olga, options[0].ID), allowed)
		contenttest.Wants(t, "changing one's mind", vote(s.Olga, options[1].ID), allowed)
		contenttest.Wants(t, "a guest", vote(s.Gaspard, options[1].ID), allowed)
		p := state(t, s, s.Olga, it.ID)
		if p.Voters != 2 || p.Options[0].Votes != 0 || p.Options[1].Votes != 2 || !p.Options[1].Mine || !p.Voted {
			t.Errorf("%+v", p)
		}
		if err := s.service.Withdraw(t.Context(), s.As(t, s.Olga), it.ID); err != nil {
			t.Fatal(err)
		}
		if p := state(t, s, s.Olga, it.ID); p.Voters != 1 || p.Options[1].Votes != 1 || p.Voted {
			t.Errorf("%+v", p)
		}
		// Not even the log says who voted.
		if n := s.Count(t, store.Q(`SELECT COUNT(*) FROM events WHERE verb LIKE 'poll.%%' AND actor_id IS NOT NULL`)); n != 0 {
			t.Errorf("%d votes name their voter", n)
		}
		contenttest.Wants(t, "closing, by another", s.service.ClosePoll(t.Context(), s.As(t, s.Olga), it.ID), fault.KindForbidden)
		contenttest.Wants(t, "closing, by its author", s.service.ClosePoll(t.Context(), s.As(t, s.Marc), it.ID), allowed)
		contenttest.Wants(t, "voting when it is closed", vote(s.Olga, options[0].ID), fault.KindForbidden)
		contenttest.Wants(t, "withdrawing when it is closed", s.service.Withdraw(t.Context(), s.As(t, s.Gaspard), it.ID), fault.KindForbidden)
	})
}

func TestHiddenResultsComeAtTheEnd(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := poll(t, s, publication.Ballot{Options: []string{"Oui", "Non"}, Hidden: true, Multiple: true, Closes: clock.At(s.Clock.Now().Add(time.Hour))})
		p := state(t, s, s.Marc, it.ID)
		path := content.Href(it.ID)
		if err := s.service.Vote(t.Context(), s.As(t, s.Olga), it.ID, []id.ID{p.Options[0].ID, p.Options[1].ID}); err != nil {
			t.Fatal(err)
		}
		if p := state(t, s, s.Manon, it.ID); p.Options[0].Votes != 0 || p.Voters != 1 {
			t.Errorf("a manager sees %+v", p)
		}
		s.get(t, s.Olga, path).wants(t, 200, "les résultats paraîtront", "Retirer mon vote").lacks(t, "poll-bars")
		s.Clock.Add(2 * time.Hour)
		if p := state(t, s, s.Manon, it.ID); p.Options[0].Votes != 1 || !p.Closed {
			t.Errorf("at the end: %+v", p)
		}
		s.get(t, s.Olga, path).wants(t, 200, "poll-bars", "Clos le").lacks(t, "Retirer mon vote")
	})
}

func TestVotesUnderConcurrency(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		it := poll(t, s, publication.Ballot{Options: []string{"A", "B", "C"}})
		options := state(t, s, s.Marc, it.ID).Options
		var group errgroup.Group
		for i := range 8 {
			actor := s.As(t, s.Person(t, identity.Agent, "v.n"+string(rune('a'+i)), "V"))
			group.Go(func() error {
				for _, o := range options {
					if err := s.service.Vote(t.Context(), actor, it.ID, []id.ID{o.ID}); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			t.Fatal(err)
		}
		p := state(t, s, s.Marc, it.ID)
		if p.Voters != 8 || p.Options[0].Votes != 0 || p.Options[1].Votes != 0 || p.Options[2].Votes != 8 {
			t.Errorf("%+v", p)
		}
	})
}

func TestBallotsAreJudgedWithTheRest(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		path := "/c/" + s.Open.String() + "/new"
		form := url.Values{"id": {s.formID(t, s.Marc, path)}, "kind": {"poll"}, "title": {""}, "source": {"Choisissons."}, "options": {"Seul\nseul"}}
		s.post(t, s.Marc, path, form).wants(t, 422, "Donnez un titre", "Deux réponses sont identiques", "Seul\nseul")
		form.Set("title", "Quel jour ?")
		form.Set("options", "Un")
		s.post(t, s.Marc, path, form).wants(t, 422, "au moins 2 réponses")
		form.Set("options", strings.Repeat("x", publication.MaxOption+1)+"\nb")
		s.post(t, s.Marc, path, form).wants(t, 422)
		form.Set("options", "Lundi\nMardi")
		form.Set("closes", "2001-01-01T10:00")
		s.post(t, s.Marc, path, form).wants(t, 422, "après la publication")
		form.Del("closes")
		to := s.post(t, s.Marc, path, form).wants(t, 303).to
		page := s.get(t, s.Olga, to).wants(t, 200, "Lundi", "Mardi", "Vote secret")
		_ = page
		option := state(t, s, s.Olga, mustID(t, to)).Options[0].ID.String()
		s.fragment(t, s.Olga, to+"/poll", url.Values{"option": {option}}).wants(t, 200, "poll-bars").lacks(t, "<html")
		s.post(t, s.Olga, to+"/poll/withdraw", nil).wants(t, 303)
		s.post(t, s.Olga, to+"/poll", url.Values{}).wants(t, 303)
		s.get(t, s.Marc, to).lacks(t, "Olga")
	})
}

func mustID(t *testing.T, path string) id.ID {
	t.Helper()
	v, err := id.Parse(strings.TrimPrefix(path, "/i/"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAnnouncementsAreForManagers(t *testing.T) {
	eachSite(t, func(t *testing.T, s *site) {
		announce := func(who id.ID) error {
			_, err := s.service.Publish(t.Context(), s.As(t, who), publication.New{New: content.New{
				Kind: publication.Announcement, Community: s.Open, Title: "Note", Source: "À savoir.", Important: true,
			}})
			return err
		}
		contenttest.Wants(t, "a member", announce(s.Marc), fault.KindForbidden)
		contenttest.Wants(t, "a manager", announce(s.Manon), allowed)
		it, err := s.service.Publish(t.Context(), s.As(t, s.Manon), publication.New{New: content.New{
			Kind: publication.Post, Community: s.Open, Title: "Message", Source: "Bonjour.", Important: true,
		}})
		if err != nil || it.Important {
			t.Errorf("a post is important: %v, %v", it.Important, err)
		}
	})
}
