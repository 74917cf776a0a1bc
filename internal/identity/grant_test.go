package identity_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func TestLinksServeOnceAndForOnePurpose(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.enrol(identity.NewPerson{Name: "Élise Moreau"})
		link := func(purpose identity.Purpose) (key string) {
			h.write(func(tx *store.Tx) (err error) { key, err = h.NewLink(t.Context(), tx, purpose, p.ID, ""); return err })
			return key
		}
		use := func(purpose identity.Purpose, key string) error {
			return h.refusal(func(ctx context.Context, tx *store.Tx) error { _, err := h.UseLink(ctx, tx, purpose, key); return err })
		}
		older := link(identity.Reset)
		newer := link(identity.Reset)
		for name, err := range map[string]error{
			"replaced": use(identity.Reset, older), "another purpose": use(identity.Invitation, newer), "empty": use(identity.Reset, ""), "forged": use(identity.Reset, newer[1:]+"A"),
		} {
			if fault.KindOf(err) != fault.KindNotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := use(identity.Reset, newer); err != nil {
			t.Fatal(err)
		}
		h.mustBe(fault.KindNotFound, use(identity.Reset, newer))
		late := link(identity.Reset)
		h.clock.Add(time.Hour)
		h.mustBe(fault.KindNotFound, use(identity.Reset, late))
	})
}

func TestEnrolling(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var handles []string
		for range 4 {
			handles = append(handles, h.enrol(identity.NewPerson{Name: "Jean Dupont"}).Handle)
		}
		if diff := cmp.Diff([]string{"jean.dupont", "jean.dupont2", "jean.dupont3", "jean.dupont4"}, handles); diff != "" {
			t.Error(diff)
		}
		host := h.enrol(identity.NewPerson{Name: "Élise Moreau", Email: "Elise@Exemple.fr"})
		if host.Email != "elise@exemple.fr" || host.State != identity.Invited {
			t.Errorf("%+v", host)
		}
		found, err := h.ByLogin(t.Context(), "elise@exemple.fr")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(host, found); diff != "" {
			t.Error(diff)
		}
		for want, n := range map[string]identity.NewPerson{
			"name identity.name":             {Name: " "},
			"email identity.email.malformed": {Name: "A B", Email: "a@b\r\nBcc: c@d.fr"},
			"email identity.email.taken":     {Name: "A B", Email: "ELISE@exemple.fr"},
			"sponsor identity.guest.sponsor": {Name: "A B", Kind: identity.Guest, Expires: clock.At(monday.Add(time.Hour))},
			"expires identity.guest.expires": {Name: "A B", Kind: identity.Guest, Sponsor: host.ID, Expires: clock.At(monday)},
		} {
			err := h.refusal(func(ctx context.Context, tx *store.Tx) error { _, err := h.Enrol(ctx, tx, n); return err })
			if key(err) != want {
				t.Errorf("%+v: %v, want %s", n, err, want)
			}
		}
	})
}

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		create := func(n identity.NewToken) (tok identity.Token, secret string, err error) {
			err = h.refusal(func(ctx context.Context, tx *store.Tx) (err error) {
				tok, secret, err = h.CreateToken(ctx, tx, p.ID, n)
				return err
			})
			return tok, secret, err
		}
		for want, n := range map[string]identity.NewToken{
			"name identity.token.name":     {Scopes: []access.Scope{access.Read}},
			"scopes identity.token.scopes": {Name: "x", Scopes: []access.Scope{"root"}},
			"scopes identity.token.admin":  {Name: "x", Scopes: []access.Scope{access.Admin}},
			"expires identity.token.past":  {Name: "x", Scopes: []access.Scope{access.Read}, Expires: clock.At(monday)},
		} {
			if _, _, err := create(n); key(err) != want {
				t.Errorf("%+v: %v", n, err)
			}
		}
		tok, secret, err := create(identity.NewToken{Name: "sauvegarde", Scopes: []access.Scope{access.Write, access.Read}, Expires: clock.At(monday.Add(time.Hour))})
		if err != nil {
			t.Fatal(err)
		}
		v, err := h.ByToken(t.Context(), secret)
		if err != nil || v.Actor.Kind() != access.Token || v.Actor.Person() != p.ID || v.Session != 0 {
			t.Fatal(v, err)
		}
		for _, forged := range []string{"", "parvis_", secret[:len(secret)-1], secret[len("parvis_"):], secret + "A"} {
			_, err := h.ByToken(t.Context(), forged)
			h.mustBe(fault.Unauthenticated, err)
		}
		list, err := h.Tokens(t.Context(), p.ID)
		if err != nil || len(list) != 1 || list[0].ID != tok.ID || list[0].Seen.IsZero() || len(list[0].Scopes) != 2 {
			t.Fatal(list, err)
		}
		var found bool
		h.write(func(tx *store.Tx) (err error) { found, err = h.RevokeToken(t.Context(), tx, 999, tok.ID); return err })
		if found {
			t.Fatal("somebody else revoked it")
		}
		h.clock.Add(time.Hour)
		_, err = h.ByToken(t.Context(), secret)
		h.mustBe(fault.Unauthenticated, err)
	})
}

func TestTheCharterIsDueUntilAccepted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		cookie := h.open(p.ID)
		due := func() bool {
			v, err := h.BySession(t.Context(), cookie)
			if err != nil {
				t.Fatal(err)
			}
			return v.CharterDue
		}
		publish := func(based int, text string) error {
			return h.refusal(func(ctx context.Context, tx *store.Tx) error {
				_, err := h.PublishCharter(ctx, tx, p.ID, based, text)
				return err
			})
		}
		accept := func(version int) error {
			return h.refusal(func(ctx context.Context, tx *store.Tx) error { return h.AcceptCharter(ctx, tx, p.ID, version) })
		}
		if due() {
			t.Fatal("due without a charter")
		}
		if err := publish(0, "Soyez courtois."); err != nil {
			t.Fatal(err)
		}
		if !due() {
			t.Fatal("not due")
		}
		h.mustBe(fault.Conflict, accept(2))
		if err := accept(1); err != nil || due() {
			t.Fatal(err, "still due")
		}
		h.mustBe(fault.Conflict, publish(0, "Autre texte."))
		h.mustBe(fault.Invalid, publish(1, "Soyez courtois."))
		if err := publish(1, "Soyez courtois et brefs."); err != nil || !due() {
			t.Fatal(err, "not due again")
		}
		list, err := h.Charters(t.Context())
		if err != nil || len(list) != 2 || list[0].Version != 2 {
			t.Fatal(list, err)
		}
	})
}

func TestAnAdministratorAlwaysRemains(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		ada, bob := h.agent("Ada Lune", good), h.agent("Bob Mars", good)
		set := func(p id.ID, admin bool) error {
			return h.refusal(func(ctx context.Context, tx *store.Tx) error { return h.SetAdmin(ctx, tx, p, admin) })
		}
		suspend := func(p id.ID) error {
			return h.refusal(func(ctx context.Context, tx *store.Tx) error { return h.Suspend(ctx, tx, p) })
		}
		if err := set(ada.ID, true); err != nil {
			t.Fatal(err)
		}
		h.mustBe(fault.Conflict, set(ada.ID, false))
		h.mustBe(fault.Conflict, suspend(ada.ID))
		if err := set(bob.ID, true); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 2)
		for _, p := range []id.ID{ada.ID, bob.ID} {
			go func() { done <- set(p, false) }()
		}
		first, second := <-done, <-done
		if (first == nil) == (second == nil) {
			t.Fatalf("both had the same answer: %v, %v", first, second)
		}
		if ok, err := h.HasAdministrator(t.Context(), h.db); !ok || err != nil {
			t.Fatal("nobody is left", err)
		}
		guest := h.enrol(identity.NewPerson{Kind: identity.Guest, Name: "Ana Dehors", Sponsor: ada.ID, Expires: clock.At(monday.Add(time.Hour))})
		h.mustBe(fault.Invalid, set(guest.ID, true))
	})
}

func TestSweepRemovesWhatIsOver(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		h.open(p.ID)
		h.enter("nobody", "non")
		h.write(func(tx *store.Tx) error { _, err := h.NewLink(t.Context(), tx, identity.Reset, p.ID, ""); return err })
		count := func() int {
			n, err := store.One[int](t.Context(), h.db, store.Q(`SELECT (SELECT COUNT(*) FROM sessions) + (SELECT COUNT(*) FROM links) + (SELECT COUNT(*) FROM attempts)`))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if err := h.Sweep(t.Context()); err != nil || count() != 3 {
			t.Fatal(err, count())
		}
		h.clock.Add(8 * 24 * time.Hour)
		if err := h.Sweep(t.Context()); err != nil || count() != 0 {
			t.Fatal(err, count())
		}
	})
}
