package content_test

import (
	"slices"
	"testing"

	"parvis/internal/access"
	"parvis/internal/content"
	"parvis/internal/content/contenttest"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

func TestRelayAddsReadersAndNeverMore(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		far := w.Community(t, "Ailleurs", access.OnRequest)
		w.Join(t, far, w.Marc, access.MemberRole)
		w.Join(t, far, w.Olga, access.MemberRole)
		w.Join(t, far, w.Garance, access.GuestRole)
		relay := func(by id.ID, it content.Item) error {
			return w.Content.Relay(t.Context(), w.As(t, by), it.ID, far, "À lire")
		}
		priv := w.Post(t, w.Marc, w.Private)
		contenttest.Wants(t, "out of a private place, by its author", relay(w.Marc, priv), fault.KindForbidden)
		w.Join(t, far, w.Manon, access.MemberRole)
		contenttest.Wants(t, "out of a private place, by its manager", relay(w.Manon, priv), fault.KindForbidden)
		members := w.Post(t, w.Marc, w.Open, func(n *content.New) { n.Audience = access.MembersOnly })
		contenttest.Wants(t, "what is for members", relay(w.Marc, members), fault.KindForbidden)
		asked := w.Post(t, w.Marc, w.OnRequest)
		contenttest.Wants(t, "out of a place on request, by a member", relay(w.Marc, asked), fault.KindForbidden)
		_, err := w.Content.Read(t.Context(), w.As(t, w.Olga), asked.ID, content.At{})
		contenttest.Wants(t, "before the relay", err, fault.KindNotFound)
		_, err = w.Content.RelayReaders(t.Context(), w.As(t, w.Marc), asked.ID, far)
		contenttest.Wants(t, "foreseeing a relay that one may not make", err, fault.KindForbidden)
		foreseen, err := w.Content.RelayReaders(t.Context(), w.As(t, w.Manon), asked.ID, far)
		contenttest.Wants(t, "foreseeing a relay", err, allowed)
		contenttest.Wants(t, "out of a place on request, by its manager", relay(w.Manon, asked), allowed)
		contenttest.Wants(t, "again", relay(w.Manon, asked), allowed)
		contenttest.Wants(t, "where one is no member", w.Content.Relay(t.Context(), w.As(t, w.Gaspard), asked.ID, far, ""), fault.KindForbidden)

		// Read by both, one thread, and not by guests of the other place.
		w.Say(t, w.Olga, asked.ID, "Lu d’ailleurs.")
		if th := read(t, w, w.Marc, asked.ID); th.Item.Comments != 1 || len(th.Relays) != 1 || th.Relays[0].Note != "À lire" {
			t.Errorf("%d comments, relays %+v", th.Item.Comments, th.Relays)
		}
		_, err = w.Content.Read(t.Context(), w.As(t, w.Garance), asked.ID, content.At{})
		contenttest.Wants(t, "a guest of the other place", err, fault.KindNotFound)
		_, r, err := w.Content.ItemReaders(t.Context(), w.As(t, w.Olga), asked.ID)
		if err != nil || r.Agents != 3 || r.Guests != 1 || len(r.Places) != 2 {
			t.Errorf("%+v, %v", r, err)
		}
		if foreseen.Agents != r.Agents || foreseen.Guests != r.Guests || len(foreseen.Places) != len(r.Places) {
			t.Errorf("foreseen %+v, come true %+v", foreseen, r)
		}
		page, err := w.Content.ByCommunity(t.Context(), w.As(t, w.Olga), far, content.Filter{}, content.Cursor{}, 0)
		if err != nil || len(page.Rows) != 1 || page.Rows[0].Place.Name != "Sur demande" {
			t.Errorf("%+v, %v", page.Rows, err)
		}
		// A narrower audience ends it.
		to := access.MembersOnly
		if _, err := w.Content.Edit(t.Context(), w.As(t, w.Marc), content.Edit{Item: asked.ID, Title: "T", Source: "S", Audience: &to}); err != nil {
			t.Fatal(err)
		}
		_, err = w.Content.Read(t.Context(), w.As(t, w.Olga), asked.ID, content.At{})
		contenttest.Wants(t, "after it was narrowed", err, fault.KindNotFound)
		everyone := access.Everyone
		_, err = w.Content.Edit(t.Context(), w.As(t, w.Marc), content.Edit{Item: asked.ID, Title: "T", Source: "S", Audience: &everyone})
		contenttest.Wants(t, "wider again, when others spoke", err, fault.Invalid)
	})
}

func TestUnrelay(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		it := w.Post(t, w.Marc, w.Open)
		if err := w.Content.Relay(t.Context(), w.As(t, w.Marc), it.ID, w.Private, ""); err != nil {
			t.Fatal(err)
		}
		un := func(by id.ID) error { return w.Content.Unrelay(t.Context(), w.As(t, by), it.ID, w.Private) }
		contenttest.Wants(t, "somebody else", un(w.Olga), fault.KindForbidden)
		contenttest.Wants(t, "who relayed it", un(w.Marc), allowed)
		if got := w.Verbs(t, it.ID); !slices.Equal(got, []string{"item.published", "item.relayed", "item.unrelayed"}) {
			t.Error(got)
		}
	})
}

func TestMoveNeverShowsMore(t *testing.T) {
	each(t, func(t *testing.T, w *contenttest.World) {
		move := func(it content.Item, to id.ID) error {
			_, err := w.Content.Move(t.Context(), w.As(t, w.Manon), it.ID, to)
			return err
		}
		contenttest.Wants(t, "another's words out of a private place", move(w.Post(t, w.Marc, w.Private), w.Open), fault.KindForbidden)
		own := w.Post(t, w.Manon, w.Private)
		contenttest.Wants(t, "one's own words", move(own, w.Open), allowed)
		it := w.Post(t, w.Marc, w.Open)
		if err := w.Content.Relay(t.Context(), w.As(t, w.Marc), it.ID, w.OnRequest, ""); err != nil {
			t.Fatal(err)
		}
		contenttest.Wants(t, "into a closed place", move(it, w.Private), allowed)
		if th := read(t, w, w.Marc, it.ID); th.Community != w.Private || len(th.Relays) != 0 {
			t.Errorf("in %s with %d relays", th.Community, len(th.Relays))
		}
		if n := w.Count(t, store.Q(`SELECT items FROM communities WHERE id = %s`, w.Open)); n != 1 {
			t.Errorf("%d items left, want 1", n)
		}
	})
}
