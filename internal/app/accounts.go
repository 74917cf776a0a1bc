package app

import (
	"context"
	"fmt"

	"parvis/internal/access"
	"parvis/internal/account"
	"parvis/internal/administration"
	"parvis/internal/community"
	"parvis/internal/mail"
)

// buildAccounts makes what lets people in and what keeps the site in order:
// each needs something of the other.
func (a *App) buildAccounts() error {
	var sender account.Sender
	if a.Config.Mail != "" {
		smtp, err := mail.Parse(a.Config.Mail)
		if err != nil {
			return fmt.Errorf("mail (PARVIS_MAIL): %w", err)
		}
		sender = smtp
	}
	a.Administration = administration.New(administration.Config{
		DB: a.DB, People: a.Identity, Events: a.Activity, Acts: a.Acts, Clock: a.Clock, Communities: a.Community,
	})
	a.Account = account.New(account.Config{
		DB: a.DB, People: a.Identity, Events: a.Activity, Acts: a.Acts, Queue: a.Jobs, Clock: a.Clock,
		Catalogue: a.Catalogue, Log: a.Log, Site: a.Administration, Communities: hosting{a.Community},
		Mail: sender, BaseURL: a.Config.BaseURL,
	})
	a.Administration.Invitations = a.Account
	(&administration.Pages{Service: a.Administration, Markdown: a.Markdown}).Routes(a.Router)
	(&account.Pages{Service: a.Account, Markdown: a.Markdown}).Routes(a.Router)
	return nil
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
