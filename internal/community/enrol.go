package community

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/id"
	"parvis/internal/store"
)

// Verbs of the directory that change who belongs to a unit. Data of the last
// two lists people; without it everybody is looked at.
const (
	functionsChanged activity.Verb = "person.functions_changed" // Person: whose
	functionsLoaded  activity.Verb = "directory.functions_imported"
	unitsLoaded      activity.Verb = "directory.units_imported"
)

// perEvent bounds the people listed in one event.
const perEvent = 500

// people is the data of the events about many people at once.
type people struct {
	People []id.ID `json:"people"`
}

// followFunctions keeps the hierarchical communities in step with the units.
func (s *Service) followFunctions(ctx context.Context, tx *store.Tx, batch []activity.Event) error {
	var moved []id.ID
	everybody := false
	for _, e := range batch {
		switch e.Verb {
		case functionsChanged:
			moved = append(moved, e.Person)
		case functionsLoaded:
			var who people
			if err := json.Unmarshal(e.Data, &who); err != nil {
				return fmt.Errorf("people of event %s: %w", e.ID, err)
			}
			moved = append(moved, who.People...)
		case unitsLoaded:
			everybody = true
		}
	}
	if everybody {
		moved = nil
	} else if len(moved) == 0 {
		return nil
	}
	if err := s.withdraw(ctx, tx, moved); err != nil {
		return err
	}
	return s.enrol(ctx, tx, 0, moved)
}

// enrol makes members of those whose function is below the unit of a
// community; of any community when zero, of anybody when people is nil.
func (s *Service) enrol(ctx context.Context, tx *store.Tx, community id.ID, people []id.ID) error {
	if community != 0 {
		if err := lock(ctx, tx, community); err != nil {
			return fmt.Errorf("lock community: %w", err)
		}
	}
	came, err := enrol(ctx, tx, community, people, s.clock.Now())
	if err != nil {
		return fmt.Errorf("enrol the people of a unit: %w", err)
	}
	return s.tally(ctx, tx, came, +1, EventEnrolled)
}

// withdraw takes out those whose function left the unit.
func (s *Service) withdraw(ctx context.Context, tx *store.Tx, people []id.ID) error {
	gone, err := withdraw(ctx, tx, people)
	if err != nil {
		return fmt.Errorf("withdraw those who left a unit: %w", err)
	}
	return s.tally(ctx, tx, gone, -1, EventWithdrawn)
}

// tally moves the counters of the communities where people came or went, in
// the order of ids so that two of these never wait for each other.
func (s *Service) tally(ctx context.Context, tx *store.Tx, moves []pair, sign int, verb activity.Verb) error {
	byCommunity := map[id.ID][]id.ID{}
	for _, m := range moves {
		byCommunity[m.Community] = append(byCommunity[m.Community], m.Person)
	}
	if len(byCommunity) == 0 {
		return nil
	}
	places := make([]id.ID, 0, len(byCommunity))
	for c := range byCommunity {
		places = append(places, c)
	}
	slices.Sort(places)
	actor := access.SystemActor("members follow their unit")
	for _, c := range places {
		if _, err := recount(ctx, tx, c, sign*len(byCommunity[c]), 0); err != nil {
			return fmt.Errorf("count members: %w", err)
		}
		for chunk := range slices.Chunk(byCommunity[c], perEvent) {
			if err := s.tell(ctx, tx, actor, fact{verb: verb, community: c, data: people{chunk}}); err != nil {
				return err
			}
		}
	}
	return nil
}
