package community

import (
	"log/slog"
	"testing"

	"parvis/internal/access"
	"parvis/internal/id"
	"parvis/internal/notification"
	"parvis/internal/realtime"
	"parvis/internal/store"
)

// TestComingInIsFollowing takes every way in and every way out: who comes in
// follows the place, who goes does not any more, and what a person chose for
// themselves stands.
func TestComingInIsFollowing(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		quiet := slog.New(slog.DiscardHandler)
		n := notification.New(w.db, w.clock, realtime.NewHub(w.db, quiet), quiet)
		Tell(n)
		w.log.Follow("notices", n.Handle)
		levels := []string{"nothing", "important", "all"}
		follows := func(who, place id.ID, want string) {
			t.Helper()
			w.must(w.log.CatchUp(w.ctx))
			target := notification.Target{Kind: notification.Community, ID: place}
			chosen, err := n.Levels(w.ctx, who, target)
			w.must(err)
			got := "no choice"
			if level, ok := chosen[target]; ok {
				got = levels[level]
			}
			if got != want {
				t.Errorf("%v follows the place at %q, want %q", who, got, want)
			}
		}
		choose := func(who, place id.ID, level notification.Level) {
			t.Helper()
			w.must(n.Follow(w.ctx, w.as(who), notification.Target{Kind: notification.Community, ID: place}, level))
		}

		ada, bob, cyd, dan, eve, gus := w.agent("ada"), w.agent("bob"), w.agent("cyd"), w.agent("dan"), w.agent("eve"), w.guest("gus")
		open := w.open(ada, access.Open)
		follows(ada, open, "all") // opened it
		w.must(w.Join(w.ctx, w.as(bob), open))
		follows(bob, open, "all")
		choose(cyd, open, notification.Important) // before coming in
		w.must(w.Join(w.ctx, w.as(cyd), open))
		follows(cyd, open, "important")
		w.must(w.Leave(w.ctx, w.as(cyd), open))
		follows(cyd, open, "no choice")
		choose(cyd, open, notification.All) // from outside
		follows(cyd, open, "all")
		choose(bob, open, notification.Nothing)
		w.must(w.Exclude(w.ctx, w.as(ada), open, bob, "Hors sujet"))
		follows(bob, open, "nothing")

		asked := w.open(ada, access.OnRequest)
		w.must(w.Ask(w.ctx, w.as(bob), asked, ""))
		follows(bob, asked, "no choice")
		w.must(w.Accept(w.ctx, w.as(ada), asked, bob))
		follows(bob, asked, "all")
		w.must(w.Ask(w.ctx, w.as(dan), asked, ""))
		_, err := w.Invite(w.ctx, w.as(ada), asked, []id.ID{dan}, "") // lets in who asked
		w.must(err)
		follows(dan, asked, "all")

		private := w.open(ada, access.Private)
		_, err = w.Invite(w.ctx, w.as(ada), private, []id.ID{dan, gus}, "")
		w.must(err)
		follows(dan, private, "no choice")
		w.must(w.AcceptInvitation(w.ctx, w.as(dan), private))
		follows(dan, private, "all")
		w.must(w.AcceptInvitation(w.ctx, w.as(gus), private))
		follows(gus, private, "all")
		w.must(w.Exclude(w.ctx, w.as(ada), private, dan, "Hors sujet"))
		follows(dan, private, "no choice")
		w.must(w.db.Write(w.ctx, func(tx *store.Tx) error { return w.Host(w.ctx, tx, w.as(ada), gus, []id.ID{asked}) }))
		follows(gus, asked, "all") // a guest whose account is made for it

		office, _ := w.unit("bureau", 0, "/")
		w.function(ada, office, true)
		w.function(eve, office, false)
		place, err := w.Open(w.ctx, w.as(ada), Opening{Name: "Le bureau", Purpose: "S’entraider", Template: "unit", Unit: office})
		w.must(err)
		follows(eve, place.ID, "all")
		w.function(dan, office, false)
		w.changed(dan)
		follows(dan, place.ID, "all")
		w.exec(store.Q(`DELETE FROM functions WHERE person_id = %s`, eve))
		w.changed(eve)
		follows(eve, place.ID, "no choice")
	})
}
