package account

import (
	"context"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/i18n"
	"parvis/internal/identity"
	"parvis/internal/ui"
)

func t(ctx context.Context, key string, args ...any) string { return i18n.T(ctx, key, args...) }

func welcomeHead(ctx context.Context, v welcomeView) ui.Head {
	if v.Purpose == identity.Invitation {
		return ui.Head{Title: t(ctx, "account.welcome.title", "name", v.Who.Name), Use: t(ctx, "account.welcome.use")}
	}
	return ui.Head{Title: t(ctx, "account.reset.title"), Use: t(ctx, "account.reset.use", "name", v.Who.Name)}
}

func charterHead(ctx context.Context, v charterView) ui.Head {
	h := ui.Head{Title: t(ctx, "account.charter.title"), Use: t(ctx, "account.charter.use")}
	if v.Due {
		h.Use = t(ctx, "account.charter.due")
	}
	return h
}

// loginOf is what a password keeper remembers an account by.
func loginOf(p identity.Person) string {
	if p.Email != "" {
		return p.Email
	}
	return p.Handle
}

func localeOptions() []ui.Option {
	return []ui.Option{{Value: string(i18n.French), Label: "Français"}, {Value: string(i18n.English), Label: "English"}}
}

func themeOptions(ctx context.Context) []ui.Option {
	var out []ui.Option
	for _, theme := range identity.Themes() {
		out = append(out, ui.Option{Value: theme, Label: t(ctx, "account.theme."+theme)})
	}
	return out
}

// clearance is the word for how far somebody reads dispatches.
func clearance(p identity.Person) string {
	return map[access.Protection]string{access.Public: "public", access.Limited: "limited", access.Restricted: "restricted"}[p.Clearance]
}

func scopesText(ctx context.Context, scopes []access.Scope) string {
	var out []string
	for _, s := range scopes {
		out = append(out, t(ctx, "account.scope."+string(s)))
	}
	return i18n.From(ctx).List(out)
}

func scopeOptions(ctx context.Context, v tokensView) []ui.Option {
	var out []ui.Option
	for _, s := range identity.Scopes() {
		if s == access.Admin && !v.Admin {
			continue
		}
		chosen := slices.Contains(v.Chosen, string(s)) || v.Chosen == nil && s == access.Read
		out = append(out, ui.Option{
			Value: string(s), Label: t(ctx, "account.scope."+string(s)), Help: t(ctx, "account.scope.help."+string(s)), Chosen: chosen,
		})
	}
	return out
}

func whoOf(v inviteView) string {
	if v.Typed("who") == "guest" {
		return "guest"
	}
	return "colleague"
}

func colleagueHelp(ctx context.Context, v inviteView) string {
	if v.Anybody || v.Domain == "" {
		return t(ctx, "account.invite.colleague.any")
	}
	return t(ctx, "account.invite.colleague.help", "domain", v.Domain)
}

func guestHelp(ctx context.Context, v inviteView) string {
	if len(v.Communities) == 0 {
		return t(ctx, "account.invite.guest.none")
	}
	return t(ctx, "account.invite.guest.help")
}

// device names a browser and its system in the words that people use, from
// what it says of itself.
func device(ctx context.Context, agent string) string {
	browser := first(agent, "Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl")
	system := first(agent, "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case browser == "" && system == "":
		return t(ctx, "account.sessions.unknown")
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return t(ctx, "account.sessions.on", "browser", browser, "system", system)
}

// first finds the first mark that a text holds; marks come with their names.
func first(text string, marksAndNames ...string) string {
	for i := 0; i+1 < len(marksAndNames); i += 2 {
		if strings.Contains(text, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}
