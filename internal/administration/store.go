package administration

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"parvis/internal/access"
	"parvis/internal/fault"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

type settingRow struct{ Name, Value string }

func loadSite(ctx context.Context, on store.Querier) (Site, error) {
	rows, err := store.All[settingRow](ctx, on, store.Q(`SELECT name, value FROM settings WHERE name IN %s`,
		store.Values([]string{settingName, settingBaseline, settingLight, settingDark, settingLibrary})))
	if err != nil {
		return Site{}, err
	}
	var site Site
	for _, r := range rows {
		switch r.Name {
		case settingName:
			site.Name = r.Value
		case settingBaseline:
			site.Baseline = r.Value
		case settingLight:
			site.Light = r.Value
		case settingDark:
			site.Dark = r.Value
		case settingLibrary:
			site.Library, _ = strconv.Atoi(r.Value) // written by saveSite
		}
	}
	return site, nil
}

func saveSite(ctx context.Context, tx *store.Tx, site Site) error {
	return errors.Join(
		saveSetting(ctx, tx, settingName, site.Name), saveSetting(ctx, tx, settingBaseline, site.Baseline),
		saveSetting(ctx, tx, settingLight, site.Light), saveSetting(ctx, tx, settingDark, site.Dark),
		saveSetting(ctx, tx, settingLibrary, strconv.Itoa(site.Library)),
	)
}

func saveSetting(ctx context.Context, tx *store.Tx, name, value string) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO settings (name, value) VALUES (%s, %s)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value))
	return err
}

const accountColumns = `p.id, p.kind, p.state, p.handle, p.name, p.name_fold, COALESCE(p.email, '') AS email, p.about, p.locale,
	p.theme, p.photo, p.admin, p.clearance, p.confirmed, p.sponsor_id, p.expires, p.charter, p.created, COALESCE(s.name, '') AS sponsor_name`

func accounts(actor access.Actor) *store.Query {
	people := access.From(actor, SeePeople)
	return store.Q(`%s p LEFT JOIN %s s ON s.id = p.sponsor_id`, people, people)
}

func listAccounts(ctx context.Context, on store.Querier, actor access.Actor, f Filter, limit int) ([]Account, error) {
	where := []*store.Query{store.Q("TRUE")}
	for _, word := range strings.Fields(text.Fold(f.Words)) {
		where = append(where, store.Q("p.name_fold LIKE %s", "%"+word+"%"))
	}
	match := store.Join(where, " AND ")
	if raw := strings.ToLower(strings.TrimSpace(f.Words)); raw != "" {
		// An address or a handle holds signs that folding removes.
		match = store.Q("((%s) OR p.email = %s OR p.handle = %s)", match, raw, strings.TrimPrefix(raw, "@"))
	}
	rest := []*store.Query{match}
	if f.Kind != 0 {
		rest = append(rest, store.Q("p.kind = %s", f.Kind))
	}
	if f.State != 0 {
		rest = append(rest, store.Q("p.state = %s", f.State))
	}
	if f.Admin {
		rest = append(rest, store.Q("p.admin"))
	}
	if f.Clearance > access.Public {
		rest = append(rest, store.Q("p.clearance >= %s", f.Clearance))
	}
	if f.After.ID != 0 {
		rest = append(rest, store.Q("(p.name_fold, p.id) > (%s, %s)", f.After.Name, f.After.ID))
	}
	return store.All[Account](ctx, on, store.Q(`SELECT `+accountColumns+` FROM %s WHERE %s ORDER BY p.name_fold, p.id LIMIT %s`,
		accounts(actor), store.Join(rest, " AND "), limit))
}

func oneAccount(ctx context.Context, on store.Querier, actor access.Actor, person id.ID) (Account, error) {
	a, err := store.One[Account](ctx, on, store.Q(`SELECT `+accountColumns+` FROM %s WHERE p.id = %s`, accounts(actor), person))
	if errors.Is(err, store.ErrNone) {
		return a, fault.NotFound()
	}
	return a, err
}

const placeColumns = `c.id, c.name, c.name_fold, c.purpose, c.openness, c.state, c.members, c.managers`

func listPlaces(ctx context.Context, on store.Querier, actor access.Actor, words string, after Key, limit int) ([]Place, error) {
	where := []*store.Query{store.Q("TRUE")}
	for _, word := range strings.Fields(text.Fold(words)) {
		where = append(where, store.Q("c.name_fold LIKE %s", "%"+word+"%"))
	}
	if after.ID != 0 {
		where = append(where, store.Q("(c.name_fold, c.id) > (%s, %s)", after.Name, after.ID))
	}
	return store.All[Place](ctx, on, store.Q(`SELECT `+placeColumns+` FROM %s c WHERE %s ORDER BY c.name_fold, c.id LIMIT %s`,
		access.From(actor, SeeCommunities), store.Join(where, " AND "), limit))
}

func onePlace(ctx context.Context, on store.Querier, actor access.Actor, community id.ID) (Place, error) {
	p, err := store.One[Place](ctx, on, store.Q(`SELECT `+placeColumns+` FROM %s c WHERE c.id = %s`, access.From(actor, SeeCommunities), community))
	if errors.Is(err, store.ErrNone) {
		return p, fault.NotFound()
	}
	return p, err
}

// placesByID finds communities by their ids.
func placesByID(ctx context.Context, on store.Querier, actor access.Actor, ids []id.ID) (map[id.ID]Place, error) {
	out := map[id.ID]Place{}
	if len(ids) == 0 {
		return out, nil
	}
	list, err := store.All[Place](ctx, on, store.Q(`SELECT `+placeColumns+` FROM %s c WHERE c.id IN %s`, access.From(actor, SeeCommunities), store.Values(ids)))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

func managersOf(ctx context.Context, on store.Querier, actor access.Actor, community id.ID) ([]identity.Face, error) {
	return store.All[identity.Face](ctx, on, store.Q(`SELECT p.id, p.name, p.handle, p.photo, p.kind = %s AS guest
		FROM memberships m JOIN %s c ON c.id = m.community_id JOIN %s p ON p.id = m.person_id
		WHERE m.community_id = %s AND m.state = %s AND m.role = %s ORDER BY p.name_fold, p.id LIMIT 50`,
		identity.Guest, access.From(actor, SeeCommunities), access.From(actor, SeePeople), community, access.MembershipActive, access.ManagerRole))
}
