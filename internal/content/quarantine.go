package content

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
)

// FileQuarantined says that a file of an item was found harmful. Its Person is
// who brought it; its fact tells the kind and the title of the item.
const FileQuarantined activity.Verb = "file.quarantined"

// Quarantined is a content that an antivirus holds, as an administrator sees
// it: never what it says, nor where it was joined.
type Quarantined struct {
	Hash   string
	State  Scan
	Threat string // "" when it was only too large to tell
	Owner  id.ID  `db:"owner_id"`
	Name   string
	Size   int64
	Since  clock.Time
	Face   identity.Face `db:"-"`
}

// quarantine holds a content that was found harmful: nobody opens it from now
// on, and those who brought it are told.
func (s *Service) quarantine(ctx context.Context, tx *store.Tx, f File) error {
	fresh, err := holdScan(ctx, tx, f, s.Clock.Now())
	if err != nil || !fresh {
		return err
	}
	files, err := filesByHash(ctx, tx, f.Hash)
	if err != nil {
		return err
	}
	for _, one := range files {
		if one.Item == 0 {
			continue
		}
		it, err := itemByID(ctx, tx, one.Item)
		if err != nil {
			return err
		}
		fact := factOf(it)
		fact.Reason, fact.Hash = one.Name, one.Hash
		if _, err := s.Log.Append(ctx, tx, access.SystemActor("the antivirus"), activity.Event{
			Verb: FileQuarantined, Item: one.Item, Comment: one.Comment, Community: it.Community, Person: one.Owner, Data: fact.json(),
		}); err != nil {
			return err
		}
	}
	return nil
}

// Quarantine lists what is held, the newest first. The caller has judged who
// asks.
func (s *Service) Quarantine(ctx context.Context, limit int) ([]Quarantined, error) {
	list, err := quarantined(ctx, s.DB, limit)
	if err != nil {
		return nil, err
	}
	people := make([]id.ID, len(list))
	for i, q := range list {
		people[i] = q.Owner
	}
	known, err := faces(ctx, s.DB, people)
	for i := range list {
		list[i].Face = known[list[i].Owner]
	}
	return list, err
}

// ReleaseFile lets a held content through: whoever may read its items opens it
// again. The fault is NotFound when it is not held.
func (s *Service) ReleaseFile(ctx context.Context, tx *store.Tx, hash string) (Quarantined, error) {
	q, err := s.settle(ctx, tx, hash, ScanReleased)
	if err != nil {
		return q, err
	}
	return q, s.tellFile(ctx, tx, FileScanned, "an administrator released a file", hash)
}

// DestroyFile ends the quarantine of a content at once: its bytes go, and the
// same ones are refused if they come again.
func (s *Service) DestroyFile(ctx context.Context, tx *store.Tx, hash string) (Quarantined, error) {
	q, err := s.settle(ctx, tx, hash, ScanDestroyed)
	if err == nil {
		// The sweep does it again if this fails.
		tx.After(func() { _ = s.Files.Delete(context.WithoutCancel(ctx), hash) })
	}
	return q, err
}

func (s *Service) settle(ctx context.Context, tx *store.Tx, hash string, to Scan) (Quarantined, error) {
	list, err := settleScan(ctx, tx, hash, to, s.Clock.Now())
	if err == nil && len(list) == 0 {
		return Quarantined{}, fault.NotFound()
	}
	if err != nil {
		return Quarantined{}, err
	}
	return list[0], nil
}

// endQuarantine removes the bytes of what has been held long enough, and of
// what was destroyed.
func (s *Service) endQuarantine(ctx context.Context) error {
	due, err := endedScans(ctx, s.DB, clock.At(s.Clock.Now().Add(-QuarantineKept)))
	if err != nil {
		return err
	}
	for _, hash := range due {
		if err := s.Files.Delete(ctx, hash); err != nil {
			return err
		}
		err := s.DB.Write(ctx, func(tx *store.Tx) error { return destroyScan(ctx, tx, hash, s.Clock.Now()) })
		if err != nil {
			return err
		}
	}
	return nil
}
