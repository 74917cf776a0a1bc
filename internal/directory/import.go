package directory

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// What happens to the directory. The community feature follows them to enrol
// people.
const (
	EventUnits     activity.Verb = "directory.units_imported"     // Data: counts by sort
	EventFunctions activity.Verb = "directory.functions_imported" // Data: {"people": [ids]}, at most 500
	EventFunction  activity.Verb = "person.functions_changed"     // Person: whose
	EventDescribed activity.Verb = "person.described"             // Person: who
)

// Import reads the whole tree of units from a CSV file with the columns code,
// parent, name and acronym, and makes the directory say the same in one
// transaction: what the file does not name is retired. A dry run tells what
// would change. A file with any bad line changes nothing: the fault is
// Invalid and the report lists the lines.
func (s *Service) Import(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (Report, error) {
	if !actor.May(Administer, access.Label{}) {
		return Report{}, fault.Forbidden()
	}
	rows, wrong, err := readCSV(from, unitColumns())
	if err != nil {
		return Report{}, err
	}
	nodes := grow(rows, &wrong)
	if len(wrong) == 0 && len(nodes) == 0 {
		wrong.add(2, "directory.csv.no_rows")
	}
	if len(wrong) > 0 {
		return refused(wrong, dryRun)
	}
	if dryRun {
		known, err := allUnits(ctx, s.DB)
		if err != nil {
			return Report{}, fmt.Errorf("read units: %w", err)
		}
		p := compare(nodes, known, s.IDs.New)
		p.DryRun = true
		return p.Report, nil
	}
	var p plan
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := lockImports(ctx, tx, s.Clock.Now()); err != nil {
			return fmt.Errorf("wait for other imports: %w", err)
		}
		known, err := allUnits(ctx, tx)
		if err != nil {
			return fmt.Errorf("read units: %w", err)
		}
		p = compare(nodes, known, s.IDs.New)
		if err := writeUnits(ctx, tx, p.write); err != nil {
			return fmt.Errorf("write units: %w", err)
		}
		if !p.Anything() {
			return nil
		}
		return s.tell(ctx, tx, actor, EventUnits, p.Counts)
	})
	return p.Report, err
}

// tell appends the event of an import and records the administrative act.
func (s *Service) tell(ctx context.Context, tx *store.Tx, actor access.Actor, verb activity.Verb, data any) error {
	if err := s.append(ctx, tx, actor, activity.Event{Verb: verb}, data); err != nil {
		return err
	}
	return s.Acts.Record(ctx, tx, actor, string(verb), "directory", data)
}

func (s *Service) append(ctx context.Context, tx *store.Tx, actor access.Actor, e activity.Event, data any) error {
	if data != nil {
		text, err := json.Marshal(data)
		if err != nil {
			return err
		}
		e.Data = text
	}
	_, err := s.Log.Append(ctx, tx, actor, e)
	return err
}

// perEvent bounds the people listed in one event.
const perEvent = 500

type peopleData struct {
	People []id.ID `json:"people"`
}
