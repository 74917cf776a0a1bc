package account

import (
	"context"
	"fmt"
	"strings"
	"time"

	"parvis/internal/fault"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// letter is a mail to write later. It holds who and why, never a secret.
type letter struct {
	Purpose identity.Purpose // of the link that it carries
	Notice  notice           // or what it only tells
	Person  id.ID            // whom it is for; zero when only the address is known
	Email   string           // where to, when not to the person's own address
	From    id.ID            // who invites
}

// Kind implements jobs.Args.
func (letter) Kind() string { return "account.letter" }

// notice is a fact of which a person is told without being asked anything.
type notice string

const (
	noticePassword notice = "password"
	noticeEmail    notice = "email"
)

// jobs declares what is done later.
func (s *Service) jobs() {
	jobs.Handle(s.Queue, s.post)
	s.Queue.Every("account.sweep", time.Hour, s.People.Sweep)
}

// tries gives a mail server some days to come back.
var tries = jobs.Tries(12)

// tell enqueues a notice, when the site sends mail.
func (s *Service) tell(ctx context.Context, tx *store.Tx, l letter) error {
	if s.Mail == nil {
		return nil
	}
	return s.Queue.Enqueue(ctx, tx, l, tries)
}

// post writes a letter, its link made only now, and sends it. What has become
// pointless is dropped.
func (s *Service) post(ctx context.Context, l letter) error {
	if s.Mail == nil {
		return nil
	}
	p, to, err := s.addressee(ctx, l)
	if err != nil || to == "" {
		return err
	}
	m, err := s.write(ctx, l, p, to)
	if err != nil {
		return err
	}
	err = s.Mail.Send(ctx, m)
	if err != nil && mail.Permanent(err) {
		s.Log.WarnContext(ctx, "letter given up", "person", p.ID, "purpose", l.Purpose, "notice", l.Notice, "error", err)
		return nil
	}
	return err
}

// addressee is whom a letter is for and where it goes; to is empty when it
// should no longer be sent.
func (s *Service) addressee(ctx context.Context, l letter) (p identity.Person, to string, err error) {
	if l.Person != 0 {
		p, err = identity.Find(ctx, s.DB, l.Person)
	} else {
		p, err = s.People.ByLogin(ctx, l.Email)
	}
	if fault.KindOf(err) == fault.KindNotFound && err != nil {
		return p, "", nil
	}
	if err != nil || s.mayEnter(p) != nil {
		return p, "", err
	}
	to = p.Email
	switch {
	case l.Purpose == identity.Invitation && p.State != identity.Invited:
		to = ""
	case l.Purpose == identity.Confirmation:
		to = l.Email
		if owner, err := s.People.ByLogin(ctx, l.Email); err == nil && owner.ID != p.ID {
			to = ""
		} else if err != nil && fault.KindOf(err) != fault.KindNotFound {
			return p, "", err
		}
	case l.Notice == noticeEmail:
		to = l.Email
	case l.Purpose == identity.Reset && to != l.Email:
		to = ""
	}
	return p, to, nil
}

// write composes the letter in the language of its reader.
func (s *Service) write(ctx context.Context, l letter, p identity.Person, to string) (mail.Message, error) {
	ctx = i18n.With(ctx, s.Catalogue.In(i18n.Lang(p.Locale)))
	words := letterWords{site: s.Site.Name(ctx), host: s.BaseURL}
	if l.From != 0 {
		faces, err := identity.Faces(ctx, s.DB, []id.ID{l.From})
		if err != nil {
			return mail.Message{}, err
		}
		words.from = faces[l.From].Name
	}
	if l.Purpose != "" {
		purpose := l.Purpose
		if purpose == identity.Reset && p.State == identity.Invited {
			purpose = identity.Invitation // they never had a password
		}
		err := s.DB.Write(ctx, func(tx *store.Tx) error {
			key, err := s.People.NewLink(ctx, tx, purpose, p.ID, to)
			words.link = s.address(purpose, key)
			return err
		})
		if err != nil {
			return mail.Message{}, fmt.Errorf("link of a letter: %w", err)
		}
	}
	words.fill(ctx, l, p)
	var html strings.Builder
	if err := letterPage(words).Render(ctx, &html); err != nil {
		return mail.Message{}, fmt.Errorf("write a letter: %w", err)
	}
	return mail.Message{To: to, ToName: p.Name, Subject: words.subject, Text: words.text(), HTML: html.String()}, nil
}
