package administration

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/store"
)

// Quarantine is what the antivirus holds.
type Quarantine interface {
	Quarantine(ctx context.Context, limit int) ([]content.Quarantined, error)
	// ReleaseFile lets a content through, DestroyFile removes its bytes; the
	// fault is NotFound when it is not held.
	ReleaseFile(ctx context.Context, tx *store.Tx, hash string) (content.Quarantined, error)
	DestroyFile(ctx context.Context, tx *store.Tx, hash string) (content.Quarantined, error)
}

// QuarantinePage bounds the list: more than that is an attack, and the log of
// the daemon tells it better.
const QuarantinePage = 200

// Quarantined lists the files that the antivirus holds, the newest first.
func (s *Service) Quarantined(ctx context.Context, actor access.Actor) ([]content.Quarantined, error) {
	if !actor.May(Govern, access.Label{}) {
		return nil, fault.Forbidden()
	}
	return s.Quarantine.Quarantine(ctx, QuarantinePage)
}

// ReleaseFile lets through a file that was held by mistake.
func (s *Service) ReleaseFile(ctx context.Context, actor access.Actor, hash string) error {
	return s.settle(ctx, actor, hash, FileReleased, s.Quarantine.ReleaseFile)
}

// DestroyFile removes a held file for good.
func (s *Service) DestroyFile(ctx context.Context, actor access.Actor, hash string) error {
	return s.settle(ctx, actor, hash, FileDestroyed, s.Quarantine.DestroyFile)
}

func (s *Service) settle(ctx context.Context, actor access.Actor, hash string, verb activity.Verb, do func(context.Context, *store.Tx, string) (content.Quarantined, error)) error {
	if !actor.May(Govern, access.Label{}) {
		return fault.Forbidden()
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		found, err := do(ctx, tx, hash)
		if err != nil {
			return err
		}
		return s.Acts.Record(ctx, tx, actor, string(verb), "file "+hash, map[string]string{"name": found.Name, "kind": found.Threat})
	})
}
