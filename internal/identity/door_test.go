package identity_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

const good = "la brouette enneigée ronronne"

func (h *house) enrol(n identity.NewPerson) identity.Person {
	h.t.Helper()
	var p identity.Person
	h.write(func(tx *store.Tx) (err error) { p, err = h.Enrol(h.t.Context(), tx, n); return err })
	return p
}

func (h *house) agent(name, password string) identity.Person {
	h.t.Helper()
	hash, err := h.HashPassword(h.t.Context(), password)
	if err != nil {
		h.t.Fatal(err)
	}
	return h.enrol(identity.NewPerson{Name: name, Email: identity.HandleFor(name) + "@exemple.fr", Password: hash})
}

func (h *house) enter(login, password string) (string, error) {
	_, cookie, err := h.Enter(h.t.Context(), identity.SignIn{Login: login, Password: password, Device: "Firefox", Address: "192.0.2.1"})
	return cookie, err
}

// refusal writes the parts of a write that must not succeed.
func (h *house) refusal(body func(ctx context.Context, tx *store.Tx) error) error {
	return h.db.Write(h.t.Context(), func(tx *store.Tx) error { return body(h.t.Context(), tx) })
}

func key(err error) string {
	if f, ok := fault.As(err); ok {
		for _, field := range f.Fields {
			return field.Name + " " + field.Key
		}
		return f.Key
	}
	return fmt.Sprint(err)
}

func TestEnteringByAddressOrHandle(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		seen := map[string]bool{}
		for _, login := range []string{"elise.moreau", "@Elise.Moreau", " elise.moreau@exemple.fr ", "ELISE.MOREAU@EXEMPLE.FR"} {
			cookie, err := h.enter(login, good)
			if err != nil {
				t.Fatalf("%q: %v", login, err)
			}
			if seen[cookie] {
				t.Fatal("a session was given twice")
			}
			seen[cookie] = true
			v, err := h.BySession(t.Context(), cookie)
			if err != nil || v.Person.ID != p.ID {
				t.Fatal(v, err)
			}
		}
	})
}

func TestRefusalsSayTheSameOfEverybody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.agent("Élise Moreau", good)
		h.enrol(identity.NewPerson{Name: "Paul Attente"})
		for _, login := range []string{"elise.moreau", "paul.attente", "nobody.here", "", "\x00", "' OR 1=1 --"} {
			cookie, err := h.enter(login, "une autre phrase que la bonne")
			if cookie != "" || fault.KindOf(err) != fault.Invalid || key(err) != "identity.sign_in.refused" {
				t.Errorf("%q: %q, %v", login, cookie, err)
			}
		}
	})
}

func TestLockoutBacksOffAndForgets(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.agent("Élise Moreau", good)
		for _, login := range []string{"elise.moreau@exemple.fr", "nobody@exemple.fr"} {
			for i := range 5 {
				if _, err := h.enter(login, "non non et non"); key(err) != "identity.sign_in.refused" {
					t.Fatalf("%s, try %d: %v", login, i+1, err)
				}
			}
			_, err := h.enter(login, good)
			h.mustBe(fault.TooMany, err)
			if got := key(err); got != "identity.sign_in.locked" {
				t.Fatal(got)
			}
		}
		// A new process knows of the lock: it is in the database.
		fresh := identity.New(identity.Config{DB: h.db, Clock: h.clock, IDs: h.IDs, Hashing: identity.FastHashing()})
		_, _, err := fresh.Enter(t.Context(), identity.SignIn{Login: "elise.moreau@exemple.fr", Password: good})
		h.mustBe(fault.TooMany, err)

		h.clock.Add(time.Minute)
		if _, err := h.enter("elise.moreau@exemple.fr", "encore non"); key(err) != "identity.sign_in.refused" {
			t.Fatal(err)
		}
		h.clock.Add(time.Minute)
		_, err = h.enter("elise.moreau@exemple.fr", good)
		h.mustBe(fault.TooMany, err) // the second lock is twice as long
		h.clock.Add(time.Minute)
		if _, err := h.enter("elise.moreau@exemple.fr", good); err != nil {
			t.Fatal(err)
		}
		if _, err := h.enter("elise.moreau@exemple.fr", "non"); key(err) != "identity.sign_in.refused" {
			t.Fatalf("entering did not clear the failures: %v", err)
		}
	})
}

func TestTheDoorIsNarrowForACrowdOfFailures(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.agent("Élise Moreau", good)
		refused := 0
		for i := range 80 {
			if _, err := h.enter(fmt.Sprintf("personne%d", i), "non"); fault.KindOf(err) == fault.TooMany {
				refused++
			}
		}
		if refused != 20 {
			t.Errorf("%d of 80 were stopped at the address", refused)
		}
		h.clock.Add(2 * time.Minute)
		for range 100 { // those who succeed are never counted
			if _, err := h.enter("elise.moreau", good); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestOnlyTheOwnerLearnsWhyTheAccountIsClosed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		host := h.agent("Élise Moreau", good)
		hash, err := h.HashPassword(t.Context(), good)
		if err != nil {
			t.Fatal(err)
		}
		guest := h.enrol(identity.NewPerson{Kind: identity.Guest, Name: "Ana Dehors", Password: hash, Sponsor: host.ID, Expires: clock.At(monday.Add(time.Hour))})
		h.write(func(tx *store.Tx) error { return h.Suspend(t.Context(), tx, host.ID) })
		h.clock.Add(time.Hour)
		for login, want := range map[string]string{host.Handle: "identity.sign_in.suspended", guest.Handle: "identity.sign_in.over"} {
			if _, err := h.enter(login, good); key(err) != want {
				t.Errorf("%s: %v", login, err)
			}
			if _, err := h.enter(login, "une autre phrase"); key(err) != "identity.sign_in.refused" {
				t.Errorf("%s, wrong password: %v", login, err)
			}
		}
	})
}

func TestANewPasswordClosesEverything(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		cookie, err := h.enter(p.Handle, good)
		if err != nil {
			t.Fatal(err)
		}
		var token, link string
		h.write(func(tx *store.Tx) (err error) {
			if _, token, err = h.CreateToken(t.Context(), tx, p.ID, identity.NewToken{Name: "sauvegarde", Scopes: []access.Scope{access.Read}}); err != nil {
				return err
			}
			link, err = h.NewLink(t.Context(), tx, identity.Confirmation, p.ID, "autre@exemple.fr")
			return err
		})
		if _, err := h.ByToken(t.Context(), token); err != nil {
			t.Fatal(err)
		}
		const other = "huit renards cousent des voiles"
		hash, err := h.HashPassword(t.Context(), other)
		if err != nil {
			t.Fatal(err)
		}
		h.write(func(tx *store.Tx) error { return h.SetPassword(t.Context(), tx, p.ID, hash) })
		_, err = h.BySession(t.Context(), cookie)
		h.mustBe(fault.Unauthenticated, err)
		_, err = h.ByToken(t.Context(), token)
		h.mustBe(fault.Unauthenticated, err)
		_, err = h.OpenLink(t.Context(), h.db, identity.Confirmation, link)
		h.mustBe(fault.KindNotFound, err)
		if _, err := h.enter(p.Handle, good); key(err) != "identity.sign_in.refused" {
			t.Fatal(err)
		}
		if _, err := h.enter(p.Handle, other); err != nil {
			t.Fatal(err)
		}
	})
}

func TestPasswordsAreJudged(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for password, want := range map[string]string{
			"court": "password identity.password.short", "motdepasse2024!": "password identity.password.easy",
			"élise moreau 1984": "password identity.password.easy", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff": "password identity.password.short",
		} {
			if _, err := h.HashPassword(t.Context(), password, "Élise Moreau"); key(err) != want {
				t.Errorf("%q: %v", password, err)
			}
		}
		long := make([]byte, 201)
		for i := range long {
			long[i] = byte('a' + i%26)
		}
		if _, err := h.HashPassword(t.Context(), string(long)); key(err) != "password identity.password.long" {
			t.Error(err)
		}
	})
}

func TestHashesFollowTheParameters(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau", good)
		before, err := store.One[string](t.Context(), h.db, store.Q(`SELECT hash FROM credentials WHERE person_id = %s`, p.ID))
		if err != nil {
			t.Fatal(err)
		}
		heavier := *identity.FastHashing()
		heavier.Memory = 128
		strong := identity.New(identity.Config{DB: h.db, Clock: h.clock, IDs: h.IDs, Hashing: &heavier})
		if _, _, err := strong.Enter(t.Context(), identity.SignIn{Login: p.Handle, Password: good}); err != nil {
			t.Fatal(err)
		}
		after, err := store.One[string](t.Context(), h.db, store.Q(`SELECT hash FROM credentials WHERE person_id = %s`, p.ID))
		if err != nil || after == before {
			t.Fatal("not hashed anew", err)
		}
		if _, err := h.enter(p.Handle, good); err != nil {
			t.Fatal(err)
		}
	})
}
