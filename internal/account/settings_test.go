package account_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/identity"
	"parvis/internal/store"
)

func TestSignInLeadsOnlyWithinTheSite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		for to, want := range map[string]string{
			"/settings?a=b": "/settings?a=b", "": "/", "//evil.fr": "/", "https://evil.fr": "/", "/\\evil.fr": "/", "javascript:alert(1)": "/", "/\t/evil.fr": "/", "\\\\evil.fr": "/",
		} {
			got := h.browser().send("/sign-in", "login", p.Handle, "password", good, "to", to)
			if got.status != 303 || got.to != want {
				t.Errorf("%q leads to %d %q, want %q", to, got.status, got.to, want)
			}
		}
		h.browser().get("/settings").must(t, 303, "/sign-in?to=%2Fsettings")
		h.signedIn(p).get("/sign-in?to=//evil.fr").must(t, 303, "/")
	})
}

func TestAPlantedCookieNeverBecomesASession(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p, b := h.agent("Élise Moreau"), h.browser()
		planted := "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		home, err := url.Parse(h.server.URL)
		if err != nil {
			t.Fatal(err)
		}
		b.client.Jar.SetCookies(home, []*http.Cookie{{Name: "parvis", Value: planted, Path: "/"}})
		b.send("/sign-in", "login", p.Handle, "password", good).must(t, 303, "/")
		for _, c := range b.client.Jar.Cookies(home) {
			if c.Name == "parvis" && c.Value == planted {
				t.Fatal("the planted cookie is still there")
			}
		}
		b.get("/").must(t, 200, "home of Élise Moreau")
		if _, err := h.People.BySession(t.Context(), planted); fault.KindOf(err) != fault.Unauthenticated {
			t.Fatal("the planted cookie opens a session")
		}
	})
}

func TestRefusedSignInKeepsWhatWasTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.agent("Élise Moreau")
		b := h.browser()
		b.send("/sign-in", "login", "elise.moreau", "password", "non", "to", "/settings").
			must(t, 422, `value="elise.moreau"`, `value="/settings"`, "incorrect")
		b.send("/sign-in", "login", "", "password", "").must(t, 422, "nécessaire")
		b.send("/sign-in", "login", strings.Repeat("a", 300), "password", "x").must(t, 422)
		b.send("/sign-in", "login", "\x00", "password", "x").must(t, 400)
		b.send("/sign-in", "login", "\xff", "password", "x").must(t, 400)
		b.send("/sign-in", "login", "a", "password", strings.Repeat("x", 100_000)).must(t, 413)
		for range 4 {
			b.send("/sign-in", "login", "elise.moreau", "password", "non")
		}
		b.send("/sign-in", "login", "elise.moreau", "password", good).must(t, 429, "Trop d’essais")
	})
}

func TestSigningOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		b, phone := h.signedIn(p), h.signedIn(p)
		b.send("/sign-out").must(t, 303, "/sign-in")
		b.get("/").must(t, 303, "/sign-in?to=%2F")
		b.send("/sign-out").must(t, 303, "/sign-in")
		phone.get("/").must(t, 200)
	})
}

var closing = regexp.MustCompile(`/settings/sessions/[0-9a-z]+/close"`)

func TestDevices(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		b, phone, tablet := h.signedIn(p), h.signedIn(p), h.signedIn(p)
		stranger := h.signedIn(h.agent("Bob Mars"))
		list := b.get("/settings/sessions").must(t, 200, "Cet appareil")
		found := closing.FindAllString(list.text, -1)
		if len(found) != 2 {
			t.Fatalf("%d other devices", len(found))
		}
		one := strings.TrimSuffix(found[0], `"`)
		stranger.send(one).must(t, 404)
		b.send(one).must(t, 303, "/settings/sessions")
		b.send(one).must(t, 404)
		if (phone.get("/").status == 200) == (tablet.get("/").status == 200) {
			t.Fatal("exactly one device should be signed out")
		}
		b.send("/settings/sessions/close-others").must(t, 303)
		b.get("/").must(t, 200)
		if phone.get("/").status == 200 || tablet.get("/").status == 200 {
			t.Fatal("another device is still signed in")
		}
	})
}

func TestChangingOnesPassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		b, phone := h.signedIn(p), h.signedIn(p)
		b.send("/settings/password", "current", other, "password", other).must(t, 422, "pas votre mot de passe actuel")
		b.send("/settings/password", "current", good, "password", "élise moreau 1").must(t, 422, "se devine")
		b.send("/settings/password", "current", good, "password", other).must(t, 303, "/settings")
		b.get("/").must(t, 200)
		phone.get("/").must(t, 303)
	})
}

var shown = regexp.MustCompile(`value="(parvis_[A-Za-z0-9_-]+)"`)

func TestTokens(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.signedIn(h.agent("Élise Moreau"))
		b.send("/settings/tokens", "name", "Sauvegarde").must(t, 422, "au moins un droit", `value="Sauvegarde"`)
		b.send("/settings/tokens", "name", "Sauvegarde", "scopes", "admin").must(t, 422, "réservé aux administrateurs")
		made := b.send("/settings/tokens", "name", "Sauvegarde", "scopes", "read").must(t, 200, "Copiez-le maintenant")
		secret := shown.FindStringSubmatch(made.text)
		if secret == nil {
			t.Fatal("the token is not shown")
		}
		v, err := h.People.ByToken(t.Context(), secret[1])
		if err != nil {
			t.Fatal(err)
		}
		list := b.get("/settings/tokens").must(t, 200, "Sauvegarde")
		if strings.Contains(list.text, secret[1]) {
			t.Error("the token is shown twice")
		}
		// A token cannot make tokens, whatever its scopes.
		all := access.Bearer(access.Facts{Person: v.Person.ID}, identity.Scopes())
		if _, _, err := h.CreateToken(t.Context(), all, identity.NewToken{Name: "x", Scopes: []access.Scope{access.Read}}); fault.KindOf(err) != fault.KindForbidden {
			t.Errorf("a token made a token: %v", err)
		}
		revoke := regexp.MustCompile(`/settings/tokens/[0-9a-z]+/revoke`).FindString(list.text)
		h.signedIn(h.agent("Bob Mars")).send(revoke).must(t, 404)
		b.send(revoke).must(t, 303)
		if _, err := h.People.ByToken(t.Context(), secret[1]); fault.KindOf(err) != fault.Unauthenticated {
			t.Errorf("a revoked token still opens: %v", err)
		}
	})
}

func TestDisplayIsKept(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		b := h.signedIn(p)
		b.send("/settings/display", "locale", "de", "theme", "dark").must(t, 422)
		b.send("/settings/display", "locale", "en", "theme", "contrast").must(t, 303, "/settings")
		b.get("/settings").must(t, 200, "Your display is saved.", "High contrast")
		b.send("/settings/name", "name", " ").must(t, 422)
		b.send("/settings/name", "name", "Élise  Moreau-Petit").must(t, 303)
		now, err := identity.Find(t.Context(), h.db, p.ID)
		if err != nil || now.Locale != "en" || now.Theme != "contrast" || now.Name != "Élise Moreau-Petit" || now.Handle != "elise.moreau" {
			t.Fatalf("%+v, %v", now, err)
		}
		visitor := h.browser()
		visitor.get("/sign-in").must(t, 200, "Se connecter")
		visitor.send("/language", "lang", "en", "back", "/sign-in").must(t, 303, "/sign-in")
		visitor.get("/sign-in").must(t, 200, "Sign in")
		visitor.send("/language", "lang", "en", "back", "//evil.fr").must(t, 303, "/")
	})
}

func TestTheCharterComesFirst(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		p := h.agent("Élise Moreau")
		b := h.signedIn(p)
		h.browser().get("/charter").must(t, 404)
		publish := func(based int, source string) {
			t.Helper()
			if err := h.db.Write(t.Context(), func(tx *store.Tx) error {
				_, err := h.People.PublishCharter(t.Context(), tx, p.ID, based, source)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		publish(0, "Soyez **courtois**.")
		b.get("/settings").must(t, 303, "/charter?to=%2Fsettings")
		b.send("/settings/name", "name", "X Y").must(t, 303, "/charter?to=%2F")
		h.browser().get("/charter").must(t, 200, "<strong>courtois</strong>")
		publish(1, "Soyez courtois et brefs.")
		b.send("/charter", "version", "1", "accept", "1", "to", "/settings").must(t, 409, "vient de changer", "et brefs")
		b.send("/charter", "version", "2", "accept", "1", "to", "//evil.fr").must(t, 303, "/")
		b.get("/settings").must(t, 200)
		publish(2, "Autre.")
		b.send("/charter/decline").must(t, 303, "/sign-in")
		b.get("/").must(t, 303, "/sign-in?to=%2F")
	})
}
