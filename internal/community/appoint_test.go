package community

import (
	"testing"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
)

func TestAPlaceThatItsPeopleLeftIsReachedAgain(t *testing.T) {
	each(t, func(t *testing.T, w *town) {
		ada, bob, eve, guest, root := w.agent("ada"), w.agent("bob"), w.agent("eve"), w.guest("guest"), w.admin("root")
		c := w.open(ada, access.Private)
		who := map[string]identity.Person{}
		for name, p := range map[string]id.ID{"bob": bob, "eve": eve, "guest": guest, "root": root} {
			found, err := w.known.ByLogin(w.ctx, name)
			w.must(err)
			if found.ID != p {
				t.Fatal(name)
			}
			who[name] = found
		}
		// While somebody manages, they say who comes in.
		w.refused(fault.Conflict, w.Appoint(w.ctx, w.as(root), c, who["bob"]))
		w.must(w.Leave(w.ctx, w.as(ada), c))
		w.refused(fault.KindNotFound, w.Appoint(w.ctx, w.as(eve), c, who["bob"]))
		w.refused(fault.KindNotFound, w.Appoint(w.ctx, w.as(guest), c, who["bob"]))
		// An administrator opens no private place to themselves.
		w.refused(fault.Conflict, w.Appoint(w.ctx, w.as(root), c, who["root"]))
		w.refused(fault.Conflict, w.Appoint(w.ctx, w.as(root), c, who["guest"]))
		w.must(w.Appoint(w.ctx, w.as(root), c, who["bob"]))
		if got := w.as(bob).Role(c); got != access.ManagerRole {
			t.Errorf("bob has the role %v", got)
		}
		w.counted(c, 1, 1)
		if n, err := w.acts.Verify(w.ctx); n != 1 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
		// The second one comes by the first.
		w.refused(fault.Conflict, w.Appoint(w.ctx, w.as(root), c, who["eve"]))
		if n, err := w.Invite(w.ctx, w.as(bob), c, []id.ID{eve}, ""); n != 1 || err != nil {
			t.Errorf("%d invited, %v", n, err)
		}
	})
}
