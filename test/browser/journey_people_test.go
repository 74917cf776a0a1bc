package browser

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"parvis/internal/app"
	"parvis/internal/community"
	"parvis/internal/i18n"
	"parvis/internal/store"
)

// TestJourneyPeople: somebody is invited by mail and makes themselves known; a
// password is lost and found; a partner comes in for a while and goes; the
// charter changes; devices and programs are looked over.
func TestJourneyPeople(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	nadia := open(t, &o.site, "", desktop)
	nadia.signIn("nadia.perrin@exemple.fr", password)
	nadia.accept()
	nadia.at("/")
	for _, part := range []struct {
		name string
		tell func(t *testing.T, o *office, nadia *page)
	}{
		{"invited by mail", invitedByMail}, {"a password is lost", lostPassword}, {"locked out", lockedOut}, {"a guest comes and goes", guestOfTheHouse},
		{"the charter changes", newCharter}, {"devices and tokens", devicesAndTokens},
	} {
		if !t.Run(part.name, func(t *testing.T) { nadia.t = t; part.tell(t, o, nadia) }) {
			return
		}
	}
}

func invitedByMail(t *testing.T, o *office, nadia *page) {
	nadia.visit("/invite")
	nadia.press("Un collègue")
	nadia.fill("Prénom et nom", "Théo Besnard")
	nadia.fill("Adresse électronique", "theo.besnard@exemple.fr")
	nadia.screen("invite")
	nadia.press("Inviter")
	nadia.see("L’invitation de Théo Besnard est partie.")
	link := o.letter(t, "theo.besnard@exemple.fr", "Bonjour Théo Besnard,", "Nadia Perrin vous invite", "quatorze jours")

	theo := open(t, &o.site, "", phone)
	theo.visit(link)
	theo.see("Bienvenue, Théo Besnard")
	theo.expect(422)
	theo.fill("Nouveau mot de passe", "theo.besnard2026")
	theo.press("Enregistrer et entrer")
	theo.see("Ce mot de passe se devine trop vite")
	theo.screen("invited")
	theo.fill("Nouveau mot de passe", password)
	theo.press("Enregistrer et entrer")
	theo.accept()
	theo.at("/")
	theo.expect(404)
	theo.visit(link) // good once
	theo.see("Ce lien n’est plus valable")

	theo.visit("/p/theo.besnard/edit")
	theo.attach("photo", picture(t))
	theo.press("Envoyer la photo")
	theo.see("Votre photo")
	theo.find("img.avatar")
	theo.fill("Je peux aider sur", "L’**accueil** des usagers sourds, en langue des signes.")
	theo.press("Enregistrer")
	theo.at("/p/theo.besnard")
	theo.see("L’accueil des usagers sourds")
	theo.screen("profile-made")
	nadia.visit("/p/theo.besnard")
	nadia.see("L’accueil des usagers sourds")
	nadia.find("img.avatar")

	theo.visit("/settings")
	theo.see("Confirmée") // the invitation reached it
	theo.fill("Nouvelle adresse", "theo@mairie.exemple.fr")
	theo.fill("Mot de passe actuel", password)
	theo.press("Envoyer le lien de confirmation")
	theo.see("Un courriel vient de partir à la nouvelle adresse")
	link = o.letter(t, "theo@mairie.exemple.fr", "Confirmer cette adresse")
	theo.visit("/settings")
	theo.seeNot("theo@mairie.exemple.fr")
	theo.visit(link)
	theo.screen("confirm")
	theo.press("Confirmer cette adresse")
	theo.see("Votre adresse électronique est confirmée.")
	o.letter(t, "theo.besnard@exemple.fr", "vient de passer à une autre adresse")
}

func lostPassword(t *testing.T, o *office, _ *page) {
	former := open(t, &o.site, "", desktop)
	former.signIn("theo.besnard", password)
	former.at("/")

	theo := open(t, &o.site, "", phone)
	theo.visit("/sign-in")
	theo.press("Mot de passe oublié")
	theo.fill("Adresse électronique", "nobody@exemple.fr")
	theo.press("Recevoir un lien")
	theo.see("Si un compte correspond à cette adresse") // and nobody is told more
	theo.visit("/forgotten")
	theo.fill("Adresse électronique", "theo@mairie.exemple.fr")
	theo.press("Recevoir un lien")
	theo.see("Si un compte correspond à cette adresse")
	theo.screen("forgotten-sent")
	link := o.letter(t, "theo@mairie.exemple.fr", "Quelqu’un, sans doute vous")
	theo.visit(link)
	theo.see("Choisir un nouveau mot de passe")
	theo.screen("reset")
	theo.fill("Nouveau mot de passe", "sept mirabelles sous la neige")
	theo.press("Enregistrer et entrer")
	theo.at("/")
	o.letter(t, "theo@mairie.exemple.fr", "Vos autres appareils ont été déconnectés")
	former.visit("/settings")
	former.at("/sign-in.*")
	former.see("Se connecter")

	// Where no mail is sent, the operator hands the link over.
	mute := demonstration(t)
	elena := open(t, &mute.site, "", desktop)
	elena.visit("/forgotten")
	elena.see("Ce site n’envoie pas de courriel.")
	elena.screen("forgotten-without-mail")
	var out, errs bytes.Buffer
	data := []string{"--data", mute.app.Config.Data, "--base-url", mute.url}
	if code := app.Run(t.Context(), "test", append([]string{"person", "reset", "nadege.collin"}, data...), &out, &errs); code == 0 {
		t.Errorf("a link for nobody: %s", &out)
	}
	if code := app.Run(t.Context(), "test", append([]string{"person", "reset", "elena.costa"}, data...), &out, &errs); code != 0 {
		t.Fatalf("parvis person reset: %d, %s", code, &errs)
	}
	elena.visit(strings.TrimPrefix(strings.TrimSpace(out.String()), mute.url))
	elena.see("Elena Costa")
}

func lockedOut(t *testing.T, o *office, _ *page) {
	stranger := open(t, &o.site, "", phone)
	stranger.expect(422)
	stranger.expect(429)
	for range 5 {
		stranger.signIn("theo.besnard", "ce n’est pas le bon")
		stranger.see("Identifiant ou mot de passe incorrect.")
	}
	stranger.signIn("theo.besnard", "sept mirabelles sous la neige")
	stranger.see("Trop d’essais avec cet identifiant. Réessayez dans une minute")
	stranger.screen("locked-out")
	// The one whose name was tried is not thrown out, and others still enter.
	other := open(t, &o.site, "", desktop)
	other.signIn("nadia.perrin", password)
	other.at("/")
	o.exec(t, store.Q(`UPDATE attempts SET locked = 0`))
	stranger.signIn("theo.besnard", "sept mirabelles sous la neige")
	stranger.at("/")
}

func guestOfTheHouse(t *testing.T, o *office, nadia *page) {
	host := o.actor(t, "nadia.perrin")
	french := i18n.With(t.Context(), o.app.Catalogue.In(i18n.French))
	one, err := o.app.Community.Open(french, host, community.Opening{Name: "Guichets du canton", Purpose: "Accueillir ensemble"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err = o.app.Community.Open(french, host, community.Opening{Name: "Agents du siège", Purpose: "Rester entre nous"}); err != nil {
		t.Fatal(err)
	}
	nadia.visit("/invite")
	nadia.press("Une personne extérieure")
	nadia.fill("Prénom et nom", "Jérôme Bousquet")
	nadia.fill("Adresse électronique", "jerome@mairie.exemple.fr")
	nadia.expect(422)
	nadia.press("Inviter")
	nadia.see("Choisissez au moins une communauté que vous animez.")
	nadia.press("Guichets du canton")
	nadia.date("Fin de son accès", time.Now().AddDate(0, 3, 0))
	nadia.screen("invite-guest")
	nadia.press("Inviter")
	nadia.see("L’invitation de Jérôme Bousquet est partie.")
	link := o.letter(t, "jerome@mairie.exemple.fr", "Nadia Perrin vous invite")

	guest := open(t, &o.site, "", phone)
	guest.visit(link)
	guest.fill("Nouveau mot de passe", password)
	guest.press("Enregistrer et entrer")
	guest.accept()
	guest.at("/")
	guest.visit("/communities")
	guest.see("Guichets du canton")
	guest.seeNot("Agents du siège")
	guest.screen("guest-communities")
	guest.press("Guichets du canton")
	guest.at("/c/" + one.ID.String())
	guest.lacks("a[href$='/members']")
	guest.seeNot("Annuaire")
	guest.screen("guest-community")
	guest.expect(404)
	for _, hidden := range []string{"/people", "/units", "/p/theo.besnard", "/c/" + one.ID.String() + "/members", o.place(t, "Agents du siège"), "/admin"} {
		guest.visit(hidden)
		guest.see("Page introuvable")
		guest.seeNot("Théo Besnard")
	}
	guest.visit("/search?q=theo")
	guest.seeNot("Théo Besnard")
	guest.visit("/p/jerome.bousquet")
	guest.see("Nadia Perrin") // who answers for them
	guest.screen("guest-profile")

	// The stay ends.
	o.exec(t, store.Q(`UPDATE persons SET expires = %s WHERE handle = 'jerome.bousquet'`, time.Now().Add(-time.Minute).UnixMilli()))
	guest.visit("/")
	guest.at("/sign-in.*")
	guest.expect(403)
	guest.signIn("jerome.bousquet", password)
	guest.see("Votre accès d’invité est arrivé à son terme.")
	guest.screen("guest-over")
	nadia.visit("/admin/people?kind=guest")
	nadia.see("Accès terminé")
	nadia.press("Jérôme Bousquet")
	nadia.date("Fin de l’accès", time.Now().AddDate(0, 1, 0))
	nadia.press("Changer la date")
	nadia.see("La date de fin est changée.")
	nadia.screen("admin-guest")
	guest.visit("/communities")
	guest.see("Guichets du canton")
}

func newCharter(t *testing.T, o *office, nadia *page) {
	theo := open(t, &o.site, "", phone)
	theo.signIn("theo.besnard", "sept mirabelles sous la neige")
	theo.at("/")
	nadia.visit("/admin/charter")
	nadia.fill("Texte", "## Une seule règle\n\nNous nous tutoyons.")
	nadia.press("Prévisualiser")
	nadia.see("Une seule règle")
	theo.visit("/communities")
	theo.at("/communities") // looking at it changes nothing
	nadia.press("Publier cette version")
	nadia.accept() // whoever wrote it too
	nadia.visit("/admin/charter")
	nadia.see("Version 2")
	nadia.screen("admin-charter-published")
	nadia.press("Version 2")
	nadia.see("Ce qui a changé depuis la version précédente")
	theo.visit("/communities")
	theo.see("Nous nous tutoyons.")
	theo.screen("charter-again")
	theo.accept()
	theo.at("/communities")
}

func devicesAndTokens(t *testing.T, o *office, _ *page) {
	theo, lost := open(t, &o.site, "", phone), open(t, &o.site, "", desktop)
	theo.signIn("theo.besnard", "sept mirabelles sous la neige")
	lost.signIn("theo.besnard", "sept mirabelles sous la neige")
	lost.at("/")
	theo.visit("/settings/sessions")
	theo.see("Chrome sur Android")
	theo.see("Chrome sur Linux")
	theo.screen("sessions")
	theo.press("Déconnecter tous les autres")
	theo.see("Tous vos autres appareils sont déconnectés.")
	lost.visit("/settings")
	lost.at("/sign-in.*")

	theo.visit("/settings/tokens")
	theo.see("Aucun jeton")
	theo.fill("Nom", "Tableau de bord")
	theo.press("Créer le jeton")
	theo.see("Copiez-le maintenant")
	theo.screen("token-made")
	token := ask[string](theo, "parvis.field('Jeton').value")
	if status, body := o.call(t, "GET", "/api/me", token, ""); status != 200 || !strings.Contains(body, "theo.besnard") {
		t.Errorf("the token reads: %d %s", status, body)
	}
	if status, body := o.call(t, "PUT", "/api/me", token, `{"name": "Autre"}`); status != 403 || !strings.Contains(body, "write") {
		t.Errorf("a token that reads only, writing: %d %s", status, body)
	}
	theo.visit("/settings/tokens")
	theo.seeNot(token)
	theo.screen("tokens")
	theo.press("Révoquer")
	theo.see("Le jeton est révoqué.")
	if status, body := o.call(t, "GET", "/api/me", token, ""); status != 401 {
		t.Errorf("a revoked token: %d %s", status, body)
	}
}

// exec changes what no gesture can: time that passes, a disk that is tampered
// with.
func (l *live) exec(t *testing.T, q *store.Query) {
	t.Helper()
	err := l.app.DB.Write(t.Context(), func(tx *store.Tx) error {
		_, err := store.Exec(t.Context(), tx, q)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// call asks the interface of programs.
func (l *live) call(t *testing.T, method, path, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, l.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

// picture is a small photo.
func picture(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 64, 64))
	for i := range 64 * 64 {
		img.Set(i%64, i/64, color.RGBA{uint8(3 * (i % 64)), 120, uint8(3 * (i / 64)), 255})
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// attach chooses a file in the field of that name.
func (p *page) attach(name string, content []byte) {
	p.t.Helper()
	p.script(`(() => {
		const bytes = Uint8Array.from(atob(` + quote(base64.StdEncoding.EncodeToString(content)) + `), (c) => c.charCodeAt(0));
		const choice = new DataTransfer();
		choice.items.add(new File([bytes], "photo.png", { type: "image/png" }));
		const field = document.querySelector("input[type=file][name=" + ` + quote(name) + ` + "]");
		field.files = choice.files;
		field.dispatchEvent(new Event("change", { bubbles: true }));
	})()`)
}

// date fills a field that holds a day.
func (p *page) date(label string, day time.Time) {
	p.t.Helper()
	p.wait("the field “"+label+"”", "(() => { const f = parvis.field("+quote(label)+"); if (f) f.value = "+quote(day.Format(time.DateOnly))+"; return f })()")
}
