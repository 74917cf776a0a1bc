// Package administration is how a site is kept in order: its name and
// colours, its people, charter, tags and communities, and the log of what
// administrators did (the operator; S5 governance of what is shared; F8: no
// obscure circuit).
//
// What would surprise: an administrator sees every place by name, never what
// is said in it. Each act here is recorded in a signed, chained log that they
// can read and cannot change.
package administration

import (
	"context"
	"sync/atomic"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/search"
	"parvis/internal/store"
)

// The verbs of this feature's events and acts.
const (
	SiteChanged      activity.Verb = "site.changed"
	Suspended        activity.Verb = "person.suspended"
	Reactivated      activity.Verb = "person.reactivated"
	AdminGiven       activity.Verb = "person.admin_given"
	AdminTaken       activity.Verb = "person.admin_taken"
	SignedOut        activity.Verb = "person.signed_out"
	Cleared          activity.Verb = "person.cleared"
	Extended         activity.Verb = "person.stay_extended"
	Reminded         activity.Verb = "person.reminded"
	CharterPublished activity.Verb = "charter.published"
	TagRenamed       activity.Verb = "tag.renamed"
	TagsMerged       activity.Verb = "tag.merged"
	TagsDropped      activity.Verb = "tag.dropped"
	JobRetried       activity.Verb = "job.retried"
	JobDiscarded     activity.Verb = "job.discarded"
	FileReleased     activity.Verb = "file.released"
	FileDestroyed    activity.Verb = "file.destroyed"
)

// Tags puts the tags of the site in order.
type Tags interface {
	AllTags(ctx context.Context, actor access.Actor, typed string, after content.TagKey, limit int) ([]content.Tag, error)
	// The changes call also in their transaction, with the names that the tags
	// had.
	RenameTag(ctx context.Context, actor access.Actor, tag id.ID, name string, also func(tx *store.Tx, was string) error) error
	MergeTags(ctx context.Context, actor access.Actor, from, into id.ID, also func(tx *store.Tx, was, is string) error) error
	DropUnusedTags(ctx context.Context, actor access.Actor, also func(tx *store.Tx, dropped int64) error) (int64, error)
}

// Communities are the places of the site, which record by themselves what an
// administrator does to them.
type Communities interface {
	Archive(ctx context.Context, actor access.Actor, community id.ID) error
	Reopen(ctx context.Context, actor access.Actor, community id.ID) error
	// Appoint makes somebody a manager, also who is not a member where nobody
	// manages.
	Appoint(ctx context.Context, actor access.Actor, community id.ID, person identity.Person) error
}

// Invitations reach those who have not come in.
type Invitations interface {
	// Remind has the invitation sent again.
	Remind(ctx context.Context, tx *store.Tx, actor access.Actor, person id.ID) error
	// ResetLink makes a link to hand over, and records the act.
	ResetLink(ctx context.Context, actor access.Actor, person id.ID) (string, error)
}

// Open is what goes on for people with the rights that they had when it began:
// open pages, counts that are remembered.
type Open interface {
	// RightsMoved ends it, once tx is durable, so that it begins again with those
	// that they have.
	RightsMoved(ctx context.Context, tx *store.Tx, person id.ID)
}

// Jobs are those that failed in the background.
type Jobs interface {
	Failed(ctx context.Context, limit int) ([]jobs.Failure, error)
	// Retry makes one due at once, Discard removes it; the fault is NotFound.
	Retry(ctx context.Context, tx *store.Tx, job int64) (jobs.Failure, error)
	Discard(ctx context.Context, tx *store.Tx, job int64) (jobs.Failure, error)
}

// Tab is a page of administration that another feature adds; Key is its label
// in the catalogue.
type Tab struct{ Key, Href string }

// Config is what the feature is built from.
type Config struct {
	DB          *store.DB
	People      *identity.Service
	Events      *activity.Log
	Acts        *activity.Acts
	Clock       clock.Clock
	Tags        Tags
	Communities Communities
	Directory   Directory
	Open        Open
	Invitations Invitations
	Jobs        Jobs
	Quarantine  Quarantine
	Thesaurus   *search.Thesaurus
	Tabs        []Tab
}

// Service keeps the site in order.
type Service struct {
	Config
	site atomic.Pointer[known]
}

// New makes the feature.
func New(c Config) *Service { return &Service{Config: c} }

// act records what an administrator did, and tells it, in the transaction of
// the change.
func (s *Service) act(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, person id.ID, data any) error {
	if err := s.Acts.Record(ctx, tx, actor, string(verb), "person "+person.String(), data); err != nil {
		return err
	}
	_, err := s.Events.Append(ctx, tx, actor, activity.Event{Verb: verb, Person: person})
	return err
}
