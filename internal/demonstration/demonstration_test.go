package demonstration_test

import (
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"parvis/demo"
	"parvis/internal/app"
	"parvis/internal/content"
	"parvis/internal/demonstration"
	"parvis/internal/id"
	"parvis/internal/identity"
	"parvis/internal/store"
	"parvis/internal/store/storetest"
	"parvis/internal/text"
)

// site starts the whole program on a fresh database.
func site(t *testing.T, engine store.Engine) *app.App {
	t.Helper()
	config := app.Config{Data: t.TempDir(), Database: storetest.Address(t, engine), Listen: "127.0.0.1:0", LogFormat: "text", LogLevel: "error"}
	if err := config.Validate(); err != nil {
		t.Fatal(err)
	}
	a, err := app.New(t.Context(), "test", config, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func each(t *testing.T, body func(t *testing.T, a *app.App)) {
	t.Helper()
	for _, engine := range []store.Engine{store.SQLite, store.Postgres} {
		t.Run(string(engine), func(t *testing.T) { body(t, site(t, engine)) })
	}
}

func TestDemonstration(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		if err := a.Demonstration.Load(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		invariants(t, a.DB)
		t.Run("Again", func(t *testing.T) {
			if err := a.Demonstration.Load(t.Context(), nil); !errors.Is(err, demonstration.ErrInhabited) {
				t.Errorf("a second load gave %v", err)
			}
		})
		t.Run("Password", func(t *testing.T) { signIn(t, a) })
		t.Run("Cast", func(t *testing.T) { cast(t, a) })
		t.Run("Quiet", func(t *testing.T) {
			lag, err := a.Activity.Lag(t.Context())
			for name, n := range lag {
				if n != 0 {
					t.Errorf("%s has %d events to handle", name, n)
				}
			}
			if err != nil {
				t.Error(err)
			}
		})
	})
}

func TestScale(t *testing.T) {
	each(t, func(t *testing.T, a *app.App) {
		size := demonstration.Size{People: 700, Communities: 60, Items: 6_000}
		if err := a.Demonstration.Scale(t.Context(), size, nil); err != nil {
			t.Fatal(err)
		}
		invariants(t, a.DB)
		for table, want := range map[string]int{"persons": size.People, "items": size.Items} {
			got, err := store.One[int](t.Context(), a.DB, store.Q("SELECT COUNT(*) FROM "+table))
			if err != nil || got != want {
				t.Errorf("%d %s, want %d, %v", got, table, want, err)
			}
		}
		lag, err := a.Activity.Lag(t.Context())
		for name, n := range lag {
			if n != 0 || err != nil {
				t.Errorf("%s has %d events to handle, %v", name, n, err)
			}
		}
	})
}

func signIn(t *testing.T, a *app.App) {
	people, err := a.Demonstration.Cast(t.Context(), "fr")
	if err != nil || len(people) < 12 {
		t.Fatalf("%d in the cast, %v", len(people), err)
	}
	hash, err := store.All[string](t.Context(), a.DB, store.Q(`SELECT DISTINCT hash FROM credentials`))
	if err != nil || len(hash) != 1 {
		t.Fatalf("%d hashes for one password, %v", len(hash), err)
	}
	_, _, err = a.Identity.Enter(t.Context(), identity.SignIn{Login: people[0].Handle, Password: demonstration.Password, Device: "test", Address: "127.0.0.1"})
	if err != nil {
		t.Errorf("%s does not get in: %v", people[0].Handle, err)
	}
}

// cast goes through the services as each of them: what they see is there, and
// the home of each says something.
func cast(t *testing.T, a *app.App) {
	ctx := t.Context()
	members, err := demo.Cast()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		t.Run(m.Handle, func(t *testing.T) {
			p, err := a.Identity.ByLogin(ctx, m.Handle)
			if err != nil {
				t.Fatal(err)
			}
			actor, err := a.Identity.ActorOf(ctx, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			if got, due := p.Charter, m.Role == "newcomer"; (got == 0) != due {
				t.Errorf("accepted version %d of the charter", got)
			}
			read := 0
			for _, c := range actor.Communities() {
				if _, err := a.Community.Visit(ctx, actor, c); err != nil {
					t.Fatalf("visit %s: %v", c, err)
				}
				page, err := a.Content.ByCommunity(ctx, actor, c, content.Filter{}, content.Cursor{}, 20)
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range page.Rows {
					if read%7 == 0 {
						if _, err := a.Content.Read(ctx, actor, row.ID, content.At{}); err != nil {
							t.Errorf("read %q: %v", row.Title, err)
						}
					}
					read++
				}
			}
			counts, err := a.Notifications.Counts(ctx, actor)
			if err != nil {
				t.Fatal(err)
			}
			duties, err := a.Community.Duties(ctx, actor)
			if err != nil {
				t.Fatal(err)
			}
			news, todo := counts.ForMe+counts.ForInfo, counts.Do+len(duties)
			switch m.Role {
			case "newcomer":
				if read != 0 || counts.ForInfo != 0 || len(duties) != 1 {
					t.Errorf("reads %d, has %d news, %d duties", read, counts.ForInfo, len(duties))
				}
			case "manager", "head", "counter":
				if todo == 0 {
					t.Error("has nothing to do")
				}
				fallthrough
			default:
				if news < 3 || news > 40 {
					t.Errorf("has %d news", news)
				}
			}
			if m.Role == "guest" && len(actor.Communities()) != 2 {
				t.Errorf("is a guest of %d communities", len(actor.Communities()))
			}
		})
	}
}

// rule is a select of what must not be: its rows say where.
type rule struct {
	name string
	bad  *store.Query
}

// composed are the events that are written as they would have been; those of
// libraries, documents and dispatches come from the services, on the day of the loading.
const composed = `e.verb NOT LIKE 'file.%%' AND e.verb NOT LIKE 'folder.%%' AND NOT EXISTS (SELECT 1 FROM library_files l WHERE l.item_id = e.item_id)
	AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.item_id = e.item_id) AND NOT EXISTS (SELECT 1 FROM dispatches d WHERE d.item_id = e.item_id)`

// invariants looks at every row for what the services keep.
func invariants(t *testing.T, db *store.DB) {
	t.Helper()
	for _, r := range append(counters(), rights()...) {
		t.Run(r.name, func(t *testing.T) {
			bad, err := store.All[id.ID](t.Context(), db, store.Q("SELECT bad.id FROM (%s) bad ORDER BY 1 LIMIT 5", r.bad))
			if err != nil {
				t.Fatal(err)
			}
			if len(bad) > 0 {
				t.Errorf("broken by %v", bad)
			}
		})
	}
	t.Run("Folds", func(t *testing.T) { folds(t, db) })
	t.Run("Facts", func(t *testing.T) { facts(t, db) })
}

func counters() []rule {
	return []rule{
		{"Comments", store.Q(`SELECT i.id FROM items i WHERE i.comments <> (SELECT COUNT(*) FROM comments k WHERE k.item_id = i.id AND k.state = 4)`)},
		{"ItemReactions", store.Q(`SELECT i.id FROM items i
			LEFT JOIN (SELECT item_id, SUM(CASE kind WHEN 1 THEN 1 ELSE 0 END) AS useful, SUM(CASE kind WHEN 2 THEN 1 ELSE 0 END) AS useless,
				SUM(CASE kind WHEN 3 THEN 1 ELSE 0 END) AS thanks FROM reactions WHERE comment_id = 0 GROUP BY item_id) r ON r.item_id = i.id
			WHERE i.useful <> COALESCE(r.useful, 0) OR i.useless <> COALESCE(r.useless, 0) OR i.thanks <> COALESCE(r.thanks, 0)`)},
		{"CommentReactions", store.Q(`SELECT k.id FROM comments k
			LEFT JOIN (SELECT comment_id, SUM(CASE kind WHEN 1 THEN 1 ELSE 0 END) AS useful, SUM(CASE kind WHEN 2 THEN 1 ELSE 0 END) AS useless,
				SUM(CASE kind WHEN 3 THEN 1 ELSE 0 END) AS thanks FROM reactions GROUP BY comment_id) r ON r.comment_id = k.id
			WHERE k.useful <> COALESCE(r.useful, 0) OR k.useless <> COALESCE(r.useless, 0) OR k.thanks <> COALESCE(r.thanks, 0)`)},
		{"UsefulOrNot", store.Q(`SELECT a.item_id AS id FROM reactions a JOIN reactions b ON b.item_id = a.item_id AND b.comment_id = a.comment_id
			AND b.person_id = a.person_id AND b.kind = 2 WHERE a.kind = 1`)},
		{"OwnReactions", store.Q(`SELECT r.item_id AS id FROM reactions r JOIN items i ON i.id = r.item_id LEFT JOIN comments k ON k.id = r.comment_id
			WHERE r.person_id = COALESCE(k.author_id, i.author_id)`)},
		{"Tags", store.Q(`SELECT t.id FROM tags t WHERE t.uses <> (SELECT COUNT(*) FROM item_tags x JOIN items i ON i.id = x.item_id WHERE x.tag_id = t.id AND i.state = 4)`)},
		{"TooManyTags", store.Q(`SELECT item_id AS id FROM item_tags GROUP BY item_id HAVING COUNT(*) > 5`)},
		{"Members", store.Q(`SELECT c.id FROM communities c WHERE c.members <> (SELECT COUNT(*) FROM memberships m WHERE m.community_id = c.id AND m.state = 1)
			OR c.managers <> (SELECT COUNT(*) FROM memberships m WHERE m.community_id = c.id AND m.state = 1 AND m.role = 3)`)},
		{"Items", store.Q(`SELECT c.id FROM communities c WHERE c.items <> (SELECT COUNT(*) FROM items i WHERE i.community_id = c.id AND i.state = 4 AND i.kind NOT IN ('file', 'dispatch'))`)},
		{"CommunityActivity", store.Q(`SELECT c.id FROM communities c WHERE c.activity <> (SELECT MAX(at) FROM (
			SELECT c.created AS at UNION ALL SELECT MAX(CASE i.kind WHEN 'document' THEN i.published ELSE i.activity END) FROM items i WHERE i.community_id = c.id AND i.state = 4
			UNION ALL SELECT MAX(k.created) FROM comments k JOIN items i ON i.id = k.item_id WHERE i.community_id = c.id AND i.kind = 'document'
			UNION ALL SELECT MAX(r.created) FROM relays r WHERE r.community_id = c.id) x)`)},
		{"ItemActivity", store.Q(`SELECT i.id FROM items i WHERE i.state = 4 AND i.kind <> 'document' AND i.activity <> COALESCE(
			(SELECT MAX(k.created) FROM comments k WHERE k.item_id = i.id AND k.created > i.published), i.published)`)},
		{"Documents", store.Q(`SELECT d.item_id AS id FROM documents d JOIN items i ON i.id = d.item_id
			WHERE d.settled <> d.updates
				OR (i.activity <> COALESCE((SELECT MAX(k.created) FROM comments k WHERE k.item_id = i.id AND k.created > d.written), d.written) OR d.writer_id <> i.editor_id)
					AND NOT EXISTS (SELECT 1 FROM document_proposals o WHERE o.item_id = d.item_id) -- which change no text
				OR d.updates <> (SELECT COUNT(*) FROM document_updates u WHERE u.item_id = d.item_id)`)},
		{"Answers", store.Q(`SELECT q.item_id AS id FROM questions q WHERE q.answers <> (SELECT COUNT(*) FROM comments k WHERE k.item_id = q.item_id AND k.kind = 2)`)},
		{"Accepted", store.Q(`SELECT q.item_id AS id FROM questions q JOIN comments k ON k.id = q.accepted_id WHERE k.item_id <> q.item_id OR k.kind <> 2`)},
		{"Questions", store.Q(`SELECT i.id FROM items i LEFT JOIN questions q ON q.item_id = i.id WHERE (i.kind = 'question') <> (q.item_id IS NOT NULL)`)},
		{"Polls", store.Q(`SELECT i.id FROM items i LEFT JOIN polls q ON q.item_id = i.id WHERE (i.kind = 'poll') <> (q.item_id IS NOT NULL)`)},
		{"Sheets", store.Q(`SELECT i.id FROM items i LEFT JOIN sheets s ON s.item_id = i.id WHERE (i.kind = 'knowledge') <> (s.item_id IS NOT NULL)
			OR s.item_id IS NOT NULL AND (i.owner_id IS NULL OR s.status > 1 AND (s.verified IS NULL OR s.review IS NULL) OR s.status = 3 AND s.asked IS NULL)`)},
		{"Sections", store.Q(`SELECT s.item_id AS id FROM sheets s JOIN items i ON i.id = s.item_id JOIN sheet_sections x ON x.id = s.section_id
			WHERE x.community_id <> i.community_id UNION ALL SELECT x.id FROM sheet_sections x JOIN sheet_sections p ON p.id = x.parent_id WHERE p.community_id <> x.community_id`)},
		{"Votes", store.Q(`SELECT o.id FROM poll_options o WHERE o.votes <> (SELECT COUNT(*) FROM poll_votes v WHERE v.option_id = o.id)`)},
		{"Voters", store.Q(`SELECT p.item_id AS id FROM polls p WHERE p.voters <> (SELECT COUNT(DISTINCT v.person_id) FROM poll_votes v WHERE v.item_id = p.item_id)
			OR NOT p.multiple AND p.voters <> (SELECT COUNT(*) FROM poll_votes v WHERE v.item_id = p.item_id)`)},
		{"Parents", store.Q(`SELECT k.id FROM comments k JOIN comments p ON p.id = k.parent_id WHERE p.item_id <> k.item_id OR p.id > k.id OR k.kind = 2`)},
		{"OrderOfComments", store.Q(`SELECT k.id FROM comments k JOIN comments n ON n.item_id = k.item_id AND n.id > k.id WHERE n.created < k.created`)},
		{"Bodies", store.Q(`SELECT i.id FROM items i LEFT JOIN bodies b ON b.item_id = i.id WHERE b.item_id IS NULL`)},
		{"Paths", store.Q(`SELECT u.id FROM units u JOIN units p ON p.id = u.parent_id WHERE u.depth <> p.depth + 1 OR SUBSTR(u.path, 1, LENGTH(p.path)) <> p.path`)},
	}
}

func rights() []rule {
	now := time.Now().Add(time.Minute).UnixMilli()
	return []rule{
		{"AuthorsWereMembers", store.Q(`SELECT i.id FROM items i LEFT JOIN memberships m ON m.community_id = i.community_id AND m.person_id = i.author_id AND m.state = 1
			WHERE i.kind <> 'dispatch' AND (m.since IS NULL OR m.since > i.created)`)},
		{"WhoCommentsReads", store.Q(`SELECT k.id FROM comments k JOIN items i ON i.id = k.item_id JOIN communities c ON c.id = i.community_id
			JOIN persons p ON p.id = k.author_id LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = p.id AND m.state = 1
			WHERE (m.since IS NULL OR m.since > k.created) AND NOT (p.kind = 1 AND c.openness = 0 AND p.created <= k.created)`)},
		{"WhoReactsReads", store.Q(`SELECT r.item_id AS id FROM reactions r JOIN items i ON i.id = r.item_id
			LEFT JOIN memberships m ON m.community_id = i.community_id AND m.person_id = r.person_id AND m.state = 1
			WHERE m.since IS NULL OR m.since > r.created`)},
		{"WhoIsNamedReads", store.Q(`SELECT n.item_id AS id FROM mentions n JOIN items i ON i.id = n.item_id JOIN communities c ON c.id = i.community_id
			JOIN persons p ON p.id = n.person_id LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = p.id AND m.state = 1
			WHERE m.person_id IS NULL AND NOT (p.kind = 1 AND c.openness = 0)`)},
		{"GuestsAreGuests", store.Q(`SELECT m.person_id AS id FROM memberships m JOIN persons p ON p.id = m.person_id WHERE (p.kind = 2) <> (m.role = 1)`)},
		{"GuestsEnd", store.Q(`SELECT p.id FROM persons p LEFT JOIN persons s ON s.id = p.sponsor_id WHERE p.kind = 2 AND (p.expires IS NULL OR s.kind <> 1)`)},
		{"MembersWereHere", store.Q(`SELECT m.person_id AS id FROM memberships m JOIN persons p ON p.id = m.person_id JOIN communities c ON c.id = m.community_id
			WHERE m.since < p.created OR m.since < c.created`)},
		{"RelaysAllowed", store.Q(`SELECT r.item_id AS id FROM relays r JOIN items i ON i.id = r.item_id JOIN communities c ON c.id = i.community_id
			LEFT JOIN memberships here ON here.community_id = c.id AND here.person_id = r.person_id AND here.state = 1 AND here.since <= r.created
			LEFT JOIN memberships there ON there.community_id = r.community_id AND there.person_id = r.person_id AND there.state = 1 AND there.since <= r.created
			WHERE i.audience <> 0 OR r.community_id = c.id OR COALESCE(there.role, 0) < 2 OR NOT
				(c.openness = 0 AND COALESCE(here.role, 0) >= 2 OR c.openness = 1 AND COALESCE(here.role, 0) = 3)`)},
		{"OwnersAreMembers", store.Q(`SELECT i.id FROM items i LEFT JOIN memberships m ON m.community_id = i.community_id AND m.person_id = i.owner_id AND m.state = 1
			WHERE i.owner_id IS NOT NULL AND COALESCE(m.role, 0) < 2`)},
		{"Announcers", store.Q(`SELECT i.id FROM items i JOIN communities c ON c.id = i.community_id JOIN memberships m ON m.community_id = c.id AND m.person_id = i.author_id
			WHERE i.kind = 'announcement' AND m.role < 3 AND NOT EXISTS (SELECT 1 FROM functions f WHERE f.person_id = i.author_id AND f.head AND f.unit_id = c.unit_id)`)},
		{"Enrolled", store.Q(`SELECT p.id FROM communities c JOIN units top ON top.id = c.unit_id JOIN units u ON SUBSTR(u.path, 1, LENGTH(top.path)) = top.path
			JOIN functions f ON f.unit_id = u.id JOIN persons p ON p.id = f.person_id LEFT JOIN memberships m ON m.community_id = c.id AND m.person_id = p.id
			WHERE c.kind = 2 AND m.person_id IS NULL AND p.charter > 0`)},
		{"Future", store.Q(`SELECT id FROM items WHERE created > %s OR state <> 1 AND published > %s UNION ALL SELECT id FROM comments WHERE created > %s
			UNION ALL SELECT id FROM events WHERE created > %s UNION ALL SELECT item_id FROM reactions WHERE created > %s
			UNION ALL SELECT item_id FROM poll_votes WHERE created > %s UNION ALL SELECT person_id FROM memberships WHERE since > %s
			UNION ALL SELECT person_id FROM reads WHERE seen > %s`, now, now, now, now, now, now, now, now)},
		{"Scheduled", store.Q(`SELECT id FROM items WHERE state = 1 AND published < %s`, now)},
		{"IdsTellTime", store.Q(`SELECT id FROM items WHERE id / 4194304 + 1704067200000 <> created AND NOT (kind = 'dispatch' AND state = 2) UNION ALL
			SELECT id FROM comments WHERE id / 4194304 + 1704067200000 <> created UNION ALL
			SELECT e.id FROM events e WHERE e.id / 4194304 + 1704067200000 <> e.created AND ` + composed)},
		{"Followers", store.Q(`SELECT m.person_id AS id FROM memberships m LEFT JOIN follows f ON f.person_id = m.person_id AND f.target_kind = 'community' AND f.target_id = m.community_id
			WHERE m.state = 1 AND f.level IS NULL`)},
		{"Told", store.Q(`SELECT i.id FROM items i WHERE i.state = 4 AND NOT EXISTS (SELECT 1 FROM events e WHERE e.item_id = i.id AND e.verb = 'item.published' AND e.created = i.published)`)},
		{"ToldComments", store.Q(`SELECT k.id FROM comments k WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.item_id = k.item_id AND e.comment_id = k.id
			AND e.verb = CASE k.kind WHEN 2 THEN 'answer.added' ELSE 'comment.added' END AND e.created = k.created)`)},
	}
}

// folds holds what is derived from texts against the functions that derive it.
func folds(t *testing.T, db *store.DB) {
	type row struct {
		ID                                      id.ID
		Title, TitleFold, Excerpt, Source, Fold string
	}
	for r, err := range store.Each[row](t.Context(), db, store.Q(`SELECT i.id, i.title, i.title_fold, i.excerpt, b.source, b.fold
		FROM items i JOIN bodies b ON b.item_id = i.id`)) {
		if err != nil {
			t.Fatal(err)
		}
		if r.TitleFold != text.Fold(r.Title) || r.Fold != text.Fold(r.Source) {
			t.Fatalf("%s is not folded as it reads: %q", r.ID, r.Title)
		}
		if r.Excerpt != text.Excerpt(r.Source, 240) {
			t.Fatalf("%s has another excerpt: %q", r.ID, r.Excerpt)
		}
		if line, ok := text.Line(r.Title, content.MaxTitle); !ok || line != r.Title {
			t.Fatalf("%s has a title that no form would take: %q", r.ID, r.Title)
		}
		if block, ok := text.Block(r.Source, content.MaxSource); !ok || block != r.Source {
			t.Fatalf("%s has a text that no form would take", r.ID)
		}
	}
	for _, q := range []*store.Query{
		store.Q(`SELECT name AS a, name_fold AS b FROM persons`), store.Q(`SELECT name AS a, name_fold AS b FROM units`),
		store.Q(`SELECT name AS a, name_fold AS b FROM communities`), store.Q(`SELECT name || ' ' || purpose AS a, words AS b FROM communities`),
		store.Q(`SELECT name AS a, fold AS b FROM tags`), store.Q(`SELECT title AS a, title_fold AS b FROM functions`),
	} {
		for r, err := range store.Each[struct{ A, B string }](t.Context(), db, q) {
			if err != nil {
				t.Fatal(err)
			}
			if text.Fold(r.A) != r.B {
				t.Fatalf("%q is kept as %q", r.A, r.B)
			}
		}
	}
}

// facts reads the data of events as the followers do; those of documents are
// written by their services.
func facts(t *testing.T, db *store.DB) {
	type row struct {
		ID     id.ID
		Verb   string
		Data   string
		Item   id.ID
		Author id.ID
		Title  string
	}
	for r, err := range store.Each[row](t.Context(), db, store.Q(`SELECT e.id, e.verb, e.data, e.item_id AS item, i.author_id AS author, i.title
		FROM events e JOIN items i ON i.id = e.item_id 
		WHERE e.verb <> 'file.read' AND e.verb NOT LIKE 'document.%%' AND e.verb NOT LIKE 'proposal.%%' AND e.verb NOT LIKE 'signoff.%%' AND e.verb NOT LIKE 'desk.%%'`)) {
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(r.Data, `"author":"`+r.Author.String()+`"`) || !strings.Contains(r.Data, `"kind":`) {
			t.Fatalf("%s of %s says %s", r.Verb, r.Item, r.Data)
		}
	}
}
