package activity

import (
	"context"
	"encoding/json"
	"errors"
	"iter"
	"math"

	"parvis/internal/clock"
	"parvis/internal/id"
	"parvis/internal/store"
)

// headName is where the signed end of the log of acts stands in settings.
const headName = "acts.head"

type actRow struct {
	Seq      int64
	Verb     string
	ActorID  id.ID
	Subject  string
	Data     string
	Created  clock.Time
	Previous string
	Hash     string
	Key      string
	Sign     string
}

func (r actRow) signed() signed {
	return signed{
		Act:      Act{Seq: r.Seq, Verb: r.Verb, Actor: r.ActorID, Subject: r.Subject, Data: json.RawMessage(r.Data), Created: r.Created, Hash: r.Hash},
		previous: r.Previous, key: r.Key, sign: r.Sign,
	}
}

const actColumns = "seq, verb, actor_id, subject, data, created, previous, hash, key, sign"

// lockHead reads the end, making its row when there is none, and holds it
// until the transaction ends.
func lockHead(ctx context.Context, tx *store.Tx) (string, error) {
	return store.One[string](ctx, tx, store.Q(`INSERT INTO settings (name, value) VALUES (%s, '')
		ON CONFLICT (name) DO UPDATE SET value = settings.value RETURNING value`, headName))
}

func loadHead(ctx context.Context, on store.Querier) (string, error) {
	text, err := store.One[string](ctx, on, store.Q(`SELECT value FROM settings WHERE name = %s`, headName))
	if errors.Is(err, store.ErrNone) {
		return "", nil
	}
	return text, err
}

func saveHead(ctx context.Context, tx *store.Tx, text string) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE settings SET value = %s WHERE name = %s`, text, headName))
	return err
}

// lastAct is the zero Act when there is none.
func lastAct(ctx context.Context, tx *store.Tx) (Act, error) {
	acts, err := listActs(ctx, tx, ActFilter{}, 1)
	if err != nil || len(acts) == 0 {
		return Act{}, err
	}
	return acts[0], nil
}

func insertAct(ctx context.Context, tx *store.Tx, a signed) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO acts (`+actColumns+`) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)`,
		a.Seq, a.Verb, a.Actor.Nullable(), a.Subject, string(a.Data), a.Created, a.previous, a.Hash, a.key, a.sign))
	return err
}

func listActs(ctx context.Context, on store.Querier, f ActFilter, limit int) ([]Act, error) {
	if f.Before == 0 {
		f.Before = math.MaxInt64
	}
	where := []*store.Query{store.Q("seq < %s", f.Before)}
	if f.Verb != "" {
		where = append(where, store.Q("verb = %s", f.Verb))
	}
	if f.Actor != 0 {
		where = append(where, store.Q("actor_id = %s", f.Actor))
	}
	if f.System {
		where = append(where, store.Q("actor_id IS NULL"))
	}
	if f.Subject != "" {
		where = append(where, store.Q("subject = %s", f.Subject))
	}
	rows, err := store.All[actRow](ctx, on, store.Q(`SELECT `+actColumns+` FROM acts WHERE %s ORDER BY seq DESC LIMIT %s`, store.Join(where, " AND "), limit))
	acts := make([]Act, len(rows))
	for i, r := range rows {
		acts[i] = r.signed().Act
	}
	return acts, err
}

func actVerbs(ctx context.Context, on store.Querier) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT DISTINCT verb FROM acts ORDER BY verb`))
}

func actActors(ctx context.Context, on store.Querier) ([]id.ID, error) {
	return store.All[id.ID](ctx, on, store.Q(`SELECT DISTINCT COALESCE(actor_id, 0) AS actor FROM acts ORDER BY 1`))
}

func eachAct(ctx context.Context, on store.Querier) iter.Seq2[signed, error] {
	return func(yield func(signed, error) bool) {
		for r, err := range store.Each[actRow](ctx, on, store.Q(`SELECT `+actColumns+` FROM acts ORDER BY seq`)) {
			if !yield(r.signed(), err) {
				return
			}
		}
	}
}
