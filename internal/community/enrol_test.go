package community

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// hears demands that the last event of a community, the change itself apart,
// is this one.
func (w *town) hears(community id.ID, verb activity.Verb) {
	w.t.Helper()
	events := w.told(community)
	for _, e := range events[max(0, len(events)-2):] {
		if e.Verb == verb {
			return
		}
	}
	w.t.Errorf("%s was not told", verb)
}

func TestAUnitsCommunityEnrolsItsPeople(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		root, rootPath := w.unit("dg", 0, "/")
		office, _ := w.unit("bureau", root, rootPath)
		other, _ := w.unit("ailleurs", 0, "/")
		head, ada, bob, cyd, eve := w.agent("head"), w.agent("ada"), w.agent("bob"), w.agent("cyd"), w.guest("eve")
		w.function(head, root, true)
		w.function(ada, office, false)
		w.function(bob, office, false)
		w.function(cyd, other, true)
		w.function(eve, office, false)

		form := Opening{Name: "Le bureau", Purpose: "S’entraider", Template: "unit", Unit: office}
		_, err := w.Open(w.ctx, w.as(ada), form)
		w.refused(fault.KindForbidden, err)
		_, err = w.Open(w.ctx, w.as(cyd), form) // heads another unit
		w.refused(fault.KindForbidden, err)
		place, err := w.Open(w.ctx, w.as(head), form)
		w.must(err)
		c := place.ID
		w.counted(c, 3, 1) // the head of the unit above, ada and bob; not the guest
		if w.standing(c, ada) != In || w.standing(c, eve) != Outsider || place.Kind != Hierarchical {
			t.Errorf("ada %v, eve %v, kind %v", w.standing(c, ada), w.standing(c, eve), place.Kind)
		}

		// Who left is not brought back.
		w.must(w.Leave(w.ctx, w.as(bob), c))
		w.changed(bob)
		if w.standing(c, bob) != Left {
			t.Errorf("bob came back: %v", w.standing(c, bob))
		}
	})
}

func TestMembersFollowTheirFunctions(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		root, rootPath := w.unit("dg", 0, "/")
		office, _ := w.unit("bureau", root, rootPath)
		other, _ := w.unit("ailleurs", 0, "/")
		head, ada, bob, cyd := w.agent("head"), w.agent("ada"), w.agent("bob"), w.agent("cyd")
		w.function(head, root, true)
		w.function(ada, office, false)
		w.function(bob, office, false)
		w.function(cyd, other, false)
		place, err := w.Open(w.ctx, w.as(head), Opening{Name: "La direction", Purpose: "Avancer", Template: "unit", Unit: root})
		w.must(err)
		c := place.ID
		w.counted(c, 3, 1)
		w.must(w.SetRole(w.ctx, w.as(head), c, bob, access.ManagerRole))

		move := func(person, unit id.ID) {
			w.exec(store.Q("UPDATE functions SET unit_id = %s WHERE person_id = %s", unit, person))
			w.changed(person)
		}
		move(cyd, office)
		if w.standing(c, cyd) != In {
			t.Errorf("cyd is not enrolled: %v", w.standing(c, cyd))
		}
		if e := w.lastTold(c); e.Verb != EventEnrolled {
			t.Errorf("told %+v", e)
		}
		w.counted(c, 4, 2)
		move(ada, other)
		if w.standing(c, ada) != Outsider {
			t.Errorf("ada is still there: %v", w.standing(c, ada))
		}
		move(bob, other)
		if w.standing(c, bob) != In {
			t.Error("a chosen manager was withdrawn")
		}
		w.counted(c, 3, 2)
		move(ada, office)
		if w.standing(c, ada) != In {
			t.Error("ada was not enrolled again")
		}

		// An archived place does not move; it catches up when reopened.
		w.must(w.Archive(w.ctx, w.as(head), c))
		move(ada, other)
		if w.standing(c, ada) != In {
			t.Error("an archived place lost a member")
		}
		dan := w.agent("dan")
		w.function(dan, office, false)
		w.changed(dan)
		if w.standing(c, dan) != Outsider {
			t.Error("an archived place gained a member")
		}
		w.must(w.Reopen(w.ctx, w.as(head), c))
		if w.standing(c, dan) != In {
			t.Error("dan was not enrolled on reopening")
		}
	})
}
