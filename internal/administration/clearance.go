package administration

import (
	"context"
	"encoding/json"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/api"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Clearing says up to which protection somebody reads from now on, and what
// their clearance was when whoever decides it looked.
type Clearing struct{ Was, To access.Protection }

// clearances are the words for clearances, in forms, in JSON and in the register.
func clearances() api.Words[access.Protection] {
	return api.Words[access.Protection]{access.Public: "public", access.Limited: "limited", access.Restricted: "restricted"}
}

// ClearanceNamed is the clearance of a word, and whether it is one.
func ClearanceNamed(word string) (access.Protection, bool) {
	p := clearances().Value(word)
	return p, clearances()[p] == word
}

// SetClearance says how far somebody reads, oneself included, and whether that
// is another than before; it holds at once, and they are told. The register tells
// who did so, to whom, and from what to what. The fault is Conflict when the
// clearance was changed meanwhile.
func (s *Service) SetClearance(ctx context.Context, actor access.Actor, person id.ID, c Clearing) (moved bool, err error) {
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if _, err := access.Load(ctx, tx, actor, ManagePeople, person); err != nil {
			return err
		}
		if moved, err = s.People.SetClearance(ctx, tx, person, c.Was, c.To); err != nil || !moved {
			return err
		}
		s.Open.RightsMoved(ctx, tx, person)
		data := cleared{clearances()[c.Was], clearances()[c.To]}
		if err := s.Acts.Record(ctx, tx, actor, string(Cleared), "person "+person.String(), data); err != nil {
			return err
		}
		told, err := json.Marshal(data)
		if err != nil {
			return err
		}
		_, err = s.Events.Append(ctx, tx, actor, activity.Event{Verb: Cleared, Person: person, Data: told})
		return err
	})
	return moved, err
}

// ClearByOperator is SetClearance for the command line, by e-mail address or
// handle; it returns the word for what the clearance was.
func (s *Service) ClearByOperator(ctx context.Context, login string, to access.Protection) (was string, err error) {
	p, err := s.People.ByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	_, err = s.SetClearance(ctx, access.SystemActor("operator on the command line"), p.ID, Clearing{Was: p.Clearance, To: to})
	return clearances()[p.Clearance], err
}
