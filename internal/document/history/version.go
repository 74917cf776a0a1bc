package history

import (
	"context"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/document"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// What happens to the versions of a document.
const (
	// VersionNamed: a version was given a name, or its name was put right.
	// Data: {"number", "again"}: again is true when it had one.
	VersionNamed activity.Verb = "document.version_named"
	// VersionUnnamed: its name was taken away. Data: {"number"}
	VersionUnnamed activity.Verb = "document.version_unnamed"
)

// versionFact is what these events say.
type versionFact struct {
	Number int64 `json:"number"`
	Again  bool  `json:"again,omitempty"` // nobody is told
}

// Bounds of a name and of the line under it.
const (
	MaxName = 100
	MaxNote = 300
)

// Version is what a document said after one of its updates, under a name.
type Version struct {
	Number int64
	Name   string
	Note   string
	At     clock.Time // of the update
	Named  clock.Time
	By     identity.Face
}

// Versions lists the versions of a document that have a name, the latest first.
func (s *Service) Versions(ctx context.Context, actor access.Actor, item id.ID) ([]Version, error) {
	if _, err := s.Documents.Last(ctx, actor, item); err != nil {
		return nil, err
	}
	rows, err := versionsOf(ctx, s.DB, item)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	people := make([]id.ID, len(rows))
	for i, r := range rows {
		people[i] = r.Person
	}
	faces, err := identity.Faces(ctx, s.DB, people)
	list := make([]Version, len(rows))
	for i, r := range rows {
		list[i] = Version{Number: r.Number, Name: r.Name, Note: r.Note, At: r.At, Named: r.Created, By: faces[r.Person]}
	}
	return list, err
}

// Name gives a name and a line to what a document said after an update, or puts
// them right. Who may write in it may name.
func (s *Service) Name(ctx context.Context, actor access.Actor, item id.ID, number int64, name, note string) error {
	name, note = strings.TrimSpace(name), strings.TrimSpace(note)
	var check fault.Check
	check.Field("name", name != "", "document.version.field.name")
	if err := check.Err(); err != nil {
		return err
	}
	return s.change(ctx, actor, item, number, func(tx *store.Tx, was *versionRow) (activity.Verb, error) {
		if was != nil && was.Removed.IsZero() && was.Name == name && was.Note == note {
			return "", nil
		}
		return VersionNamed, putVersion(ctx, tx, item, versionRow{Number: number, Name: name, Note: note, Person: actor.Person(), Created: s.Clock.Now()})
	})
}

// Unname takes the name of a version away.
func (s *Service) Unname(ctx context.Context, actor access.Actor, item id.ID, number int64) error {
	return s.change(ctx, actor, item, number, func(tx *store.Tx, was *versionRow) (activity.Verb, error) {
		if was == nil || !was.Removed.IsZero() {
			return "", fault.NotFound()
		}
		return VersionUnnamed, setRemoved(ctx, tx, item, number, s.Clock.Now())
	})
}

// Recall gives a version the name that was taken away.
func (s *Service) Recall(ctx context.Context, actor access.Actor, item id.ID, number int64) error {
	return s.change(ctx, actor, item, number, func(tx *store.Tx, was *versionRow) (activity.Verb, error) {
		switch {
		case was == nil:
			return "", fault.NotFound()
		case was.Removed.IsZero():
			return "", nil
		}
		return VersionNamed, setRemoved(ctx, tx, item, number, clock.Time{})
	})
}

// change does something to the name of a version, given the one that it has or
// had, and tells it unless nothing was done.
func (s *Service) change(ctx context.Context, actor access.Actor, item id.ID, number int64, do func(tx *store.Tx, was *versionRow) (activity.Verb, error)) error {
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		it, _, err := s.Content.Load(ctx, tx, actor, document.Write, item)
		if err != nil {
			return err
		}
		last, err := s.Documents.Last(ctx, actor, item)
		if err != nil || number < 1 || number > last {
			return never(err)
		}
		was, err := versionOf(ctx, tx, item, number)
		if err != nil {
			return err
		}
		verb, err := do(tx, was)
		if err != nil || verb == "" {
			return err
		}
		return s.Documents.Tell(ctx, tx, actor, verb, it, versionFact{Number: number, Again: was != nil})
	})
}

// never is the error, or NotFound for an update that never came.
func never(err error) error {
	if err != nil {
		return err
	}
	return fault.NotFound()
}

// NameOf is the name of what a document said after an update, "" when it has
// none. The item was judged by the caller.
func (s *Service) NameOf(ctx context.Context, item id.ID, number int64) (string, error) {
	v, err := versionOf(ctx, s.DB, item, number)
	if err != nil || v == nil || !v.Removed.IsZero() {
		return "", err
	}
	return v.Name, nil
}
