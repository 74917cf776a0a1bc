// Package account is how people come in and look after their own account:
// the first start, sign-in, invitations of colleagues and of guests,
// forgotten passwords, the charter, settings, sessions and tokens (S7 each
// agent on their own phone, S8 the first minutes, P2; F6: nobody is watched,
// no sign-in is logged).
//
// What would surprise: the secret of a link is never kept, not even in the
// queue of mails. The job that writes a mail makes its link at that moment,
// so a mail that is sent again holds a new one and the older dies.
package account

import (
	"context"
	"log/slog"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/i18n"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/mail"
	"parvis/internal/store"
)

// The verbs of this feature's events.
const (
	Invited         activity.Verb = "person.invited"
	Joined          activity.Verb = "person.joined"
	Renamed         activity.Verb = "person.renamed"
	PasswordChanged activity.Verb = "person.password_changed"
	EmailChanged    activity.Verb = "person.email_changed"
	CharterAccepted activity.Verb = "charter.accepted"
	TokenCreated    activity.Verb = "token.created"
	TokenRevoked    activity.Verb = "token.revoked"
)

// Site is what the first start names and what pages and mails say of the
// site.
type Site interface {
	Name(ctx context.Context) string
	SetName(ctx context.Context, tx *store.Tx, actor access.Actor, name string) error
}

// Communities are the places into which one invites.
type Communities interface {
	// Managed lists, by name, the communities that actor manages.
	Managed(ctx context.Context, actor access.Actor) ([]Community, error)
	// Host brings a guest into communities that actor manages.
	Host(ctx context.Context, tx *store.Tx, actor access.Actor, guest id.ID, communities []id.ID) error
}

// Community is a place as the form of an invitation names it.
type Community struct {
	ID   id.ID
	Name string
}

// Sender sends mail.
type Sender interface {
	Send(ctx context.Context, m mail.Message) error
}

// Tab is a page of settings that another feature adds; Key is its label in
// the catalogue.
type Tab struct{ Key, Href string }

// Config is what the feature is built from.
type Config struct {
	DB          *store.DB
	People      *identity.Service
	Events      *activity.Log
	Acts        *activity.Acts
	Queue       *jobs.Queue
	Clock       clock.Clock
	Catalogue   *i18n.Catalogue
	Log         *slog.Logger
	Site        Site
	Communities Communities
	Mail        Sender // nil when the site sends no mail
	BaseURL     string // without a slash at the end
	Tabs        []Tab  // of other features, for agents
}

// Service lets people in and looks after their accounts.
type Service struct {
	Config
}

// New makes the feature and declares its jobs.
func New(c Config) *Service {
	s := &Service{Config: c}
	s.jobs()
	return s
}

// event tells what somebody did to an account.
func (s *Service) event(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, person id.ID) error {
	_, err := s.Events.Append(ctx, tx, actor, activity.Event{Verb: verb, Person: person})
	return err
}

// Visitor is the browser that a request comes from.
type Visitor struct {
	Device  string // what it says of itself
	Address string
}
