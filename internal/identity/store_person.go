package identity

import (
	"context"
	"errors"

	"parvis/internal/access"
	"parvis/internal/clock"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/store"
	"parvis/internal/text"
)

// findByLogin finds who has an e-mail address or a handle; store.ErrNone when
// nobody has.
func findByLogin(ctx context.Context, on store.Querier, login string) (Person, error) {
	if login == "" {
		return Person{}, store.ErrNone
	}
	return store.One[Person](ctx, on, store.Q(`SELECT `+columns+` FROM %s p WHERE p.email = %s OR p.handle = %s
		ORDER BY p.email = %s DESC LIMIT 1`, people(), login, login, login))
}

// ownerOf is the person with an e-mail address, zero when nobody has it.
func ownerOf(ctx context.Context, on store.Querier, email string) (id.ID, error) {
	owner, err := store.One[id.ID](ctx, on, store.Q(`SELECT p.id FROM %s p WHERE p.email = %s`, people(), email))
	if errors.Is(err, store.ErrNone) {
		return 0, nil
	}
	return owner, err
}

// insertWithHandle inserts a person under the wanted handle or the first free
// one made from it, and returns it. The place is found by inserting: looking
// first would leave room for somebody in between.
func insertWithHandle(ctx context.Context, tx *store.Tx, p Person, wanted string, now clock.Time) (string, error) {
	first, err := freeNumber(ctx, tx, wanted)
	if err != nil {
		return "", err
	}
	for n := first; n < first+100; n++ {
		handle := numbered(wanted, n)
		inserted, err := store.Exec(ctx, tx, store.Q(`INSERT INTO persons (id, kind, state, handle, name, name_fold, email,
				confirmed, admin, about, locale, theme, photo, sponsor_id, expires, charter, created, updated)
			VALUES (%s, %s, %s, %s, %s, %s, NULLIF(%s, ''), %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
			ON CONFLICT (handle) DO NOTHING`,
			p.ID, p.Kind, p.State, handle, p.Name, text.Fold(p.Name), p.Email,
			p.Confirmed, p.Admin, p.About, p.Locale, p.Theme, p.Photo, p.Sponsor.Nullable(), p.Expires, p.Charter, p.Created, now))
		if err != nil {
			return "", err
		}
		if inserted == 1 {
			return handle, nil
		}
	}
	return "", fault.New(fault.Unavailable, fault.Unavailable.Key())
}

// freeNumber guesses the first free number of a handle: how many begin so.
func freeNumber(ctx context.Context, tx *store.Tx, wanted string) (int, error) {
	there, err := store.One[int](ctx, tx, store.Q(`SELECT COUNT(*) FROM %s p WHERE p.handle = %s`, people(), wanted))
	if err != nil || there == 0 {
		return 1, err
	}
	// Numbered handles stand between wanted0 and wanted: in the order of bytes.
	like, err := store.One[int](ctx, tx, store.Q(`SELECT COUNT(*) FROM %s p WHERE p.handle > %s AND p.handle < %s`,
		people(), wanted+"0", wanted+":"))
	return like + 2, err
}

func activate(ctx context.Context, tx *store.Tx, person id.ID, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET state = %s, updated = %s WHERE id = %s AND state = %s`, Active, now, person, Invited))
	return err
}

func saveState(ctx context.Context, tx *store.Tx, person id.ID, state State, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET state = %s, updated = %s WHERE id = %s`, state, now, person))
	return err
}

func saveAdmin(ctx context.Context, tx *store.Tx, person id.ID, admin bool, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET admin = %s, updated = %s WHERE id = %s`, admin, now, person))
	return err
}

// saveClearance tells whether the clearance was still the one that is replaced.
func saveClearance(ctx context.Context, tx *store.Tx, person id.ID, was, to access.Protection, now clock.Time) (bool, error) {
	n, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET clearance = %s, updated = %s WHERE id = %s AND clearance = %s`, to, now, person, was))
	return n == 1, err
}

func saveName(ctx context.Context, tx *store.Tx, person id.ID, name string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET name = %s, name_fold = %s, updated = %s WHERE id = %s`, name, text.Fold(name), now, person))
	return err
}

func savePreferences(ctx context.Context, tx *store.Tx, person id.ID, locale, theme string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET locale = %s, theme = %s, updated = %s WHERE id = %s`, locale, theme, now, person))
	return err
}

func saveEmail(ctx context.Context, tx *store.Tx, person id.ID, email string, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET email = NULLIF(%s, ''), confirmed = TRUE, updated = %s WHERE id = %s`, email, now, person))
	return err
}

func saveExpiry(ctx context.Context, tx *store.Tx, person id.ID, until clock.Time, now clock.Time) error {
	_, err := store.Exec(ctx, tx, store.Q(`UPDATE persons SET expires = %s, updated = %s WHERE id = %s`, until, now, person))
	return err
}

// otherAdministrators counts who else administers the site. Whoever changes
// administrators first queues on one row, so that two who remove each other
// at once cannot both succeed.
func otherAdministrators(ctx context.Context, tx *store.Tx, but id.ID) (int, error) {
	if _, err := store.Exec(ctx, tx, store.Q(`INSERT INTO settings (name, value) VALUES ('administrators', '')
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`)); err != nil {
		return 0, err
	}
	return store.One[int](ctx, tx, store.Q(`SELECT COUNT(*) FROM %s p WHERE p.admin AND p.state = %s AND p.kind = %s AND p.id <> %s`,
		people(), Active, Agent, but))
}

func administrators(ctx context.Context, on store.Querier) (int, error) {
	return store.One[int](ctx, on, store.Q(`SELECT COUNT(*) FROM %s p WHERE p.admin AND p.state = %s`, people(), Active))
}

// endOver removes the sessions that ended: too old, unseen for too long, or
// of somebody whose stay is over.
func endOver(ctx context.Context, tx *store.Tx, now, seenSince clock.Time) (int64, error) {
	return store.Exec(ctx, tx, store.Q(`DELETE FROM sessions WHERE expires <= %s OR seen <= %s OR person_id IN
		(SELECT p.id FROM %s p WHERE p.expires <= %s OR p.state = %s)`,
		now, seenSince, access.From(access.SystemActor("end what is over"), access.ReadPerson), now, Suspended))
}
