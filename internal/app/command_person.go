package app

import (
	"fmt"

	"parvis/internal/administration"
	"parvis/internal/identity"
)

// personCommand looks after accounts from the machine itself.
type personCommand struct {
	Create *personCreateCommand `arg:"subcommand:create" help:"Create an account and print the link by which its owner chooses a password."`
	Reset  *personResetCommand  `arg:"subcommand:reset" help:"Print a link by which somebody chooses a new password."`
	Clear  *personClearCommand  `arg:"subcommand:clear" help:"Say up to which protection somebody reads dispatches."`
}

type personCreateCommand struct {
	Name    string `arg:"positional,required" help:"Given and family names."`
	Email   string `arg:"--email" help:"E-mail address."`
	Admin   bool   `arg:"--admin" help:"Make them an administrator of the site."`
	Service bool   `arg:"--service" help:"A service account: it has no password and acts through tokens."`
	Locale  string `arg:"--locale" help:"fr or en." default:"fr"`
}

// Run makes the account.
func (p personCreateCommand) Run(c *console, config *Config) error {
	if p.Locale != "fr" && p.Locale != "en" {
		return fmt.Errorf("locale: expected fr or en, got %q", p.Locale)
	}
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	n := identity.NewPerson{Name: p.Name, Email: p.Email, Admin: p.Admin, Locale: p.Locale}
	if p.Service {
		n.Kind = identity.Program
	}
	made, link, err := a.Account.CreatePerson(c, n)
	if err != nil {
		return a.explain(err)
	}
	fmt.Fprintf(c.out, "%s\n", made.Handle)
	if link != "" {
		fmt.Fprintf(c.out, "%s\n", link)
	}
	return nil
}

type personResetCommand struct {
	Person string `arg:"positional,required" help:"E-mail address or handle."`
}

// Run prints the link.
func (p personResetCommand) Run(c *console, config *Config) error {
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	link, err := a.Account.Reset(c, p.Person)
	if err != nil {
		return a.explain(err)
	}
	_, err = fmt.Fprintln(c.out, link)
	return err
}

type personClearCommand struct {
	Person string `arg:"positional,required" help:"E-mail address or handle."`
	Level  string `arg:"positional,required" help:"public, limited or restricted."`
}

// Run sets the clearance.
func (p personClearCommand) Run(c *console, config *Config) error {
	level, ok := administration.ClearanceNamed(p.Level)
	if !ok {
		return fmt.Errorf("level: expected public, limited or restricted, got %q", p.Level)
	}
	a, err := c.open(config)
	if err != nil {
		return err
	}
	defer a.Close()
	was, err := a.Administration.ClearByOperator(c, p.Person, level)
	if err != nil {
		return a.explain(err)
	}
	_, err = fmt.Fprintf(c.out, "%s (was %s)\n", p.Level, was)
	return err
}
