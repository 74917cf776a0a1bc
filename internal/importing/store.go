package importing

import (
	"context"
	"encoding/json"
	"errors"

	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
)

// known is what a reference became.
type known struct {
	Origin  string
	Item    id.ID `db:"item_id"`
	Comment id.ID `db:"comment_id"`
	Digest  string
}

func knownOf(ctx context.Context, on store.Querier, origins []string) (map[string]known, error) {
	out := map[string]known{}
	if len(origins) == 0 {
		return out, nil
	}
	list, err := store.All[known](ctx, on, store.Q(`SELECT origin, item_id, comment_id, digest FROM imported WHERE origin IN %s`, store.Values(origins)))
	for _, k := range list {
		out[k.Origin] = k
	}
	return out, err
}

// keepKnown notes what a reference became; one that is there is written anew.
func keepKnown(ctx context.Context, tx *store.Tx, k known, run id.ID) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO imported (origin, item_id, comment_id, digest, import_id) VALUES (%s, %s, %s, %s, %s)
		ON CONFLICT (origin) DO UPDATE SET digest = excluded.digest, import_id = excluded.import_id`,
		k.Origin, k.Item, k.Comment.Nullable(), k.Digest, run))
	return err
}

// madeBy are the items that a run made, from a place on.
func madeBy(ctx context.Context, on store.Querier, run id.ID, after string, limit int) ([]known, error) {
	return store.All[known](ctx, on, store.Q(`SELECT origin, item_id, comment_id, digest FROM imported
		WHERE import_id = %s AND comment_id IS NULL AND origin > %s ORDER BY origin LIMIT %s`, run, after, limit))
}

// forgetKnown has a reference come again as if it never had.
func forgetKnown(ctx context.Context, tx *store.Tx, origin string) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM imported WHERE origin = %s`, origin))
	return err
}

// Run is one import as the list of them shows it.
type Run struct {
	ID        id.ID
	Person    id.ID `db:"person_id"`
	Community id.ID `db:"community_id"`
	Source    string
	Format    string
	Name      string
	Report    Report `db:"-"`
	Started   clock.Time
	Updated   clock.Time
	Ended     clock.Time // zero while it runs, or when it was killed
}

type runRow struct {
	Run
	Text string
}

func insertRun(ctx context.Context, tx *store.Tx, r Run) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO imports (id, person_id, community_id, source, format, name, started, updated)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s)`, r.ID, r.Person, r.Community, r.Source, r.Format, r.Name, r.Started, r.Started))
	return err
}

// noteRun keeps how far an import is. ended is zero until it is.
func noteRun(ctx context.Context, tx *store.Tx, run id.ID, report Report, now, ended clock.Time) error {
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	end := store.Q("ended")
	if !ended.IsZero() {
		end = store.Q("CAST(%s AS BIGINT)", ended.UnixMilli())
	}
	_, err = store.Exec(ctx, tx, store.Q(`UPDATE imports SET report = %s, updated = %s, ended = %s WHERE id = %s`, string(text), now, end, run))
	return err
}

func runOf(ctx context.Context, on store.Querier, run id.ID) (Run, error) {
	r, err := store.One[Run](ctx, on, store.Q(`SELECT id, person_id, community_id, source, format, name, started, updated, ended FROM imports WHERE id = %s`, run))
	if errors.Is(err, store.ErrNone) {
		err = fault.NotFound()
	}
	return r, err
}

func listRuns(ctx context.Context, on store.Querier, limit int) ([]Run, error) {
	rows, err := store.All[runRow](ctx, on, store.Q(`SELECT id, person_id, community_id, source, format, name, report AS text, started, updated, ended
		FROM imports ORDER BY id DESC LIMIT %s`, limit))
	out := make([]Run, len(rows))
	for i, row := range rows {
		out[i] = row.Run
		if err := json.Unmarshal([]byte(row.Text), &out[i].Report); err != nil {
			return nil, err
		}
	}
	return out, err
}
