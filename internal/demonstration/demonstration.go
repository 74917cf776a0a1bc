// Package demonstration fills a site with people, places and a year of what
// they said, so that every use of the mission (U1 to U6, P1, P3 to P5) can be
// seen, tried and measured: the demonstration itself, on the data of package
// demo, and a large site made of the same texts, to measure speed.
//
// What would surprise: nothing goes through the services, which would take
// hours for a million items. The rows are composed here as the services would
// have left them, and a test holds every counter, every fold and every right
// against them.
package demonstration

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"time"

	"parvis/demo"
	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/jobs"
	"parvis/internal/notification"
	"parvis/internal/store"
)

// Password is that of everybody on a demonstration site. Such a site is for
// looking: it must never hold anything of value.
const Password = "parvis-demonstration"

// ErrInhabited is returned when the site already has people: a demonstration
// is never mixed with them.
var ErrInhabited = errors.New("this site already has people: a demonstration fills an empty site only (choose another folder with --data, or another database)")

// settingMade tells that a site is a demonstration, and of which sort.
const settingMade = "demonstration"

// recent is how far back what happened is told to people as news.
const recent = 12 * 24 * time.Hour

//go:embed charter.fr.md
var charter string

// Config is what a Service is built from.
type Config struct {
	DB            *store.DB
	Clock         clock.Clock
	People        *identity.Service
	Log           *activity.Log
	Acts          *activity.Acts
	Notifications *notification.Service
	Queue         *jobs.Queue
	// Shelve puts a file into the library of a community; nil leaves the
	// libraries empty.
	Shelve func(ctx context.Context, s Shelf) error
	// Write has a document written, step by step; nil leaves documents out.
	Write func(ctx context.Context, m Manuscript) error
	// Mail files the dispatches of a network and has its people handle them; nil
	// leaves them out.
	Mail Mailroom
}

// Service fills sites.
type Service struct{ Config }

// New makes the Service.
func New(c Config) *Service { return &Service{c} }

// Inhabited tells whether the site has people.
func (s *Service) Inhabited(ctx context.Context) (bool, error) { return Inhabited(ctx, s.DB) }

// Account is somebody of the cast, as the console and the sign-in help show
// them.
type Account struct {
	Handle, Name, Title, Story string
}

// Cast lists whom one may sign in as, in a language, when this site is the
// demonstration; nobody otherwise.
func (s *Service) Cast(ctx context.Context, lang string) ([]Account, error) {
	made, err := setting(ctx, s.DB, settingMade)
	if err != nil || made == "" {
		return nil, err
	}
	people, err := demo.People()
	if err != nil {
		return nil, err
	}
	titles := map[string]demo.Person{}
	for _, p := range people {
		titles[p.Handle] = p
	}
	cast, err := demo.Cast()
	out := make([]Account, len(cast))
	for i, m := range cast {
		out[i] = Account{m.Handle, titles[m.Handle].Name, titles[m.Handle].Title, m.Story[lang]}
	}
	return out, err
}

// Load fills an empty site with the demonstration. The error is ErrInhabited
// when it is not empty.
func (s *Service) Load(ctx context.Context, progress Progress) error {
	if full, err := s.Inhabited(ctx); err != nil || full {
		return errors.Join(err, inhabitedError(full))
	}
	c := newComposer(s.Clock.Now().In(clock.Paris))
	if err := c.compose(); err != nil {
		return fmt.Errorf("compose the demonstration: %w", err)
	}
	progress.say("%d people, %d communities, %d publications, %d comments composed",
		len(c.batch.persons), len(c.batch.communities), len(c.batch.items), len(c.batch.comments))
	hash, err := s.People.HashPassword(ctx, Password)
	if err != nil {
		return fmt.Errorf("the password of the demonstration: %w", err)
	}
	news := c.batch.cut(clock.At(c.now.Add(-recent)))
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return s.settle(ctx, tx, c, hash) }); err != nil {
		return fmt.Errorf("write the demonstration: %w", err)
	}
	if err := s.shelve(ctx, c); err != nil {
		return fmt.Errorf("fill the libraries: %w", err)
	}
	if err := s.fileMail(ctx, c); err != nil {
		return fmt.Errorf("file the dispatches: %w", err)
	}
	if err := s.write(ctx, c); err != nil {
		return fmt.Errorf("write the documents: %w", err)
	}
	if err := s.handleMail(ctx, c); err != nil {
		return fmt.Errorf("handle the dispatches: %w", err)
	}
	progress.say("written; telling people what happened these last days")
	if err := s.DB.Write(ctx, func(tx *store.Tx) error { return news.writeEvents(ctx, tx) }); err != nil {
		return fmt.Errorf("write the latest events: %w", err)
	}
	if err := s.Log.CatchUp(ctx); err != nil {
		return err
	}
	if err := s.Notifications.CatchUp(ctx); err != nil {
		return err
	}
	return s.leave(ctx, c)
}

func inhabitedError(full bool) error {
	if full {
		return ErrInhabited
	}
	return nil
}

// settle writes everything but the latest events, which are yet to be told,
// and the mark that tells what this site is.
func (s *Service) settle(ctx context.Context, tx *store.Tx, c *composer, hash identity.Hashed) error {
	if err := c.batch.write(ctx, tx); err != nil {
		return err
	}
	if err := writePasswords(ctx, tx, c.batch.persons, hash); err != nil {
		return err
	}
	if err := finish(ctx, tx, c.counts, c.uses); err != nil {
		return err
	}
	if err := s.plan(ctx, tx, c); err != nil {
		return err
	}
	return s.sign(ctx, tx, c.administrator(), c.now, "cast")
}

// sign names the site, publishes its charter and says that it is a
// demonstration.
func (s *Service) sign(ctx context.Context, tx *store.Tx, admin id.ID, now time.Time, what string) error {
	first := clock.At(now.AddDate(-1, 0, -1))
	if err := saveCharter(ctx, tx, identity.Charter{Version: 1, Source: charter, Created: first, Author: admin}); err != nil {
		return err
	}
	if err := s.Acts.Record(ctx, tx, access.Signed(access.Facts{Person: admin, Admin: true}), "charter.published", "charter 1", nil); err != nil {
		return err
	}
	for _, setting := range [][2]string{{"site.name", "Parvis"}, {"site.baseline", "Le réseau des agents publics"}, {settingMade, what}} {
		if err := saveSetting(ctx, tx, setting[0], setting[1]); err != nil {
			return err
		}
	}
	return s.Log.Skip(ctx, tx)
}

// leave clears what people saw before they went: each left at their own time.
func (s *Service) leave(ctx context.Context, c *composer) error {
	for _, who := range c.people {
		if who.visit.IsZero() {
			continue
		}
		actor := access.Signed(access.Facts{Person: who.id})
		if err := s.Notifications.SawAll(ctx, actor, clock.At(who.visit), notification.ForMe, notification.ForInfo); err != nil {
			return fmt.Errorf("clear what was seen: %w", err)
		}
	}
	return nil
}

// Progress is told now and then what is being done.
type Progress func(line string)

func (p Progress) say(format string, args ...any) {
	if p != nil {
		p(fmt.Sprintf(format, args...))
	}
}

// cut takes the events from a moment on out of a batch.
func (b *batch) cut(from clock.Time) *batch {
	b.sortEvents()
	for i, e := range b.events {
		if !e.Created.Before(from.Time) {
			news := &batch{events: b.events[i:]}
			b.events = b.events[:i]
			return news
		}
	}
	return &batch{}
}
