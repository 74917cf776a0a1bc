package index

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"parvis/internal/store"
)

// probe gives the numbers of the documents that an expression matches between
// two numbers, newest first, in one text: a row of SQLite costs more than a
// number in it.
func (x *Index) probe(ctx context.Context, first, below int64, expression string, limit int, f Filter) ([]int64, error) {
	q := store.Q("SELECT coalesce(group_concat(n), '') FROM (SELECT rowid AS n FROM terms WHERE terms MATCH %s AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s)", expression, first, below, limit)
	if !f.From.IsZero() || !f.Before.IsZero() {
		from, before := millis(f.From), int64(1)<<62
		if !f.Before.IsZero() {
			before = millis(f.Before)
		}
		q = store.Q(`SELECT coalesce(group_concat(n), '') FROM (SELECT d.n FROM terms JOIN indexed d ON d.n = terms.rowid
			WHERE terms MATCH %s AND terms.rowid >= %s AND terms.rowid < %s AND d.published >= %s AND d.published < %s ORDER BY terms.rowid DESC LIMIT %s)`, expression, first, below, from, before, limit)
	}
	text, err := store.One[string](ctx, x.db, q)
	if err != nil || text == "" {
		return nil, err
	}
	list := make([]int64, 0, strings.Count(text, ",")+1)
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, nil
}

// rows reads documents by their numbers.
func (x *Index) rows(ctx context.Context, list []int64) ([]row, error) {
	return store.All[row](ctx, x.db, store.Q("SELECT n, key, facts, words FROM indexed WHERE n IN (SELECT value FROM json_each(%s))", numbers(list)))
}

// factsOf reads what facets count.
func (x *Index) factsOf(ctx context.Context, list []int64) ([][]byte, error) {
	return store.All[[]byte](ctx, x.db, store.Q("SELECT facts FROM indexed WHERE n IN (SELECT value FROM json_each(%s))", numbers(list)))
}

// vocabulary finds words by their forms.
func (x *Index) vocabulary(ctx context.Context, forms []string) ([]candidate, error) {
	if len(forms) == 0 {
		return nil, nil
	}
	list, err := json.Marshal(forms)
	if err != nil {
		return nil, err
	}
	return store.All[candidate](ctx, x.db, store.Q(`SELECT form, coalesce(shown, form) AS shown, docs FROM vocabulary
		WHERE form IN (SELECT value FROM json_each(%s))`, string(list)))
}

// between finds words by their first letters and length: a bounded part of
// them.
func (x *Index) between(ctx context.Context, start string, shortest, longest int) ([]candidate, error) {
	return store.All[candidate](ctx, x.db, store.Q(`SELECT form, coalesce(shown, form) AS shown, docs FROM vocabulary
		WHERE form >= %s AND form < %s AND length(form) BETWEEN %s AND %s LIMIT 20000`, start, start+"\U0010ffff", shortest, longest))
}

// starting finds the most frequent words that begin with a text of two bytes
// or more.
func (x *Index) starting(ctx context.Context, start string, limit int) ([]candidate, error) {
	if len(start) <= 3 {
		return store.All[candidate](ctx, x.db, store.Q(`SELECT form, coalesce(shown, form) AS shown, docs FROM vocabulary
			WHERE substr(form, 1, 2) = %s AND form >= %s AND form < %s ORDER BY size DESC LIMIT %s`, start[:2], start, start+"\U0010ffff", limit))
	}
	return store.All[candidate](ctx, x.db, store.Q(`SELECT form, coalesce(shown, form) AS shown, docs FROM vocabulary
		WHERE form >= %s AND form < %s ORDER BY docs DESC LIMIT %s`, start, start+"\U0010ffff", limit))
}

// alike finds the most frequent words whose first two letters are one of these.
func (x *Index) alike(ctx context.Context, starts []string, limit int) ([]candidate, error) {
	list, err := json.Marshal(starts)
	if err != nil {
		return nil, err
	}
	return store.All[candidate](ctx, x.db, store.Q(`SELECT form, coalesce(shown, form) AS shown, docs FROM vocabulary
		WHERE substr(form, 1, 2) IN (SELECT value FROM json_each(%s)) ORDER BY size DESC LIMIT %s`, string(list), limit))
}

func keysMatching(expression string, limit int) *store.Query {
	return store.Q("SELECT d.key FROM terms JOIN indexed d ON d.n = terms.rowid WHERE terms MATCH %s ORDER BY terms.rowid DESC LIMIT %s", expression, limit)
}
