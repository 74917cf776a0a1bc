-- Search: what administrators say means the same, and the searches that people
-- keep. The index itself is a file beside each node, never a table here.

-- +goose Up

-- Ways of saying one thing, which a search takes for one another.
CREATE TABLE synonyms (
  id      {{ID}} PRIMARY KEY,
  words   TEXT NOT NULL,                    -- separated by commas, as they are shown
  fold    {{KEY}} NOT NULL UNIQUE,          -- the same, each folded, in order
  created BIGINT NOT NULL,
  changed BIGINT NOT NULL,
  author_id BIGINT REFERENCES persons(id),  -- who wrote it last; NULL: it came with the program
  removed BIGINT                            -- since when; may be given back for a while
);
CREATE INDEX synonyms_removed ON synonyms (removed) WHERE removed IS NOT NULL;

-- A search that somebody keeps. It is followed like anything else.
CREATE TABLE saved_searches (
  id        {{ID}} PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  name      TEXT NOT NULL,
  page      TEXT NOT NULL,                  -- the page on which it is asked: /search
  address   TEXT NOT NULL,                  -- the search as its address says it: q=…&kind=…
  created   BIGINT NOT NULL,
  removed   BIGINT                          -- since when; may be given back for a while
);
CREATE INDEX saved_searches_by_person ON saved_searches (person_id, id);
CREATE INDEX saved_searches_removed ON saved_searches (removed) WHERE removed IS NOT NULL;
