package archtest

import "testing"

func TestSQL(t *testing.T) {
	const select1 = "package x\nvar Q = \"SELECT a\" +\n\" FROM b\""
	tree := planted{
		"internal/agenda/service.go": select1,
		"internal/agenda/store.go":   select1,
		"internal/agenda/store_x.go": select1,
		"internal/agenda/x_test.go":  select1,
		"internal/access/leaves.go":  select1,
		"internal/agenda/rules.go":   "package agenda\nvar a = \"Update the set\"\nvar b = `\n\t UPDATE agenda SET x = 1`\nvar c = `WITH x AS (SELECT 1)`",
		"internal/agenda/pages.go":   "package agenda\nfunc f() { store.Q(`kind = 'x'`) }",
	}.tree(t)
	expect(t, SQL(tree),
		"service.go:2: SQL belongs", "rules.go:3: SQL belongs", "rules.go:5: SQL belongs", "pages.go:2: queries are composed")
}

func TestStatement(t *testing.T) {
	for text, want := range map[string]bool{
		"SELECT * FROM items":                    true,
		"SELECT 1":                               true,
		"INSERT INTO x VALUES (1)":               true,
		"INSERT OR REPLACE INTO x VALUES (1)":    true,
		"(SELECT id FROM x)":                     true,
		"WITH RECURSIVE t (a) AS (SELECT 1) ...": true,
		"CREATE UNIQUE INDEX a ON b (c)":         true,
		"PRAGMA query_only = 1":                  true,
		"DELETE FROM x":                          true,
		"Delete from the list":                   false,
		"select one of the items from the menu":  false,
		"WITH pleasure":                          false,
		"UPDATED":                                false,
	} {
		if got := statement.MatchString(text); got != want {
			t.Errorf("%q is a statement: %t", text, got)
		}
	}
}

const migration = `
CREATE TABLE items (
  id           {{ID}} PRIMARY KEY,
  community_id BIGINT NOT NULL REFERENCES communities(id),
  title        TEXT
);
CREATE TABLE marks (
  item_id BIGINT NOT NULL REFERENCES items(id),
  name    {{KEY}} NOT NULL,
  PRIMARY KEY (item_id, name)
){{CLUSTERED}};
CREATE TABLE comments (
  id      {{ID}} PRIMARY KEY,
  item_id BIGINT NOT NULL REFERENCES items(id), -- its item
  author_id BIGINT REFERENCES persons(id)
);
CREATE TABLE tags (
  id {{ID}} PRIMARY KEY
);
`

func TestTables(t *testing.T) {
	tree := planted{
		"internal/store/migrations/1.sql": migration,
		"internal/access/store.go":        "package access\nvar q = `SELECT * FROM items`",
		"internal/content/store.go":       "package content\nvar q = `UPDATE items SET a = 1`",
		"internal/project/store.go":       "package project\nvar q = `INSERT INTO tags (a) VALUES (1) ON CONFLICT DO UPDATE SET a = 2`",
		"internal/agenda/store.go": `package agenda
const columns = "a, b"
var q2 = "SELECT " + columns + " FROM items"
var q3 = "SELECT i.a FROM %s i JOIN comments c ON c.item_id = i.id"
var q4 = "SELECT c.a FROM comments c WHERE c.id = %s"
var q5 = "SELECT a FROM tags t, items WHERE 1 = 1"
var q6 = "DELETE FROM items WHERE a = 1"
var q7 = "SELECT items, items.a FROM tags /* not items */ WHERE b = 'FROM items' -- FROM items"
var q8 = "UPDATE tags SET a = (SELECT max(id) FROM items)"
var q9 = "SELECT a FROM (SELECT b FROM comments WHERE item_id IN (%s)) x, communities c"
var q10 = "SELECT name FROM marks WHERE name = %s"
func f(where string) {
	store.Q("items i")
	store.Q("SELECT a FROM tags WHERE " + where)
	store.Q("items.a = 1 AND " + columns)
	statement := "SELECT a"
	store.Q(statement)
	store.Q(where)
	store.Q("SELECT a FROM tags LIMIT " + strconv.Itoa(len(where)))
}
`,
	}.tree(t)
	p := Protected{
		Tables:   []string{"items", "communities"},
		Children: ChildrenOf([]string{"items", "communities"}, tree),
		Writers:  map[string][]string{"items": {"content"}},
	}
	if got := p.Children; len(got) != 2 || len(got["marks"]) != 1 || len(got["comments"]) != 1 || got["comments"][0] != "item_id" {
		t.Errorf("children: %v", got)
	}
	expect(t, Tables(p)(tree),
		"store.go:3: items is read through access.From",
		"store.go:5: comments is read with its parent: compare item_id",
		"store.go:6: items is read through access.From",
		"store.go:7: items is written by content only",
		"tags is written by agenda already: a table has one writer",
		"store.go:9: items is read through access.From",
		"store.go:10: communities is read through access.From",
		"store.go:11: marks is read with its parent: compare item_id",
		"store.go:13: items is read through access.From",
		"store.go:14: the text of a query is constant",
		"store.go:18: the text of a query is constant",
	)
}
