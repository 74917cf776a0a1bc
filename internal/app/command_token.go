package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/web"
)

// tokenCommand looks after tokens from the machine itself.
type tokenCommand struct {
	Create *tokenCreateCommand `arg:"subcommand:create" help:"Create a token of the JSON API and print it, once."`
}

type tokenCreateCommand struct {
	Person string `arg:"positional,required" help:"Whom it acts for: e-mail address or handle."`
	Name   string `arg:"--name,required" help:"What it is for."`
	Scopes listed `arg:"--scopes" help:"read, write, admin." default:"read"`
	Days   int    `arg:"--days" help:"After how many days it ends; 0: never." default:"0"`
}

// Run makes the token.
func (t tokenCreateCommand) Run(c *console, config *Config) error {
	if t.Days < 0 {
		return fmt.Errorf("days: expected how many days the token lasts, or 0 for no end, got %d", t.Days)
	}
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	n := identity.NewToken{Name: t.Name}
	for _, scope := range t.Scopes {
		n.Scopes = append(n.Scopes, access.Scope(scope))
	}
	if t.Days > 0 {
		n.Expires = clock.At(a.Clock.Now().Add(time.Duration(t.Days) * 24 * time.Hour))
	}
	secret, err := a.Account.CreateTokenFor(c, t.Person, n)
	if err != nil {
		return a.explain(err)
	}
	_, err = fmt.Fprintln(c.out, secret)
	return err
}

// explain says a fault in words, as its page would.
func (a *App) explain(err error) error {
	known, ok := fault.As(err)
	if !ok {
		return err
	}
	p := web.Explain(i18n.With(context.Background(), a.Catalogue.In(i18n.English)), known)
	for _, field := range p.Fields {
		return fmt.Errorf("%s: %s", field.Name, field.Detail)
	}
	if known.Kind == fault.KindNotFound && known.Key == fault.KindNotFound.Key() {
		return errors.New("nobody has this e-mail address or handle")
	}
	return errors.New(p.Detail)
}
