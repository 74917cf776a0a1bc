package community

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestJoinAndLeave(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob := w.agent("ada"), w.agent("bob")
		c := w.open(ada, access.Open)
		w.must(w.Join(w.ctx, w.as(bob), c))
		told := len(w.told(c))
		w.must(w.Join(w.ctx, w.as(bob), c))
		if len(w.told(c)) != told {
			t.Error("joining twice was told twice")
		}
		w.counted(c, 2, 1)
		w.must(w.Leave(w.ctx, w.as(bob), c))
		w.refused(fault.KindForbidden, w.Leave(w.ctx, w.as(bob), c))
		w.counted(c, 1, 1)
		if e := w.lastTold(c); e.Verb != EventLeft || e.Person != bob {
			t.Errorf("told %+v", e)
		}
	})
}

func TestAskAcceptRefuse(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, cyd := w.agent("ada"), w.agent("bob"), w.agent("cyd")
		c := w.open(ada, access.OnRequest)
		w.refused(fault.KindForbidden, w.Join(w.ctx, w.as(bob), c))
		w.must(w.Ask(w.ctx, w.as(bob), c, "Je tiens un guichet"))
		if e := w.lastTold(c); e.Verb != EventAsked || message(t, e) != "Je tiens un guichet" {
			t.Errorf("told %+v", e)
		}
		w.must(w.Ask(w.ctx, w.as(cyd), c, ""))
		w.refused(fault.KindForbidden, w.Accept(w.ctx, w.as(cyd), c, bob))
		asked, err := w.Requests(w.ctx, w.as(ada), c, 0)
		w.must(err)
		if len(asked) != 2 || asked[0].ID != bob || asked[0].Message == "" {
			t.Errorf("requests %+v", asked)
		}
		_, err = w.Requests(w.ctx, w.as(cyd), c, 0)
		w.refused(fault.KindForbidden, err)

		w.must(w.Accept(w.ctx, w.as(ada), c, bob))
		w.must(w.Accept(w.ctx, w.as(ada), c, bob)) // another manager was first
		w.must(w.Refuse(w.ctx, w.as(ada), c, cyd, "Réservé aux guichets"))
		w.counted(c, 2, 1)
		p, err := w.Visit(w.ctx, w.as(cyd), c)
		w.must(err)
		if p.Standing != Refused || p.Message != "Réservé aux guichets" || !p.May.Ask {
			t.Errorf("the refused sees %+v", p)
		}
		w.must(w.Ask(w.ctx, w.as(cyd), c, "Vraiment"))
		w.must(w.Withdraw(w.ctx, w.as(cyd), c))
		w.refused(fault.KindNotFound, w.Accept(w.ctx, w.as(ada), c, cyd))
	})
}

func TestInvitations(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, cyd, dan := w.agent("ada"), w.agent("bob"), w.agent("cyd"), w.agent("dan")
		c := w.open(ada, access.Private)
		n, err := w.Invite(w.ctx, w.as(ada), c, []id.ID{ada, bob, cyd, 12345}, "Venez")
		if n != 2 || err != nil {
			t.Fatalf("invited %d, %v", n, err)
		}
		p, err := w.Visit(w.ctx, w.as(bob), c)
		w.must(err)
		if !p.May.Answer || p.Role != 0 || p.Message != "Venez" || p.May.SeeMembers {
			t.Errorf("the invited sees %+v", p)
		}
		w.must(w.AcceptInvitation(w.ctx, w.as(bob), c))
		w.must(w.Decline(w.ctx, w.as(cyd), c))
		w.refused(fault.KindNotFound, w.AcceptInvitation(w.ctx, w.as(cyd), c))
		w.counted(c, 2, 1)
		// A member of a private place does not invite.
		_, err = w.Invite(w.ctx, w.as(bob), c, []id.ID{dan}, "")
		w.refused(fault.KindForbidden, err)
		_, err = w.Invite(w.ctx, w.as(ada), c, nil, "")
		w.refused(fault.Invalid, err)
		_, err = w.Invite(w.ctx, w.as(ada), c, make([]id.ID, MaxInvitations+1), "")
		w.refused(fault.Invalid, err)
		// Inviting who asked lets them in.
		w.must(w.SetOpenness(w.ctx, w.as(ada), c, access.OnRequest))
		w.must(w.Ask(w.ctx, w.as(dan), c, ""))
		if n, err = w.Invite(w.ctx, w.as(ada), c, []id.ID{dan}, ""); n != 1 || err != nil || w.standing(c, dan) != In {
			t.Errorf("inviting who asked: %d, %v, %v", n, err, w.standing(c, dan))
		}
		w.counted(c, 3, 1)
	})
}

func TestExclusionHasAReasonAndHolds(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, cyd := w.agent("ada"), w.agent("bob"), w.agent("cyd")
		c := w.open(ada, access.Open)
		w.must(w.Join(w.ctx, w.as(bob), c))
		w.must(w.Join(w.ctx, w.as(cyd), c))
		w.refused(fault.KindForbidden, w.Exclude(w.ctx, w.as(cyd), c, bob, "Non"))
		w.refused(fault.Invalid, w.Exclude(w.ctx, w.as(ada), c, bob, "  "))
		w.refused(fault.Conflict, w.Exclude(w.ctx, w.as(ada), c, ada, "Moi"))
		w.refused(fault.KindNotFound, w.Exclude(w.ctx, w.as(ada), c, 999, "Qui"))
		w.must(w.Exclude(w.ctx, w.as(ada), c, bob, "Propos blessants"))
		w.counted(c, 2, 1)
		w.refused(fault.KindForbidden, w.Join(w.ctx, w.as(bob), c))
		p, err := w.Visit(w.ctx, w.as(bob), c)
		w.must(err)
		if p.Message != "Propos blessants" || p.May.Join {
			t.Errorf("the excluded sees %+v", p)
		}
		// A member's invitation does not lift it; a manager's does.
		if n, err := w.Invite(w.ctx, w.as(cyd), c, []id.ID{bob}, ""); n != 0 || err != nil {
			t.Errorf("a member lifted the exclusion: %d, %v", n, err)
		}
		if n, err := w.Invite(w.ctx, w.as(ada), c, []id.ID{bob}, ""); n != 1 || err != nil {
			t.Errorf("invited back %d, %v", n, err)
		}
		w.must(w.AcceptInvitation(w.ctx, w.as(bob), c))
	})
}

func TestTheLastManagerIsWarnedNotBlocked(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, root := w.agent("ada"), w.agent("bob"), w.admin("root")
		c := w.open(ada, access.Open)
		w.must(w.Join(w.ctx, w.as(bob), c))
		w.refused(fault.KindForbidden, w.SetRole(w.ctx, w.as(bob), c, bob, access.ManagerRole))
		w.must(w.SetRole(w.ctx, w.as(ada), c, bob, access.ManagerRole))
		w.hears(c, EventEnoughManagers)
		w.must(w.SetRole(w.ctx, w.as(ada), c, bob, access.MemberRole))
		w.hears(c, EventFewManagers)
		w.must(w.Leave(w.ctx, w.as(ada), c))
		w.hears(c, EventNoManager)
		w.counted(c, 1, 0)
		// An administrator names one among the members, and it is recorded.
		w.must(w.SetRole(w.ctx, w.as(root), c, bob, access.ManagerRole))
		w.counted(c, 1, 1)
		acts, err := w.acts.List(w.ctx, activity.ActFilter{}, 10)
		w.must(err)
		if len(acts) != 1 || acts[0].Verb != string(EventRole) {
			t.Errorf("recorded %+v", acts)
		}
		w.refused(fault.Malformed, w.SetRole(w.ctx, w.as(root), c, bob, access.GuestRole))
	})
}

func TestDuties(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, cyd := w.agent("ada"), w.agent("bob"), w.agent("cyd")
		c := w.open(ada, access.OnRequest)
		w.must(w.Ask(w.ctx, w.as(bob), c, ""))
		_, err := w.Invite(w.ctx, w.as(ada), c, []id.ID{cyd}, "")
		w.must(err)
		for person, want := range map[id.ID]string{ada: "requests1 managers1 ", bob: "", cyd: "invitation0 "} {
			found, err := w.Duties(w.ctx, w.as(person))
			w.must(err)
			got := ""
			for _, d := range found {
				got += fmt.Sprintf("%s%d ", d.Kind, d.Count)
			}
			if got != want {
				t.Errorf("duties %q, want %q", got, want)
			}
		}
	})
}

func TestWelcomeIsShownOnce(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob := w.agent("ada"), w.agent("bob")
		c := w.open(ada, access.Open)
		w.item(c, ada, "Ordinaire", 5, false)
		w.item(c, ada, "Épinglé", 0, true)
		w.item(c, ada, "Utile", 9, false)
		w.item(c, ada, "Oublié", 1, false)
		w.must(w.Join(w.ctx, w.as(bob), c))
		greet := func() *Welcome {
			t.Helper()
			p, err := w.Visit(w.ctx, w.as(bob), c)
			w.must(err)
			hello, err := w.Greet(w.ctx, w.as(bob), p)
			w.must(err)
			return hello
		}
		hello := greet()
		if hello == nil || len(hello.Reads) != 3 || hello.Reads[0].Title != "Épinglé" || hello.Reads[1].Title != "Utile" {
			t.Fatalf("welcomed with %+v", hello)
		}
		w.must(w.DismissWelcome(w.ctx, w.as(bob), c))
		if greet() != nil {
			t.Error("welcomed twice")
		}
	})
}

// item publishes something, without the feature that does it.
func (w *town) item(community, author id.ID, title string, useful int, pinned bool) {
	w.t.Helper()
	w.exec(store.Q(`INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, useful, pinned, created, published, activity)
		VALUES (%s, 'post', %s, %s, %s, 0, %s, '', %s, %s, 1, 1, 1)`, w.ids.New(), community, author, access.Published, title, useful, pinned))
}

func TestCountersUnderConcurrency(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada := w.agent("ada")
		c := w.open(ada, access.Open)
		const crowd = 12
		var wg sync.WaitGroup
		errs := make([]error, crowd)
		for i := range crowd {
			p := w.agent(fmt.Sprintf("agent%d", i))
			outside := w.as(p)
			inside := access.Signed(access.Facts{Person: p, Roles: map[id.ID]access.Role{c: access.MemberRole}})
			lead := w.as(ada)
			wg.Go(func() {
				// Twice at once by the same person, then out again for half of
				// them, and up for the others.
				var again error
				var twice sync.WaitGroup
				twice.Go(func() { again = w.Join(w.ctx, outside, c) })
				errs[i] = w.Join(w.ctx, outside, c)
				twice.Wait()
				if i%2 == 0 {
					errs[i] = errors.Join(errs[i], again, w.Leave(w.ctx, inside, c))
				} else {
					errs[i] = errors.Join(errs[i], again, w.SetRole(w.ctx, lead, c, p, access.ManagerRole))
				}
			})
		}
		wg.Wait()
		w.must(errors.Join(errs...))
		w.counted(c, 1+crowd/2, 1+crowd/2)
	})
}
