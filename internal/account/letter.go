package account

import (
	"context"
	"strings"

	"parvis/internal/i18n"
	"parvis/internal/identity"
)

// letterWords is a letter in the language of its reader: the same for the
// plain text and for HTML.
type letterWords struct {
	site, host, from string

	subject string
	hello   string
	body    []string // paragraphs
	button  string   // what the link does
	link    string
	after   string // how long it is good
	foot    string
}

func (w *letterWords) fill(ctx context.Context, l letter, p identity.Person) {
	say := func(key string, args ...any) string {
		return i18n.T(ctx, key, append(args, "site", w.site, "name", p.Name, "from", w.from)...)
	}
	w.hello = say("account.mail.hello")
	w.foot = say("account.mail.foot", "host", w.host)
	switch {
	case l.Purpose == identity.Invitation:
		w.subject, w.button = say("account.mail.invitation.subject"), say("account.mail.invitation.button")
		w.body = []string{say("account.mail.invitation.body"), say("account.mail.invitation.why")}
		w.after = say("account.mail.invitation.after")
	case l.Purpose == identity.Reset:
		w.subject, w.button = say("account.mail.reset.subject"), say("account.mail.reset.button")
		w.body = []string{say("account.mail.reset.body")}
		w.after = say("account.mail.reset.after")
	case l.Purpose == identity.Confirmation:
		w.subject, w.button = say("account.mail.confirm.subject"), say("account.mail.confirm.button")
		w.body = []string{say("account.mail.confirm.body")}
		w.after = say("account.mail.confirm.after")
	case l.Notice == noticePassword:
		w.subject = say("account.mail.password.subject")
		w.body = []string{say("account.mail.password.body"), say("account.mail.not_you")}
	case l.Notice == noticeEmail:
		w.subject = say("account.mail.email.subject")
		w.body = []string{say("account.mail.email.body"), say("account.mail.not_you")}
	}
}

// text is the letter as plain text.
func (w *letterWords) text() string {
	parts := append([]string{w.hello}, w.body...)
	if w.link != "" {
		parts = append(parts, w.button+"\n"+w.link, w.after)
	}
	return strings.Join(append(parts, "-- \n"+w.foot), "\n\n") + "\n"
}
