package directory

import (
	"context"
	"slices"

	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

func functionsOf(ctx context.Context, on store.Querier, person id.ID) ([]Function, error) {
	return store.All[Function](ctx, on, store.Q(`SELECT f.id, f.unit_id AS unit, u.name, u.acronym, u.path, u.retired, f.title, f.head, f.main
		FROM functions f JOIN units u ON u.id = f.unit_id WHERE f.person_id = %s ORDER BY f.main DESC, f.id`, person))
}

// functionsOfAll reads the functions of many people, in the order in which
// they were given.
func functionsOfAll(ctx context.Context, on store.Querier, people []id.ID) (map[id.ID][]functionRow, error) {
	out := map[id.ID][]functionRow{}
	for chunk := range slices.Chunk(people, perStatement) {
		rows, err := store.All[functionRow](ctx, on, store.Q(`SELECT f.id, f.person_id AS person, f.unit_id AS unit, f.title, f.head, f.main
			FROM functions f WHERE f.person_id IN %s ORDER BY f.id`, store.Values(chunk)))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Person] = append(out[r.Person], r)
		}
	}
	return out, nil
}

// replaceFunctions makes rows the only functions of people.
func replaceFunctions(ctx context.Context, tx *store.Tx, people []id.ID, rows []functionRow) error {
	for chunk := range slices.Chunk(people, perStatement) {
		if _, err := store.Exec(ctx, tx, store.Q(`DELETE FROM functions WHERE person_id IN %s`, store.Values(chunk))); err != nil {
			return err
		}
	}
	for chunk := range slices.Chunk(rows, perStatement) {
		values := make([]*store.Query, len(chunk))
		for i, r := range chunk {
			values[i] = store.Q("(%s, %s, %s, %s, %s, %s, %s)", r.ID, r.Person, r.Unit, r.Title, text.Fold(r.Title), r.Head, r.Main)
		}
		if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO functions (id, person_id, unit_id, title, title_fold, head, main) VALUES %s`,
			store.Join(values, ", "))); err != nil {
			return err
		}
	}
	return nil
}

type named struct {
	ID    id.ID
	Name  string
	Email string
}

func peopleByEmail(ctx context.Context, on store.Querier, emails []string) (map[string]named, error) {
	out := map[string]named{}
	for chunk := range slices.Chunk(emails, perStatement) {
		rows, err := store.All[named](ctx, on, store.Q(`SELECT p.id, p.name, p.email FROM %s p WHERE p.email IN %s`, everyone(), store.Values(chunk)))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Email] = r
		}
	}
	return out, nil
}

type coded struct {
	ID   id.ID
	Code string
}

func unitsByCode(ctx context.Context, on store.Querier, codes []string) (map[string]id.ID, error) {
	out := map[string]id.ID{}
	for chunk := range slices.Chunk(codes, perStatement) {
		rows, err := store.All[coded](ctx, on, store.Q(`SELECT u.id, u.code FROM units u WHERE NOT u.retired AND u.code IN %s`, store.Values(chunk)))
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			out[r.Code] = r.ID
		}
	}
	return out, nil
}

type lineRow struct {
	Person               id.ID
	Title, Unit, Acronym string
}

// mainLines reads the main function of people, and its unit.
func mainLines(ctx context.Context, on store.Querier, people []id.ID) ([]lineRow, error) {
	if len(people) == 0 {
		return nil, nil
	}
	return store.All[lineRow](ctx, on, store.Q(`SELECT f.person_id AS person, f.title, u.name AS unit, u.acronym
		FROM functions f JOIN units u ON u.id = f.unit_id WHERE f.main AND f.person_id IN %s`, store.Values(people)))
}
