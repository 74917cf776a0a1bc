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
	acts, err := listActs(ctx, tx, 0, 1)
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

func listActs(ctx context.Context, on store.Querier, before int64, limit int) ([]Act, error) {
	if before == 0 {
		before = math.MaxInt64
	}
	rows, err := store.All[actRow](ctx, on, store.Q(`SELECT `+actColumns+` FROM acts WHERE seq < %s ORDER BY seq DESC LIMIT %s`, before, limit))
	acts := make([]Act, len(rows))
	for i, r := range rows {
		acts[i] = r.signed().Act
	}
	return acts, err
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
