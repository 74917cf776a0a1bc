package notification_test

import (
	"log/slog"
	"testing"
	"time"

	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestMain(m *testing.M) { storetest.Main(m) }

type world struct {
	*contenttest.World
	n *notification.Service
}

func each(t *testing.T, body func(t *testing.T, w world)) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := contenttest.New(t, db)
		quiet := slog.New(slog.DiscardHandler)
		n := notification.New(db, w.Clock, realtime.NewHub(db, quiet), quiet)
		w.Log.Follow("notices", n.Handle)
		body(t, world{w, n})
	})
}

func (w world) follow(t *testing.T, person id.ID, kind notification.TargetKind, target id.ID, level notification.Level) {
	t.Helper()
	if err := w.n.Follow(t.Context(), w.As(t, person), notification.Target{Kind: kind, ID: target}, level); err != nil {
		t.Fatal(err)
	}
}

// told lists somebody's lines as "stream reason count", unread ones only.
func (w world) told(t *testing.T, person id.ID) map[id.ID]notification.Notice {
	t.Helper()
	if err := w.Log.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	page, err := w.n.List(t.Context(), w.As(t, person), notification.Wanted{
		Streams: []notification.Stream{notification.Do, notification.ForMe, notification.ForInfo}, Waiting: true, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	out := map[id.ID]notification.Notice{}
	for _, n := range page.Notices {
		if old, ok := out[n.Subject.ID]; ok && old.Stream < n.Stream {
			continue
		}
		out[n.Subject.ID] = n
	}
	return out
}

func (w world) expect(t *testing.T, person, item id.ID, stream notification.Stream, reason notification.Reason, count int) {
	t.Helper()
	n, ok := w.told(t, person)[item]
	if stream == 0 {
		if ok {
			t.Errorf("told %v %s, want nothing", n.Stream, n.Reason)
		}
		return
	}
	if !ok || n.Stream != stream || n.Reason != reason || n.Count != count {
		t.Errorf("told %v %s ×%d (%v); want %v %s ×%d", n.Stream, n.Reason, n.Count, ok, stream, reason, count)
	}
}

func TestFollowersAreToldOfWhatTheyMayRead(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		for _, p := range []id.ID{w.Manon, w.Olga} {
			w.follow(t, p, notification.Community, w.Open, notification.All)
			w.follow(t, p, notification.Person, w.Marc, notification.All)
		}
		open := w.Post(t, w.Marc, w.Open)
		w.expect(t, w.Manon, open.ID, notification.ForInfo, notification.FollowsPlace, 1)
		w.expect(t, w.Olga, open.ID, notification.ForInfo, notification.FollowsPlace, 1)
		w.expect(t, w.Marc, open.ID, 0, "", 0)

		private := w.Post(t, w.Marc, w.Private)
		w.expect(t, w.Manon, private.ID, notification.ForInfo, notification.FollowsPerson, 1)
		w.expect(t, w.Olga, private.ID, 0, "", 0)
		if c, err := w.n.Counts(t.Context(), w.As(t, w.Olga)); err != nil || c.ForInfo != 1 {
			t.Errorf("Olga counts %+v, %v: the private one must not show in a number either", c, err)
		}
	})
}

func TestLevels(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.follow(t, w.Manon, notification.Community, w.Open, notification.Important)
		w.follow(t, w.Olga, notification.Community, w.Open, notification.Nothing)
		w.follow(t, w.Olga, notification.Person, w.Marc, notification.All)
		plain := w.Post(t, w.Marc, w.Open)
		w.expect(t, w.Manon, plain.ID, 0, "", 0)
		w.expect(t, w.Olga, plain.ID, 0, "", 0)
		important := w.Post(t, w.Manon, w.Open, func(n *content.New) { n.Important = true })
		w.follow(t, w.Marc, notification.Community, w.Open, notification.Important)
		second := w.Post(t, w.Manon, w.Open, func(n *content.New) { n.Important = true })
		w.expect(t, w.Marc, important.ID, notification.ForInfo, notification.FollowsPlace, 1)
		w.expect(t, w.Marc, second.ID, notification.ForInfo, notification.FollowsPlace, 1)
	})
}

func TestThread(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		item := w.Post(t, w.Marc, w.Open)
		first := w.Say(t, w.Olga, item.ID, "Une question.")
		w.Say(t, w.Olga, item.ID, "Et une autre.")
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.Commented, 2)
		if n := w.told(t, w.Marc)[item.ID]; n.Comment != first.ID {
			t.Errorf("the line lands on %v, want the first unread %v", n.Comment, first.ID)
		}
		// Olga follows what she took part in; Manon only when she is named.
		w.Say(t, w.Marc, item.ID, "Voyez avec @manon.leroy.")
		w.expect(t, w.Olga, item.ID, notification.ForInfo, notification.FollowsItem, 1)
		w.expect(t, w.Manon, item.ID, notification.ForMe, notification.Mentioned, 1)

		if err := w.n.Saw(t.Context(), w.As(t, w.Marc), notification.Target{Kind: notification.Item, ID: item.ID}); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, 0, "", 0)
		w.Say(t, w.Olga, item.ID, "Merci.")
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.Commented, 1)
	})
}

func TestMutingIsOneGesture(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		item := w.Post(t, w.Marc, w.Open)
		w.Say(t, w.Olga, item.ID, "Bonjour.")
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.Commented, 1)
		w.follow(t, w.Marc, notification.Item, item.ID, notification.Nothing)
		w.expect(t, w.Marc, item.ID, 0, "", 0)
		w.Say(t, w.Olga, item.ID, "Vous êtes là ?")
		w.expect(t, w.Marc, item.ID, 0, "", 0)
		w.Say(t, w.Olga, item.ID, "@marc.petit ?")
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.Mentioned, 1)
	})
}

func TestWhatWaitsForReleaseIsToDo(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.Validate(t, w.OnRequest)
		item := w.Post(t, w.Marc, w.OnRequest)
		w.expect(t, w.Manon, item.ID, notification.Do, notification.ToRelease, 1)
		if err := w.n.Saw(t.Context(), w.As(t, w.Manon), notification.Target{Kind: notification.Item, ID: item.ID}); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Manon, item.ID, notification.Do, notification.ToRelease, 1)
		if _, err := w.Content.Return(t.Context(), w.As(t, w.Manon), item.ID, "Citez la source."); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Manon, item.ID, 0, "", 0)
		w.expect(t, w.Marc, item.ID, notification.Do, notification.WasReturned, 1)
		if _, err := w.Content.Submit(t.Context(), w.As(t, w.Marc), item.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Content.Release(t.Context(), w.As(t, w.Manon), item.ID); err != nil {
			t.Fatal(err)
		}
		w.expect(t, w.Marc, item.ID, notification.ForMe, notification.WasReleased, 1)
		w.expect(t, w.Manon, item.ID, 0, "", 0)
	})
}

func TestRightsAreAskedAgain(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.follow(t, w.Marc, notification.Community, w.Private, notification.All)
		item := w.Post(t, w.Manon, w.Private)
		w.expect(t, w.Marc, item.ID, notification.ForInfo, notification.FollowsPlace, 1)
		w.Leave(t, w.Private, w.Marc)
		w.expect(t, w.Marc, item.ID, 0, "", 0)
		if c, err := w.n.Counts(t.Context(), w.As(t, w.Marc)); err != nil || c != (notification.Counts{}) {
			t.Errorf("counts %+v, %v", c, err)
		}
	})
}

func TestReadingAllStopsAtWhatWasShown(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		w.follow(t, w.Olga, notification.Community, w.Open, notification.All)
		w.Post(t, w.Marc, w.Open)
		w.told(t, w.Olga)
		shown := w.Clock.Add(time.Minute)
		w.Clock.Add(time.Minute)
		late := w.Post(t, w.Marc, w.Open)
		w.told(t, w.Olga)
		if err := w.n.SawAll(t.Context(), w.As(t, w.Olga), shown, notification.ForInfo); err != nil {
			t.Fatal(err)
		}
		left := w.told(t, w.Olga)
		if _, ok := left[late.ID]; !ok || len(left) != 1 {
			t.Errorf("left %v", left)
		}
	})
}

func TestFollowingWhatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		secret := w.Post(t, w.Manon, w.Private)
		for name, c := range map[string]struct {
			who    id.ID
			target notification.Target
			kind   fault.Kind
		}{
			"private item":      {w.Olga, notification.Target{Kind: notification.Item, ID: secret.ID}, fault.KindNotFound},
			"private community": {w.Olga, notification.Target{Kind: notification.Community, ID: w.Private}, fault.KindNotFound},
			"person, as guest":  {w.Garance, notification.Target{Kind: notification.Person, ID: w.Marc}, fault.KindNotFound},
			"unknown tag":       {w.Olga, notification.Target{Kind: notification.Tag, ID: 42}, fault.KindNotFound},
			"unknown kind":      {w.Olga, notification.Target{Kind: "planet", ID: 42}, fault.KindNotFound},
			"nobody":            {0, notification.Target{Kind: notification.Community, ID: w.Open}, fault.KindForbidden},
		} {
			err := w.n.Follow(t.Context(), w.As(t, c.who), c.target, notification.All)
			contenttest.Wants(t, name, err, c.kind)
		}
	})
}
