package demonstration

import (
	"context"

	"parvis/internal/access"
	"parvis/internal/activity"
	"parvis/internal/clock"
	"parvis/internal/content"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/text"
)

// Inhabited tells whether anybody has an account in a database. It fails where
// the schema was never made.
func Inhabited(ctx context.Context, on store.Querier) (bool, error) {
	return store.One[bool](ctx, on, store.Q(`SELECT EXISTS (SELECT 1 FROM %s p)`,
		access.From(access.SystemActor("is the site empty?"), access.ReadPerson)))
}

func setting(ctx context.Context, on store.Querier, name string) (string, error) {
	list, err := store.All[string](ctx, on, store.Q(`SELECT value FROM settings WHERE name = %s`, name))
	if err != nil || len(list) == 0 {
		return "", err
	}
	return list[0], nil
}

func saveSetting(ctx context.Context, tx *store.Tx, name, value string) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO settings (name, value) VALUES (%s, %s)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value))
	return err
}

func saveCharter(ctx context.Context, tx *store.Tx, c identity.Charter) error {
	_, err := store.Exec(ctx, tx, store.Q(`INSERT INTO charters (version, source, created, author_id) VALUES (%s, %s, %s, %s)`,
		c.Version, c.Source, c.Created, c.Author))
	return err
}

// write sends a batch, what is referred to before what refers to it.
func (b *batch) write(ctx context.Context, tx *store.Tx) error {
	for _, part := range []func(context.Context, *store.Tx) error{
		b.writePeople, b.writeDesks, b.writePlaces, b.writeItems, b.writeGestures, b.writeKinds, b.writeSheets, b.writeOwn, b.writeEvents,
	} {
		if err := part(ctx, tx); err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) writePeople(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO persons (id, kind, state, handle, name, name_fold, email, confirmed, admin, about,
		locale, sponsor_id, expires, charter, charter_at, clearance, created, updated)`, b.persons, func(p personRow) []any {
		return []any{p.ID, p.Kind, p.State, p.Handle, p.Name, text.Fold(p.Name), p.Email, p.Confirmed, p.Admin, p.About,
			p.Locale, p.Sponsor.Nullable(), p.Expires, p.Charter, p.charterAt, p.clearance, p.Created, p.Created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO units (id, code, parent_id, name, name_fold, acronym, path, depth)`, b.units, func(u unitRow) []any {
		return []any{u.id, u.code, u.parent.Nullable(), u.name, text.Fold(u.name), u.acronym, u.path, u.depth}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO functions (id, person_id, unit_id, title, title_fold, head, main)`, b.functions, func(f functionRow) []any {
		return []any{f.id, f.person, f.unit, f.title, text.Fold(f.title), f.head, !f.beside}
	})
}

// writePasswords gives the one password to everybody.
func writePasswords(ctx context.Context, tx *store.Tx, people []personRow, hash identity.Hashed) error {
	return store.Fill(ctx, tx, `INSERT INTO credentials (person_id, hash, changed)`, people, func(p personRow) []any {
		return []any{p.ID, string(hash), p.Created}
	})
}

func (b *batch) writePlaces(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO communities (id, name, name_fold, purpose, words, charter, welcome, kind, openness, state,
		template, unit_id, parent_id, validation, members, managers, author_id, created, activity)`, b.communities, func(c communityRow) []any {
		return []any{c.id, c.name, text.Fold(c.name), c.purpose, text.Fold(c.name + " " + c.purpose), c.charter, c.welcome, c.kind, c.openness, c.state,
			c.template, c.unit.Nullable(), c.parent.Nullable(), c.validation, c.members, c.managers, c.author, c.created, c.created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO memberships (community_id, person_id, role, state, message, inviter_id, welcomed, enrolled, since)`,
		b.memberships, func(m membershipRow) []any {
			return []any{m.community, m.person, m.role, m.state, m.message, m.inviter.Nullable(), m.welcomed, m.enrolled, m.since}
		})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO tags (id, name, fold, slug)`, b.tags, func(t tagRow) []any {
		return []any{t.id, t.name, t.fold, t.slug}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO community_tags (community_id, tag_id)`, b.placeTags, func(p pair) []any {
		return []any{p.of, p.tag}
	})
}

func (b *batch) writeItems(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO items (id, kind, community_id, author_id, state, audience, title, title_fold, excerpt,
		closed, pinned, important, comments, useful, useless, thanks, created, published, activity, reason, owner_id, joined_id)`, b.items, func(i itemRow) []any {
		return []any{i.ID, i.Kind, i.Community, i.Author, i.State, i.Audience, i.Title, text.Fold(i.Title), i.Excerpt,
			i.Closed, i.Pinned, i.Important, i.Comments, i.Useful, i.Useless, i.Thanks, i.Created, i.Published, i.Activity, i.Reason, i.Owner.Nullable(), i.Joined.Nullable()}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO bodies (item_id, source, fold)`, b.items, func(i itemRow) []any {
		return []any{i.ID, i.source, i.fold}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO comments (id, item_id, parent_id, kind, state, author_id, source, useful, useless, thanks, created)`,
		b.comments, func(c content.Comment) []any {
			return []any{c.ID, c.Item, c.Parent.Nullable(), c.Kind, c.State, c.Author, c.Source, c.Useful, c.Useless, c.Thanks, c.Created}
		})
}

func (b *batch) writeGestures(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO relays (item_id, community_id, person_id, note, created)`, b.relays, func(r relayRow) []any {
		return []any{r.item, r.community, r.person, r.note, r.created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO reactions (item_id, comment_id, person_id, kind, created)`, b.reactions, func(r reactionRow) []any {
		return []any{r.item, r.comment, r.person, r.kind, r.created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO mentions (item_id, comment_id, person_id)`, b.mentions, func(m mentionRow) []any {
		return []any{m.item, m.comment, m.person}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO item_tags (item_id, tag_id)`, b.itemTags, func(p pair) []any {
		return []any{p.of, p.tag}
	})
}

func (b *batch) writeKinds(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO questions (item_id, accepted_id, answers)`, b.questions, func(q questionRow) []any {
		return []any{q.item, q.accepted.Nullable(), q.answers}
	})
	if err != nil {
		return err
	}
	if err := b.writeQuestions(ctx, tx); err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO polls (item_id, multiple, hidden, closes, voters)`, b.polls, func(p pollRow) []any {
		return []any{p.item, p.multiple, p.hidden, p.closes, p.voters}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO poll_options (id, item_id, position, label, votes)`, b.options, func(o optionRow) []any {
		return []any{o.id, o.item, o.position, o.label, o.votes}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO poll_votes (item_id, person_id, option_id, created)`, b.votes, func(v voteRow) []any {
		return []any{v.item, v.person, v.option, v.created}
	})
}

// writeOwn writes what belongs to one person each.
func (b *batch) writeOwn(ctx context.Context, tx *store.Tx) error {
	err := store.Fill(ctx, tx, `INSERT INTO follows (person_id, target_kind, target_id, level, created)`, b.follows, func(f followRow) []any {
		return []any{f.person, string(f.target.Kind), f.target.ID, f.level, f.created}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO reads (person_id, item_id, seen)`, b.reads, func(r readRow) []any {
		return []any{r.person, r.item, r.seen}
	})
	if err != nil {
		return err
	}
	err = store.Fill(ctx, tx, `INSERT INTO drafts (person_id, place, fields, updated)`, b.drafts, func(d draftRow) []any {
		return []any{d.person, d.place, string(data(d.fields)), d.updated}
	})
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO notices (person_id, stream, subject_kind, subject_id, reason, reason_id, actor_id, comment_id,
		count, created, updated, seen)`, b.notices, func(n noticeRow) []any {
		return []any{n.person, n.stream, string(n.subject.Kind), n.subject.ID, string(n.reason), n.about.Nullable(), n.actor.Nullable(), n.comment.Nullable(),
			n.count, n.updated, n.updated, n.seen}
	})
}

// writeEvents appends to the log in the order of the batch. On SQLite the log
// counts its rows, on PostgreSQL it takes the number of the transaction.
func (b *batch) writeEvents(ctx context.Context, tx *store.Tx) error {
	row := func(e activity.Event) []any {
		return []any{e.ID, string(e.Verb), e.ActorKind, e.Actor.Nullable(), e.Item.Nullable(), e.Comment.Nullable(),
			e.Community.Nullable(), e.Person.Nullable(), string(e.Data), e.Created}
	}
	if tx.Engine() == store.Postgres {
		return store.Fill(ctx, tx, `INSERT INTO events (id, verb, actor_kind, actor_id, item_id, comment_id, community_id, person_id, data, created)`, b.events, row)
	}
	turn, err := store.One[int64](ctx, tx, store.Q(`SELECT COALESCE(MAX(txn), 0) FROM events`))
	if err != nil {
		return err
	}
	return store.Fill(ctx, tx, `INSERT INTO events (txn, id, verb, actor_kind, actor_id, item_id, comment_id, community_id, person_id, data, created)`,
		b.events, func(e activity.Event) []any {
			turn++
			return append([]any{turn}, row(e)...)
		})
}

// finish writes the counters of communities and tags once all that they count
// is there.
func finish(ctx context.Context, tx *store.Tx, places map[id.ID]*tally, tags map[id.ID]int) error {
	for community, t := range places {
		if _, err := store.Exec(ctx, tx, store.Q(`UPDATE communities SET items = %s, activity = %s WHERE id = %s`, t.items, t.activity, community)); err != nil {
			return err
		}
	}
	for tag, uses := range tags {
		if _, err := store.Exec(ctx, tx, store.Q(`UPDATE tags SET uses = %s WHERE id = %s`, uses, tag)); err != nil {
			return err
		}
	}
	return nil
}

// tally is what a community counts.
type tally struct {
	items    int
	activity clock.Time
}

// analyze lets the planner know what the tables hold now.
func analyze(ctx context.Context, tx *store.Tx) error {
	_, err := store.Exec(ctx, tx, store.Q("ANALYZE"))
	return err
}
