package browser

import (
	"context"
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"
	"testing"
	"time"

	"parvis/internal/account"
	"parvis/internal/app"
	"parvis/internal/mail/mailtest"
)

// office is a site that sends mail, opened by Nadia Perrin, who administers it;
// for the test alone.
type office struct {
	*live
	server *mailtest.Server
	read   int // letters that a journey has read
}

// password is that of everybody in an office.
const password = "la brouette enneigée ronronne"

func newOffice(t *testing.T) *office {
	t.Helper()
	server := mailtest.Start(t, mailtest.Clear)
	open := func(ctx context.Context, a *app.App) error {
		link, err := a.Account.SetupLink(ctx)
		if err != nil {
			return err
		}
		_, err = a.Account.SetUp(ctx, link[strings.LastIndex(link, "/")+1:], account.FirstStart{
			Site: "La passerelle", Name: "Nadia Perrin", Email: "nadia.perrin@exemple.fr", Password: password, Locale: "fr",
		}, account.Visitor{Device: "", Address: "127.0.0.1"})
		return err
	}
	l := alone(t, begin{fill: open, mail: server.URL("parvis@exemple.fr")})
	return &office{live: l, server: server}
}

var address = regexp.MustCompile(`http://[\w.:]+(/(?:invitation|reset|confirm)/[\w-]+)`)

// letter waits for the next letter, which must be for that address and say all
// of these; it gives the path of the link in it, "" when there is none.
func (o *office) letter(t *testing.T, to string, says ...string) string {
	t.Helper()
	for deadline := time.Now().Add(patience); len(o.server.Received()) <= o.read; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no letter came for %s", to)
		}
	}
	letter := o.server.Received()[o.read]
	o.read++
	if letter.To != to {
		t.Fatalf("a letter came for %s, not for %s", letter.To, to)
	}
	_, body, _ := strings.Cut(letter.Data, "\r\n\r\n")
	text, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	if err != nil {
		t.Fatalf("reading the letter: %v\n%s", err, letter.Data)
	}
	for _, want := range says {
		if !strings.Contains(string(text), want) {
			t.Errorf("the letter for %s does not say %q:\n%s", to, want, text)
		}
	}
	link := address.FindStringSubmatch(string(text))
	if link == nil {
		return ""
	}
	return link[1]
}

// signIn signs somebody in by the form.
func (p *page) signIn(login, password string) {
	p.t.Helper()
	p.visit("/sign-in")
	p.fill("Adresse électronique", login)
	p.fill("Mot de passe", password)
	p.press("Se connecter")
}

// accept accepts the charter that is shown.
func (p *page) accept() {
	p.t.Helper()
	p.see("Lisez la charte et acceptez-la pour continuer.")
	p.press("J’ai lu cette charte et je l’accepte")
	p.press("Continuer")
	p.seeNot("Lisez la charte et acceptez-la")
}
