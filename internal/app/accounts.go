package app

import (
	"context"
	"fmt"
	"io"

	"parvis/internal/access"
	"parvis/internal/account"
	"parvis/internal/administration"
	"parvis/internal/community"
	"parvis/internal/correspondence"
	"parvis/internal/correspondence/desk"
	"parvis/internal/correspondence/setting"
	"parvis/internal/directory"
	"parvis/internal/mail"
	"parvis/internal/notification"
	"parvis/internal/web"
)

// buildAccounts makes what lets people in and what keeps the site in order:
// each needs something of the other.
func (a *App) buildAccounts() error {
	smtp, err := a.mailer()
	if err != nil {
		return err
	}
	var sender account.Sender
	if smtp != nil {
		sender = smtp
	}
	a.Administration = administration.New(administration.Config{
		DB: a.DB, People: a.Identity, Events: a.Activity, Acts: a.Acts, Clock: a.Clock,
		Tags: a.Content, Communities: a.Community, Directory: imports{a.Directory}, Jobs: a.Jobs, Open: a.Notifications,
		Quarantine: a.Content, Tabs: append(a.quarantineTab(), administration.Tab{Key: "desk.tab", Href: desk.LayoutPath}, administration.Tab{Key: "setting.tab", Href: setting.TypesPath}),
	})
	a.Account = account.New(account.Config{
		DB: a.DB, People: a.Identity, Events: a.Activity, Acts: a.Acts, Queue: a.Jobs, Clock: a.Clock,
		Catalogue: a.Catalogue, Log: a.Log, Site: a.Administration, Communities: hosting{a.Community},
		Mail: sender, BaseURL: a.Config.BaseURL,
		Tabs: []account.Tab{{Key: "correspondence.substitutes.tab", Href: correspondence.SubstitutesPath}},
	})
	a.Administration.Invitations = a.Account
	(&administration.Pages{Service: a.Administration, Markdown: a.Markdown}).Routes(a.Router)
	administration.Tell(a.Notifications)
	a.Dispatches.TellStuck(a.Notifications, administration.Cleared, administration.Suspended, administration.Reactivated)
	a.settings = &account.Pages{Service: a.Account, Markdown: a.Markdown, Saw: func(r *web.Request) error {
		return a.Notifications.Saw(r.Context(), r.Actor, notification.Target{Kind: notification.Person, ID: r.Actor.Person()})
	}}
	a.settings.Routes(a.Router)
	return nil
}

// mailer is how mail leaves, nil when the site sends none.
func (a *App) mailer() (*mail.SMTP, error) {
	if a.Config.Mail == "" {
		return nil, nil
	}
	smtp, err := mail.Parse(a.Config.Mail)
	if err != nil {
		return nil, fmt.Errorf("mail (PARVIS_MAIL): %w", err)
	}
	return smtp, nil
}

// checkMail asks the mail server whether it would take our mail, and sends
// nothing.
func (a *App) checkMail(ctx context.Context) (string, error) {
	smtp, err := a.mailer()
	if err != nil {
		return "", err
	}
	if smtp == nil {
		return "not configured; people get their links from parvis person reset", nil
	}
	return "the server answers", smtp.Check(ctx)
}

// hosting shows account the communities into which one may bring a guest.
type hosting struct{ *community.Service }

// Managed implements account.Communities.
func (h hosting) Managed(ctx context.Context, actor access.Actor) ([]account.Community, error) {
	out := []account.Community{}
	filter := community.Filter{Mine: true, State: community.Active, Sort: community.ByName, Limit: 100}
	for {
		lines, next, err := h.Browse(ctx, actor, filter)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if l.Role == access.ManagerRole {
				out = append(out, account.Community{ID: l.ID, Name: l.Name})
			}
		}
		if filter.After = next; next.ID == 0 {
			return out, nil
		}
	}
}

// imports shows administration what the directory takes in.
type imports struct{ *directory.Service }

// ImportUnits implements administration.Directory.
func (i imports) ImportUnits(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (administration.Import, error) {
	report, err := i.Import(ctx, actor, from, dryRun)
	return reported(report), err
}

// ImportFunctions implements administration.Directory.
func (i imports) ImportFunctions(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (administration.Import, error) {
	report, err := i.Service.ImportFunctions(ctx, actor, from, dryRun)
	return reported(report), err
}

func reported(r directory.Report) administration.Import {
	out := administration.Import{DryRun: r.DryRun, Rows: r.Rows}
	for _, sort := range directory.Sorts() {
		out.Counts = append(out.Counts, administration.Count{Sort: string(sort), N: r.Counts[sort]})
	}
	for _, c := range r.Changes {
		out.Changes = append(out.Changes, administration.Change{Sort: string(c.Sort), Line: c.Line, From: c.From})
	}
	for _, p := range r.Problems {
		out.Problems = append(out.Problems, administration.Problem{Line: p.Line, Key: p.Key, Args: p.Args})
	}
	return out
}
