package directory

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// NewFunction is a function to give to somebody.
type NewFunction struct {
	Unit  id.ID
	Title string
	Head  bool
}

// Functions are those of one person, the main one first.
func (s *Service) Functions(ctx context.Context, actor access.Actor, person id.ID) ([]Function, error) {
	if _, err := access.Load(ctx, s.DB, actor, access.ReadPerson, person); err != nil {
		return nil, err
	}
	return functionsOf(ctx, s.DB, person)
}

// SetFunctions replaces the functions of somebody; the first is the main one.
// The faults are Invalid on the fields title and unit.
func (s *Service) SetFunctions(ctx context.Context, actor access.Actor, person id.ID, list []NewFunction) error {
	if !actor.May(Administer, access.Label{}) {
		return fault.Forbidden()
	}
	return s.DB.Write(ctx, func(tx *store.Tx) error { return s.setFunctions(ctx, tx, actor, person, list) })
}

func (s *Service) setFunctions(ctx context.Context, tx *store.Tx, actor access.Actor, person id.ID, list []NewFunction) error {
	var check fault.Check
	check.Field("functions", len(list) <= MaxFunctions, "directory.field.too_many", "max", MaxFunctions)
	list = slices.Clone(list)
	for i := range list {
		title, ok := text.Line(list[i].Title, MaxTitle)
		check.Field("title", ok && title != "", "directory.field.title", "max", MaxTitle)
		list[i].Title = title
	}
	if err := check.Err(); err != nil {
		return err
	}
	if _, err := access.Load(ctx, tx, actor, access.ReadPerson, person); err != nil {
		return err
	}
	if err := s.unitsExist(ctx, tx, list); err != nil {
		return err
	}
	rows := s.functionRows(person, list)
	if err := replaceFunctions(ctx, tx, []id.ID{person}, rows); err != nil {
		return fmt.Errorf("write functions: %w", err)
	}
	if err := s.append(ctx, tx, actor, activity.Event{Verb: EventFunction, Person: person}, nil); err != nil {
		return err
	}
	return s.Acts.Record(ctx, tx, actor, string(EventFunction), "person "+person.String(), list)
}

func (s *Service) unitsExist(ctx context.Context, on store.Querier, list []NewFunction) error {
	var ids []id.ID
	for _, f := range list {
		ids = append(ids, f.Unit)
	}
	found, err := unitsByID(ctx, on, ids)
	if err != nil {
		return fmt.Errorf("find units: %w", err)
	}
	live := map[id.ID]bool{}
	for _, u := range found {
		live[u.ID] = !u.Retired
	}
	var check fault.Check
	for _, f := range list {
		check.Field("unit", live[f.Unit], "directory.field.unit")
	}
	return check.Err()
}

// functionRow is a row to write.
type functionRow struct {
	ID, Person, Unit id.ID
	Title            string
	Head, Main       bool
}

// functionRows gives ids to functions, said once each.
func (s *Service) functionRows(person id.ID, list []NewFunction) []functionRow {
	var rows []functionRow
	for _, f := range list {
		if slices.ContainsFunc(rows, func(r functionRow) bool { return r.Unit == f.Unit && r.Title == f.Title }) {
			continue
		}
		rows = append(rows, functionRow{s.IDs.New(), person, f.Unit, f.Title, f.Head, len(rows) == 0})
	}
	return rows
}

func functionColumns() []column {
	return []column{
		{names: []string{"email", "courriel", "mel", "e mail"}, required: true, max: 254},
		{names: []string{"unit", "unite", "service", "code"}, required: true, max: MaxCode},
		{names: []string{"title", "fonction", "intitule"}, required: true, max: MaxTitle},
		{names: []string{"head", "responsable", "chef"}, max: 10},
	}
}

// ImportFunctions reads what people do from a CSV file with the columns email,
// unit (its code), title and head (yes or no). The people that it names have
// those functions and no other afterwards, the first line being the main one;
// the people that it does not name keep theirs. A bad line changes nothing, as
// with Import.
func (s *Service) ImportFunctions(ctx context.Context, actor access.Actor, from io.Reader, dryRun bool) (Report, error) {
	if !actor.May(Administer, access.Label{}) {
		return Report{}, fault.Forbidden()
	}
	rows, wrong, err := readCSV(from, functionColumns())
	if err != nil {
		return Report{}, err
	}
	if len(wrong) == 0 && len(rows) == 0 {
		wrong.add(2, "directory.csv.no_rows")
	}
	if len(wrong) > 0 {
		return refused(wrong, dryRun)
	}
	var report Report
	work := func(on store.Querier) (posts, []id.ID, error) {
		wanted, wrong, err := s.resolve(ctx, on, rows)
		if err != nil {
			return posts{}, nil, err
		}
		if len(wrong) > 0 {
			report, err = refused(wrong, dryRun)
			return posts{}, nil, err
		}
		var changed []id.ID
		report, changed, err = s.difference(ctx, on, wanted)
		report.DryRun, report.Rows = dryRun, len(rows)
		return wanted, changed, err
	}
	if dryRun {
		_, _, err := work(s.DB)
		return report, err
	}
	err = s.DB.Write(ctx, func(tx *store.Tx) error {
		if err := lockImports(ctx, tx, s.Clock.Now()); err != nil {
			return fmt.Errorf("wait for other imports: %w", err)
		}
		wanted, changed, err := work(tx)
		if err != nil || len(changed) == 0 {
			return err
		}
		return s.assign(ctx, tx, actor, wanted, changed)
	})
	return report, err
}

// posts are the functions that a file gives, by person, in the order of lines.
type posts struct {
	order []id.ID
	names map[id.ID]string
	given map[id.ID][]NewFunction
}

// resolve finds the people and the units that lines name.
func (s *Service) resolve(ctx context.Context, on store.Querier, rows []record) (posts, problems, error) {
	emails, err := peopleByEmail(ctx, on, distinctField(rows, 0))
	if err != nil {
		return posts{}, nil, fmt.Errorf("find people: %w", err)
	}
	units, err := unitsByCode(ctx, on, distinctField(rows, 1))
	if err != nil {
		return posts{}, nil, fmt.Errorf("find units: %w", err)
	}
	var wrong problems
	out := posts{names: map[id.ID]string{}, given: map[id.ID][]NewFunction{}}
	for _, r := range rows {
		person, known := emails[strings.ToLower(r.fields[0])]
		unit, exists := units[r.fields[1]]
		head, said := yesNo(r.fields[3])
		switch {
		case !known:
			wrong.add(r.line, "directory.csv.nobody", "email", r.fields[0])
		case !exists:
			wrong.add(r.line, "directory.csv.no_unit", "code", r.fields[1])
		case r.fields[2] == "":
			wrong.add(r.line, "directory.csv.empty", "column", "title")
		case !said:
			wrong.add(r.line, "directory.csv.yes_no", "value", r.fields[3])
		case len(out.given[person.ID]) == MaxFunctions:
			wrong.add(r.line, "directory.csv.too_many_functions", "max", MaxFunctions)
		default:
			if out.given[person.ID] == nil {
				out.order = append(out.order, person.ID)
				out.names[person.ID] = person.Name
			}
			out.given[person.ID] = append(out.given[person.ID], NewFunction{unit, r.fields[2], head})
		}
	}
	return out, wrong, nil
}

func distinctField(rows []record, field int) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range rows {
		v := r.fields[field]
		if field == 0 {
			v = strings.ToLower(v)
		}
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// yesNo reads what people write in such a column.
func yesNo(typed string) (yes, understood bool) {
	switch text.Fold(typed) {
	case "", "0", "n", "no", "non", "false", "faux":
		return false, true
	case "1", "y", "yes", "o", "oui", "x", "true", "vrai":
		return true, true
	}
	return false, false
}

// difference tells whose functions change.
func (s *Service) difference(ctx context.Context, on store.Querier, wanted posts) (Report, []id.ID, error) {
	has, err := functionsOfAll(ctx, on, wanted.order)
	if err != nil {
		return Report{}, nil, fmt.Errorf("read functions: %w", err)
	}
	var report Report
	var changed []id.ID
	for _, person := range wanted.order {
		now, was := s.functionRows(person, wanted.given[person]), has[person]
		sort := Changed
		switch {
		case alike(now, was):
			sort = Same
		case len(was) == 0:
			sort = Added
		}
		if sort != Same {
			changed = append(changed, person)
		}
		report.count(Change{Sort: sort, Line: wanted.names[person]})
	}
	return report, changed, nil
}

func alike(a, b []functionRow) bool {
	return slices.EqualFunc(a, b, func(x, y functionRow) bool {
		x.ID = y.ID
		return x == y
	})
}

// assign writes the functions of those for whom they change.
func (s *Service) assign(ctx context.Context, tx *store.Tx, actor access.Actor, wanted posts, changed []id.ID) error {
	var rows []functionRow
	for _, person := range changed {
		rows = append(rows, s.functionRows(person, wanted.given[person])...)
	}
	if err := replaceFunctions(ctx, tx, changed, rows); err != nil {
		return fmt.Errorf("write functions: %w", err)
	}
	for chunk := range slices.Chunk(changed, perEvent) {
		if err := s.append(ctx, tx, actor, activity.Event{Verb: EventFunctions}, peopleData{chunk}); err != nil {
			return err
		}
	}
	return s.Acts.Record(ctx, tx, actor, string(EventFunctions), "directory", map[string]int{"people": len(changed)})
}

// Lines are the main function and the unit of people in a few words, to stand
// beside their names; those without a function are absent. They are for people
// of the house: the caller has made sure that one reads.
func (s *Service) Lines(ctx context.Context, people []id.ID) (map[id.ID]string, error) {
	rows, err := mainLines(ctx, s.DB, people)
	if err != nil {
		return nil, fmt.Errorf("functions of people: %w", err)
	}
	out := make(map[id.ID]string, len(rows))
	for _, r := range rows {
		unit := r.Acronym
		if unit == "" {
			unit = r.Unit
		}
		out[r.Person] = r.Title + ", " + unit
	}
	return out, nil
}

// UnitOf is the name of the unit where somebody has their main function, "" for
// nobody's.
func (s *Service) UnitOf(ctx context.Context, person id.ID) (string, error) {
	rows, err := mainLines(ctx, s.DB, []id.ID{person})
	if err != nil {
		return "", fmt.Errorf("unit of somebody: %w", err)
	}
	if len(rows) == 0 {
		return "", nil
	}
	return rows[0].Unit, nil
}
