package content

import (
	"context"
	"errors"

	"parvis/internal/clock"
	"parvis/internal/store"
)

// What an antivirus said stands in scans, by content.

type scanRow struct {
	State  Scan
	Threat string
	Looked clock.Time
}

// scanOf is zero for what was never looked at.
func scanOf(ctx context.Context, on store.Querier, hash string) (scanRow, error) {
	row, err := store.One[scanRow](ctx, on, store.Q(`SELECT state, threat, looked FROM scans WHERE hash = %s`, hash))
	if errors.Is(err, store.ErrNone) {
		err = nil
	}
	return row, err
}

// keepScan notes a verdict that comes with a new file. What is known to be
// harmful stays so.
func keepScan(ctx context.Context, tx *store.Tx, f File, at clock.Time) error {
	looked := at
	if f.Scan == ScanWaiting {
		looked = clock.Time{}
	}
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO scans (hash, state, threat, owner_id, name, size, since, looked)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hash) DO UPDATE SET state = excluded.state, since = excluded.since, looked = excluded.looked
		WHERE scans.state IN (%d, %d) AND excluded.state <> %d`,
		f.Hash, f.Scan, f.Threat, f.Owner, f.Name, f.Size, at, millis(looked), ScanWaiting, ScanClean, ScanWaiting))
	return err
}

// turnScan notes the verdict on a content that was kept before.
func turnScan(ctx context.Context, tx *store.Tx, f File, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO scans (hash, state, threat, owner_id, name, size, since, looked)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hash) DO UPDATE SET state = excluded.state, threat = excluded.threat, looked = excluded.looked,
			since = CASE WHEN scans.state = excluded.state THEN scans.since ELSE excluded.since END
		WHERE scans.state IN (%d, %d, %d)`,
		f.Hash, f.Scan, f.Threat, f.Owner, f.Name, f.Size, at, millis(at), ScanWaiting, ScanClean, ScanTooLarge))
	return err
}

// holdScan puts a content into quarantine and tells whether it was not there:
// one that an administrator released stays released.
func holdScan(ctx context.Context, tx *store.Tx, f File, at clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`INSERT INTO scans (hash, state, threat, owner_id, name, size, since, looked)
		VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (hash) DO UPDATE SET state = excluded.state, threat = excluded.threat,
			owner_id = excluded.owner_id, name = excluded.name, since = excluded.since, looked = excluded.looked
		WHERE NOT (scans.state IN (%d, %d))`,
		f.Hash, ScanInfected, f.Threat, f.Owner, f.Name, f.Size, at, millis(at), ScanInfected, ScanReleased))
	return n == 1, err
}

const scanColumns = `q.hash, q.state, q.threat, q.owner_id, q.name, q.size, q.since`

func quarantined(ctx context.Context, on store.Querier, limit int) ([]Quarantined, error) {
	return store.All[Quarantined](ctx, on, store.Q(`SELECT `+scanColumns+` FROM scans q WHERE q.state IN (%d, %d) AND q.state <> %d
		ORDER BY q.since DESC, q.hash LIMIT %s`, ScanInfected, ScanTooLarge, ScanClean, limit))
}

func settleScan(ctx context.Context, tx *store.Tx, hash string, to Scan, at clock.Time) ([]Quarantined, error) {
	return store.All[Quarantined](ctx, tx, store.Q(`UPDATE scans SET state = %s, since = %s WHERE hash = %s AND state IN (%d, %d)
		RETURNING hash, state, threat, owner_id, name, size, since`, to, at, hash, ScanInfected, ScanTooLarge))
}

// endedScans are the contents whose bytes are to go.
func endedScans(ctx context.Context, on store.Querier, before clock.Time) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT hash FROM scans WHERE state = %d AND state <> %d AND since < %s
		OR state = %d AND state <> %d AND looked > 0 LIMIT 1000`, ScanInfected, ScanClean, before, ScanDestroyed, ScanClean))
}

// destroyScan notes that the bytes are gone; looked is what endedScans goes by.
func destroyScan(ctx context.Context, tx *store.Tx, hash string, at clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE scans SET state = %d, looked = 0, since = CASE WHEN state = %d THEN since ELSE CAST(%s AS BIGINT) END
		WHERE hash = %s AND state IN (%d, %d)`, ScanDestroyed, ScanDestroyed, at, hash, ScanInfected, ScanDestroyed))
	return err
}

func scansWaiting(ctx context.Context, on store.Querier, limit int) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT hash FROM scans WHERE state = %d AND state <> %d ORDER BY since LIMIT %s`,
		ScanWaiting, ScanClean, limit))
}

// scansDue are the contents of files that were never looked at, then those
// looked at before a moment.
func scansDue(ctx context.Context, on store.Querier, before clock.Time, limit int) ([]string, error) {
	list, err := store.All[string](ctx, on, store.Q(`SELECT DISTINCT f.hash FROM files f
		WHERE NOT EXISTS (SELECT 1 FROM scans q WHERE q.hash = f.hash) LIMIT %s`, limit))
	if err != nil || len(list) == limit {
		return list, err
	}
	old, err := store.All[string](ctx, on, store.Q(`SELECT hash FROM scans WHERE state = %d AND looked < %s ORDER BY looked LIMIT %s`,
		ScanClean, before, limit-len(list)))
	return append(list, old...), err
}

func countScans(ctx context.Context, on store.Querier) (ScanCount, error) {
	return store.One[ScanCount](ctx, on, store.Q(`SELECT COUNT(CASE WHEN state = %d THEN 1 END) AS waiting,
		COUNT(CASE WHEN state IN (%d, %d) THEN 1 END) AS quarantined FROM scans WHERE state <> %d`, ScanWaiting, ScanInfected, ScanTooLarge, ScanClean))
}

// dropScans forgets the verdicts on contents that are gone, those of harmful
// ones excepted.
func dropScans(ctx context.Context, tx *store.Tx, hashes []string) error {
	_, err := store.Exec(ctx, tx, store.Q(`DELETE FROM scans WHERE hash IN %s AND NOT (state IN (%d, %d))`,
		store.Values(hashes), ScanInfected, ScanDestroyed))
	return err
}

// dropUnsaid forgets the contents on which there is no verdict, and tells which.
func dropUnsaid(ctx context.Context, tx *store.Tx) ([]string, error) {
	return store.All[string](ctx, tx, store.Q(`DELETE FROM scans WHERE state IN (%d, %d) RETURNING hash`, ScanWaiting, ScanTooLarge))
}

// withheld are those of some contents that an antivirus holds.
func withheld(ctx context.Context, on store.Querier, hashes []string) ([]string, error) {
	return store.All[string](ctx, on, store.Q(`SELECT hash FROM scans WHERE hash IN %s AND state IN (%d, %d, %d, %d)`,
		store.Values(hashes), ScanWaiting, ScanInfected, ScanDestroyed, ScanTooLarge))
}

// anyFile is one of the files that bear a content.
func anyFile(ctx context.Context, on store.Querier, hash string) (File, error) {
	return store.One[File](ctx, on, store.Q(`SELECT `+fileColumns+` FROM files f WHERE f.hash = %s ORDER BY f.id LIMIT 1`, hash))
}

func filesByHash(ctx context.Context, on store.Querier, hash string) ([]File, error) {
	return store.All[File](ctx, on, store.Q(`SELECT `+fileColumns+` FROM files f WHERE f.hash = %s ORDER BY f.id`, hash))
}
