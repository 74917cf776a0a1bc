package library

import (
	"context"
	"encoding/json"
	"time"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/blob"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/jobs"
	"parvis/internal/store"
)

// Parts are what a Service is built from. All are required.
type Parts struct {
	DB      *store.DB
	IDs     *id.Maker
	Clock   clock.Clock
	Log     *activity.Log
	Acts    *activity.Acts
	Queue   *jobs.Queue
	Content *content.Service
	Pieces  *blob.Pieces // what is on its way
	Usual   Usual
	Largest int64 // bytes of one file
}

// Service holds the libraries. It is safe for concurrent use.
type Service struct {
	Parts
	arriving arriving
}

// NewService makes the Service and declares its jobs.
func NewService(p Parts) *Service {
	s := &Service{Parts: p, arriving: arriving{under: map[id.ID]Piece{}}}
	s.Queue.Every("library.uploads", time.Hour, s.Sweep)
	return s
}

// event is one about a file or a folder.
func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, it content.Item, data any) error {
	raw, err := json.Marshal(data)
	if err != nil {
		return err
	}
	_, err = s.Log.Append(ctx, tx, actor, activity.Event{Verb: verb, Item: it.ID, Community: it.Community, Person: it.Author, Data: raw})
	return err
}

// fact is what an event says of a file: that of content, and which version.
type fact struct {
	content.Fact
	File   id.ID `json:"file,omitzero"`
	Number int   `json:"number,omitempty"`
	Folder id.ID `json:"folder,omitzero"`
}

func factOf(it content.Item) fact {
	return fact{Fact: content.Fact{Kind: it.Kind, Title: it.Title, Author: it.Author, Important: it.Important, Audience: it.Audience}}
}

// folderFact is what an event says of a folder.
type folderFact struct {
	Folder id.ID  `json:"folder"`
	Name   string `json:"name"`
}

func (s *Service) tellFolder(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, f Folder) error {
	return s.tell(ctx, tx, actor, verb, content.Item{Community: f.Community, Author: f.Author}, folderFact{f.ID, f.Name})
}

// Room is how much of its quota a library takes, for who may see it.
func (s *Service) Room(ctx context.Context, actor access.Actor, community id.ID) (Room, error) {
	label, err := access.Load(ctx, s.DB, actor, access.ReadCommunity, community)
	if err != nil {
		return Room{}, err
	}
	if !actor.May(Browse, label) && !actor.May(SetQuota, label) {
		return Room{}, fault.Forbidden()
	}
	return s.room(ctx, s.DB, community)
}

func (s *Service) room(ctx context.Context, on store.Querier, community id.ID) (Room, error) {
	row, err := roomOf(ctx, on, community)
	r := Room{Used: row.Used, Quota: s.Usual(ctx)}
	if row.Quota != nil {
		r.Quota, r.Own = *row.Quota, true
	}
	return r, err
}

// MaxQuota is the most that a community may be given, in bytes.
const MaxQuota = 100_000_000_000_000

// SetQuota gives a community a quota of its own, in bytes; zero gives it that
// of the site again.
func (s *Service) SetQuota(ctx context.Context, actor access.Actor, community id.ID, quota int64) error {
	var c fault.Check
	c.Field("quota", quota >= 0 && quota <= MaxQuota, "library.quota.bad")
	if err := c.Err(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, SetQuota, community); err != nil {
			return err
		}
		if err := lockLibrary(ctx, tx, community); err != nil {
			return err
		}
		var own any
		if quota > 0 {
			own = quota
		}
		if err := setQuota(ctx, tx, community, own); err != nil {
			return err
		}
		if err := s.Acts.Record(ctx, tx, actor, string(QuotaSet), "community "+community.String(), map[string]int64{"quota": quota}); err != nil {
			return err
		}
		_, err := s.Log.Append(ctx, tx, actor, activity.Event{Verb: QuotaSet, Community: community})
		return err
	})
}

// full is the refusal of what would not fit.
func full(r Room) error {
	return fault.New(fault.TooLarge, "library.full", "left", bytesOf(r.Left()), "quota", bytesOf(r.Quota))
}
