package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"parvis/internal/store"
)

// The ministry: posts under directorates, a cabinet, who heads it. Their ids are
// small numbers, so that a dispatch finds its units without looking them up.
const (
	firstPost, posts               = 1000, 200
	firstDirectorate, directorates = 1300, 20
	cabinet                        = 1400
	head                           = 1401

	manyAtOnce = 50_000 // dispatches in a transaction
	fifties    = 400    // wait for a signature, for fifty units
)

// pour fills a site that has people. What a dispatch is, is reckoned from its
// number, in the database: rows never cross the wire.
func pour(ctx context.Context, db *store.DB, of size) error {
	now := time.Now().UnixMilli()
	values := func(from, to, day int) *strings.Replacer {
		return strings.NewReplacer("{from}", strconv.Itoa(from), "{to}", strconv.Itoa(to), "{now}", strconv.FormatInt(now, 10),
			"{last}", strconv.Itoa(of.dispatches), "{others}", strconv.Itoa(of.others), "{pace}", strconv.Itoa(day))
	}
	write := func(r *strings.Replacer, texts ...string) error {
		return db.Write(ctx, func(tx *store.Tx) error {
			for _, text := range texts {
				if _, err := store.Exec(ctx, tx, store.Q(strings.ReplaceAll(r.Replace(text), "%", "%%"))); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := write(values(0, 0, 0), ministry...); err != nil {
		return err
	}
	grown := []string{"items", "bodies", "dispatches", "dispatch_addressees", "named_units", "named_people", "deliveries"}
	err := db.Bulk(ctx, grown, func(ctx context.Context) error {
		for from := 1; from <= of.dispatches; from += manyAtOnce {
			// A thousand a day.
			if err := write(values(from, min(from+manyAtOnce-1, of.dispatches), 86_400), released...); err != nil {
				return err
			}
			fmt.Printf("  %d of %d dispatches\n", min(from+manyAtOnce-1, of.dispatches), of.dispatches)
		}
		pace := 86_400 * of.dispatches / max(1, of.others)
		for from := 1; from <= of.others; from += 4 * manyAtOnce {
			if err := write(values(from, min(from+4*manyAtOnce-1, of.others), pace), others...); err != nil {
				return err
			}
		}
		return write(values(of.dispatches+1, of.dispatches+of.flood+fifties, 1), signed...)
	})
	if err != nil {
		return err
	}
	if err := write(values(of.dispatches, of.dispatches, 1), selection, "ANALYZE"); err != nil {
		return err
	}
	if db.Engine() == store.Postgres {
		_, err = db.SQL().ExecContext(ctx, "VACUUM")
	}
	return err
}

// ministry lays out its units and its desks, and gives each person a place.
var ministry = []string{
	`INSERT INTO dispatch_levels (place, name_fr, name_en, keeps) VALUES (1, 'Postes', 'Posts', 0), (2, 'Directions', 'Directorates', 10),
		(3, 'Cabinet', 'Cabinet', 5), (4, 'Ministre', 'Minister', 0)`,
	`WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 401),
		u AS (SELECT 1000 + i AS id FROM n WHERE i < 200 OR i BETWEEN 300 AND 319 OR i >= 400)
		INSERT INTO units (id, code, name, name_fold, acronym, path, depth)
		SELECT id, 'bench-' || id, 'Service ' || id, 'service ' || id, 'S' || id, '/bench/' || id || '/', 1 FROM u`,
	`INSERT INTO dispatch_desks (unit_id, level, above_id, since) SELECT id, CASE WHEN id < 1300 THEN 1 WHEN id < 1400 THEN 2 WHEN id = 1400 THEN 3 ELSE 4 END,
		CASE WHEN id < 1300 THEN 1300 + (id - 1000) / 10 WHEN id < 1400 THEN 1400 WHEN id = 1400 THEN 1401 END, 0 FROM units WHERE id BETWEEN 1000 AND 1401`,
	`INSERT INTO functions (id, person_id, unit_id, title, head, main)
		SELECT 1000000 + r.nth, r.id, CASE WHEN r.nth < 200 THEN 1000 + r.nth WHEN r.nth < 400 THEN 1300 + r.nth % 20 WHEN r.nth < 420 THEN 1400
			WHEN r.nth < 422 THEN 1401 ELSE 1000 + r.nth % 200 END, 'Agent', r.nth < 220 OR r.nth = 400 OR r.nth = 420, FALSE
		FROM (SELECT p.id, ROW_NUMBER() OVER (ORDER BY p.id) - 1 AS nth FROM persons p WHERE p.kind = 1 AND p.state = 2 AND p.charter > 0) r`,
	`UPDATE persons SET clearance = CASE WHEN id % 4 = 0 OR EXISTS (SELECT 1 FROM functions f WHERE f.person_id = persons.id AND f.head) THEN 2 ELSE 1 END`,
	`CREATE TABLE bench_units (unit BIGINT PRIMARY KEY, head BIGINT NOT NULL, author BIGINT NOT NULL)`,
	`INSERT INTO bench_units SELECT f.unit_id, MAX(CASE WHEN f.head THEN f.person_id END), MAX(CASE WHEN NOT f.head THEN f.person_id END)
		FROM functions f WHERE f.unit_id BETWEEN 1000 AND 1401 GROUP BY f.unit_id`,
	`CREATE TABLE bench_places (n BIGINT PRIMARY KEY, id BIGINT NOT NULL)`,
	`INSERT INTO bench_places SELECT ROW_NUMBER() OVER (ORDER BY c.id) - 1, c.id FROM communities c LIMIT 100`,
	`INSERT INTO communities (id, name, name_fold, purpose, words, kind, openness, state, created, activity)
		VALUES (1, 'Correspondance', 'correspondance', 'Ce que les services s’écrivent.', 'correspondance', 1, 3, 1, {now}, {now}) ON CONFLICT DO NOTHING`,
}

// numbered are dispatches: what each is, by three numbers that look like chance.
// The last thousand were released today; those after {last} are not out.
const numbered = `WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {to}),
	k(k) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT k + 1 FROM k WHERE k < 49),
	s AS (SELECT i, {now} - ({last} - i) * {pace} AS moment, ((i * 1103515245 + 12345) % 2147483648) / 1024 AS a,
		((i * 134775813 + 1) % 2147483648) / 1024 AS b, ((i * 22695477 + 1) % 2147483648) / 1024 AS c FROM n),
	d AS (SELECT i, moment, a, b, c, (moment - 1704067200000) * 4194304 + 1 AS id, 1000 + a % 200 AS unit,
		CASE WHEN b % 100 < 80 THEN 1 WHEN b % 100 < 97 THEN 2 ELSE 3 END AS precedence,
		CASE WHEN c % 10 < 6 THEN 0 WHEN c % 10 < 9 THEN 1 ELSE 2 END AS protection,
		CASE WHEN c % 10 = 9 OR a % 10 < 6 THEN 5 WHEN a % 10 < 9 THEN 3 ELSE 4 END AS audience,
		CASE WHEN i > {last} AND i <= {last} + 400 THEN 50 ELSE 1 + b % 12 END AS many FROM s),
	t AS (SELECT d.i, d.id, d.moment, d.a, d.b, d.c, k.k, d.precedence, d.protection, 1000 + (d.a + 1 + (d.b + k.k * 17) % 199) % 200 AS unit,
		(k.k = 0 OR k.k = 1 AND d.c % 2 = 0) AS acts, ((d.c + k.k * 3701) % 432000) * 1000 AS delay,
		d.moment + ((d.c + k.k * 3701) % 432000) * 1000 < {now} AND (d.c + k.k) % 400 <> 0 AS over
		FROM d JOIN k ON k.k < d.many)
`

const spine = `(id, kind, community_id, author_id, state, audience, protection, title, title_fold, excerpt, useful, created, published, activity)`

const sentences = `'Entretien avec le ministère des affaires étrangères du pays : la visite est confirmée, le programme sera arrêté la semaine prochaine. ' ||
	'Nos interlocuteurs demandent que la délégation compte un représentant du commerce extérieur. Le poste recommande d’accepter, et de répondre avant la fin du mois. ' ||
	'Sur le fond, la position du gouvernement ne change pas : il attend du prochain conseil une décision claire sur le calendrier.'`

var released = []string{
	numbered + `INSERT INTO items ` + spine + ` SELECT d.id, 'dispatch', 1, u.author, 4, d.audience, d.protection, 'Dépêche ' || d.i, 'depeche ' || d.i,
		'Entretien avec le ministère des affaires étrangères du pays.', d.a % 7, d.moment, d.moment, d.moment FROM d JOIN bench_units u ON u.unit = d.unit`,
	numbered + `INSERT INTO bodies (item_id, source, fold) SELECT d.id, ` + sentences + `, ` + sentences + ` FROM d`,
	numbered + `INSERT INTO dispatches (item_id, unit_id, type, precedence, step, expects, due, signatory_id, holder_since, year, number, released, signer_id)
		SELECT d.id, d.unit, 'TD', d.precedence, 4, CASE WHEN d.c % 2 = 0 THEN 'Une réponse avant vendredi.' ELSE '' END,
		CASE WHEN d.c % 2 = 0 THEN d.moment + 259200000 END, u.head, d.moment,
		CASE WHEN d.moment < 1735689600000 THEN 2024 WHEN d.moment < 1767225600000 THEN 2025 ELSE 2026 END, d.i, d.moment, u.head
		FROM d JOIN bench_units u ON u.unit = d.unit`,
	numbered + `INSERT INTO dispatch_addressees (item_id, unit_id, acts) SELECT t.id, t.unit, t.acts FROM t`,
	numbered + `INSERT INTO named_units (item_id, unit_id) SELECT d.id, d.unit FROM d UNION ALL SELECT t.id, t.unit FROM t
		UNION ALL SELECT t.id, 1300 + (t.unit - 1000) / 10 FROM t WHERE t.k = 0 AND t.b % 100 < 8
		UNION ALL SELECT t.id, 1400 FROM t WHERE t.k = 0 AND t.b % 100 = 1`,
	numbered + `INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, due, assignee_id, acknowledged, closed, protection)
		SELECT t.id, t.unit, t.acts, CASE WHEN t.over THEN 3 WHEN t.c % 3 = 0 THEN 2 ELSE 1 END, -t.precedence, t.moment,
		CASE WHEN t.acts AND t.c % 2 = 0 THEN t.moment + 259200000 END, CASE WHEN t.c % 3 = 0 THEN u.head END,
		CASE WHEN t.over OR t.moment + t.delay / 6 < {now} THEN t.moment + t.delay / 6 END, CASE WHEN t.over THEN t.moment + t.delay END, t.protection
		FROM t JOIN bench_units u ON u.unit = t.unit`,
	// Of what is to be handled, eight in a hundred are raised to the directorate,
	// one in a hundred from there to the cabinet.
	numbered + `INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, from_id, line, raiser_id, acknowledged, closed, protection)
		SELECT t.id, 1300 + (t.unit - 1000) / 10, TRUE, CASE WHEN t.over THEN 3 ELSE 1 END, -t.precedence, t.moment, t.unit, 'La direction doit trancher.', u.head,
		CASE WHEN t.over THEN t.moment + t.delay / 3 END, CASE WHEN t.over THEN t.moment + t.delay END, t.protection
		FROM t JOIN bench_units u ON u.unit = t.unit WHERE t.k = 0 AND t.b % 100 < 8`,
	numbered + `INSERT INTO deliveries (item_id, unit_id, acts, state, rank, arrived, from_id, line, raiser_id, closed, protection)
		SELECT t.id, 1400, TRUE, CASE WHEN t.over THEN 3 ELSE 1 END, -t.precedence, t.moment, 1300 + (t.unit - 1000) / 10, 'Le cabinet doit trancher.', u.head,
		CASE WHEN t.over THEN t.moment + t.delay END, t.protection
		FROM t JOIN bench_units u ON u.unit = t.unit WHERE t.k = 0 AND t.b % 100 = 1`,
}

// others are what else the site holds: publications of its communities.
var others = []string{
	`WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {to}),
		d AS (SELECT i, {now} - ({others} - i) * {pace} AS moment FROM n)
		INSERT INTO items ` + spine + ` SELECT (d.moment - 1704067200000) * 4194304 + 2 + d.i % 1000, 'post', p.id, u.author, 4, 0, 0, 'Note ' || d.i, 'note ' || d.i,
		'Ce que le service retient.', 0, d.moment, d.moment, d.moment FROM d JOIN bench_places p ON p.n = d.i % 100 JOIN bench_units u ON u.unit = 1000 + d.i % 200`,
	`WITH RECURSIVE n(i) AS (SELECT CAST({from} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {to}),
		d AS (SELECT i, {now} - ({others} - i) * {pace} AS moment FROM n)
		INSERT INTO bodies (item_id, source, fold) SELECT (d.moment - 1704067200000) * 4194304 + 2 + d.i % 1000,
		'Ce que le service retient de la semaine.', 'ce que le service retient de la semaine.' FROM d`,
}

// signed are those that wait for their signature.
var signed = []string{
	numbered + `INSERT INTO items ` + spine + ` SELECT d.id, 'dispatch', 1, u.author, 2, d.audience, d.protection, 'Dépêche ' || d.i, 'depeche ' || d.i,
		'Entretien avec le ministère.', 0, {now}, NULL, {now} FROM d JOIN bench_units u ON u.unit = d.unit`,
	numbered + `INSERT INTO bodies (item_id, source, fold) SELECT d.id, ` + sentences + `, ` + sentences + ` FROM d`,
	numbered + `INSERT INTO dispatches (item_id, unit_id, type, precedence, step, signatory_id, holder_since)
		SELECT d.id, d.unit, 'TD', d.precedence, 3, u.head, {now} FROM d JOIN bench_units u ON u.unit = d.unit`,
	numbered + `INSERT INTO dispatch_addressees (item_id, unit_id, acts) SELECT t.id, t.unit, t.acts FROM t`,
	numbered + `INSERT INTO named_people (item_id, person_id) SELECT d.id, u.author FROM d JOIN bench_units u ON u.unit = d.unit
		UNION SELECT d.id, u.head FROM d JOIN bench_units u ON u.unit = d.unit`,
	`INSERT INTO dispatch_numbers (unit_id, year, last) SELECT unit, 2026, {last} FROM bench_units`,
}

// selection is what the cabinet and the directorates keep today.
const selection = `UPDATE deliveries SET kept = {now} WHERE closed IS NULL AND raiser_id IS NOT NULL AND (unit_id, item_id) IN (
	SELECT r.unit_id, r.item_id FROM (SELECT d.unit_id, d.item_id, ROW_NUMBER() OVER (PARTITION BY d.unit_id ORDER BY d.arrived DESC) AS nth
		FROM deliveries d WHERE d.unit_id BETWEEN 1300 AND 1400 AND d.closed IS NULL) r WHERE r.nth <= CASE WHEN r.unit_id = 1400 THEN 5 ELSE 10 END)`
