package account_test

import (
	"strings"
	"testing"
	"time"

	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
)

func TestFirstStart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		former, err := h.SetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		link, err := h.SetupLink(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		path, b := strings.TrimPrefix(link, h.BaseURL), h.browser()
		b.get("/sign-in").must(t, 200, "pas encore d’administrateur")
		b.get(strings.TrimPrefix(former, h.BaseURL)).must(t, 404, "n’est plus valable")
		b.get(path).must(t, 200, "Premier démarrage")

		form := []string{"site", "Le Parvis du Lot", "name", "Ada Lune", "email", "ada@lot.fr", "password"}
		kept := b.send(path, append(form, "parvis du lot")...).must(t, 422, "se devine trop vite", `value="Ada Lune"`)
		if strings.Contains(kept.text, `value="parvis du lot"`) {
			t.Error("a password was sent back")
		}
		b.send(path, append(form, good)...).must(t, 303, "/")
		b.get("/").must(t, 303, "/charter?to=%2F")
		b.get("/charter?to=/").must(t, 200, "Ce lieu est le nôtre")
		b.send("/charter", "version", "1", "to", "/").must(t, 422, "Cochez la case")
		b.send("/charter", "version", "1", "to", "/", "accept", "1").must(t, 303, "/")
		b.get("/").must(t, 200, "home of Ada Lune")
		if h.name != "Le Parvis du Lot" {
			t.Errorf("the site is called %q", h.name)
		}

		b.get(path).must(t, 404)
		if link, err := h.SetupLink(t.Context()); link != "" || err != nil {
			t.Errorf("a second administrator is offered: %q, %v", link, err)
		}
		if n, err := h.Acts.Verify(t.Context()); n != 1 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
	})
}

func TestForgottenPassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		phone, b := h.signedIn(p), h.browser()

		known := b.send("/forgotten", "email", "elise.moreau@exemple.fr")
		unknown := b.send("/forgotten", "email", "nobody@exemple.fr")
		if known != unknown || known.to != "/forgotten?sent=1" {
			t.Fatalf("they are told apart: %+v, %+v", known, unknown)
		}
		b.get("/forgotten?sent=1").must(t, 200, "Vérifiez votre messagerie")
		b.send("/forgotten", "email", "a@b.fr\r\nBcc: x@y.fr").must(t, 422)

		letters := h.letters(0)
		if len(letters) != 1 || !strings.Contains(letters[0], "Nouveau mot de passe pour Le Parvis") {
			t.Fatalf("letters: %q", letters)
		}
		path := h.path(letters[0])
		b.get(path).must(t, 200, "Élise Moreau")
		b.send(path, "password", "motdepasse1234").must(t, 422, "se devine")
		b.send(path, "password", other).must(t, 303, "/")
		b.get("/").must(t, 200, "home of Élise Moreau")
		phone.get("/").must(t, 303, "/sign-in?to=%2F")
		b.send(path, "password", other).must(t, 404)

		h.browser().send("/sign-in", "login", p.Handle, "password", good).must(t, 422, "incorrect")
		if told := h.letters(1); len(told) != 1 || !strings.Contains(told[0], "Votre mot de passe a chang") {
			t.Fatalf("not told: %q", told)
		}
	})
}

func TestALinkIsGoodForAnHourAndDiesWithTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p, b := h.agent("Élise Moreau"), h.browser()
		b.send("/forgotten", "email", p.Email)
		path := h.path(h.letters(0)[0])
		h.clock.Add(time.Hour)
		b.get(path).must(t, 404, "n’est plus valable")

		b.send("/forgotten", "email", p.Email)
		path = h.path(h.letters(1)[0])
		if err := h.db.Write(t.Context(), func(tx *store.Tx) error { return h.People.Suspend(t.Context(), tx, p.ID) }); err != nil {
			t.Fatal(err)
		}
		b.send(path, "password", other).must(t, 404)
		b.send("/forgotten", "email", p.Email)
		if letters := h.letters(2); len(letters) != 0 {
			t.Errorf("a suspended person got %q", letters)
		}
	})
}

func TestChangingOnesAddress(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		h.agent("Bob Mars")
		b := h.signedIn(p)
		b.send("/settings/email", "email", "elise@lot.fr", "current", "pas le bon mot").must(t, 422, "pas votre mot de passe actuel", `value="elise@lot.fr"`)
		b.send("/settings/email", "email", "elise@lot.fr", "current", good).must(t, 303, "/settings")
		letters := h.letters(0)
		if len(letters) != 1 || !strings.Contains(letters[0], "To: ") || !strings.Contains(letters[0], "<elise@lot.fr>") {
			t.Fatalf("letters: %q", letters)
		}
		path := h.path(letters[0])
		h.browser().get(path).must(t, 200, "elise@lot.fr")
		h.browser().send(path).must(t, 303, "/sign-in")
		h.browser().send(path).must(t, 404)
		now, err := identity.Find(t.Context(), h.db, p.ID)
		if err != nil || now.Email != "elise@lot.fr" || !now.Confirmed {
			t.Fatalf("%+v, %v", now, err)
		}
		if told := h.letters(1); len(told) != 1 || !strings.Contains(told[0], "<elise.moreau@exemple.fr>") {
			t.Fatalf("the former address was not told: %q", told)
		}
		// Asking for somebody else's address says nothing and sends nothing.
		b.send("/settings/email", "email", "bob.mars@exemple.fr", "current", good).must(t, 303, "/settings")
		if letters := h.letters(2); len(letters) != 0 {
			t.Errorf("sent: %q", letters)
		}
	})
}

func TestInvitingAColleague(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		host := h.agent("Élise Moreau")
		b := h.signedIn(host)
		b.send("/invite", "who", "colleague", "name", "Paul Neuf", "email", "paul@ailleurs.fr").must(t, 422, "se termine par @exemple.fr", `value="Paul Neuf"`)
		b.send("/invite", "who", "colleague", "name", "Paul Neuf", "email", "paul.neuf@exemple.fr").must(t, 303, "/invite")
		b.get("/invite").must(t, 200, "L’invitation de Paul Neuf est partie.")
		letters := h.letters(0)
		if len(letters) != 1 || !strings.Contains(letters[0], "Élise Moreau vous invite") {
			t.Fatalf("letters: %q", letters)
		}
		paul, path := h.browser(), h.path(letters[0])
		paul.get(path).must(t, 200, "Bienvenue, Paul Neuf")
		paul.send(path, "password", good).must(t, 303, "/")
		paul.get("/").must(t, 200, "home of Paul Neuf")
		p, err := h.People.ByLogin(t.Context(), "paul.neuf@exemple.fr")
		if err != nil || !p.Confirmed || p.State != identity.Active || p.Kind != identity.Agent {
			t.Fatalf("%+v, %v", p, err)
		}
	})
}

func TestInvitingAGuest(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		host := h.agent("Élise Moreau")
		b := h.signedIn(host)
		form := []string{"who", "guest", "name", "Ana Dehors", "email", "ana@mairie.fr"}
		b.send("/invite", append(form, "expires", "2036-10-01")...).must(t, 422, "au moins une communauté")
		b.send("/invite", append(form, "communities", "27", "expires", "2038-10-01")...).must(t, 422, "Un an au plus")
		b.send("/invite", append(form, "communities", "27", "expires", "2036-01-01")...).must(t, 422, "date de fin à venir")
		b.send("/invite", append(form, "communities", "27", "expires", "2036-10-01")...).must(t, 303, "/invite")
		guest, path := h.browser(), h.path(h.letters(0)[0])
		guest.send(path, "password", good).must(t, 303, "/")
		p, err := h.People.ByLogin(t.Context(), "ana@mairie.fr")
		if err != nil || p.Kind != identity.Guest || p.Sponsor != host.ID || len(h.hosted[71]) != 1 {
			t.Fatalf("%+v, %v, %v", p, h.hosted, err)
		}
		guest.get("/").must(t, 200)
		guest.get("/settings").must(t, 200)
		guest.get("/settings/tokens").must(t, 404)
		guest.get("/invite").must(t, 404)
		h.clock.Set(p.Expires.Time)
		guest.get("/").must(t, 303, "/sign-in?to=%2F")
		guest.send("/sign-in", "login", p.Handle, "password", good).must(t, 403, "arrivé à son terme")
	})
}

func TestWithoutMail(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		h := build(t, db, false)
		admin := h.person(identity.NewPerson{Name: "Ada Lune", Email: "ada@exemple.fr", Admin: true})
		agent := h.agent("Élise Moreau")
		h.browser().get("/forgotten").must(t, 200, "Demandez un lien à l’administration")
		h.browser().send("/forgotten", "email", agent.Email).must(t, 503, "n’envoie pas de courriel")

		told := h.signedIn(agent).send("/invite", "name", "Paul Neuf", "email", "paul@exemple.fr").must(t, 303, "/invite")
		if strings.Contains(told.text, "/invitation/") {
			t.Error("whoever invites could enter in their place")
		}
		path := h.signedIn(admin).send("/invite", "name", "Luc Dix", "email", "luc@ailleurs.fr").must(t, 200, "Lien à remettre")
		luc := h.browser()
		luc.send(h.path(path.text), "password", good).must(t, 303, "/")
		luc.get("/").must(t, 200, "home of Luc Dix")
		if p, err := h.People.ByLogin(t.Context(), "luc@ailleurs.fr"); err != nil || p.Confirmed {
			t.Errorf("a link handed over proves no address: %+v, %v", p, err)
		}
		link, err := h.Reset(t.Context(), "@elise.moreau")
		if err != nil {
			t.Fatal(err)
		}
		h.browser().send(h.path(link), "password", other).must(t, 303, "/")
		if n, err := h.Acts.Verify(t.Context()); n != 1 || err != nil {
			t.Errorf("%d acts, %v", n, err)
		}
	})
}
