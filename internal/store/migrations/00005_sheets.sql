-- Knowledge sheets: items of the kind "knowledge", their place in the tree of
-- contents of their community, their sources, who contributed, what readers
-- report.

-- +goose Up

-- The sections of a community's tree. One that is taken away keeps its row, so
-- that it comes back whole: meanwhile what it holds shows in the one above.
CREATE TABLE sheet_sections (
  id           {{ID}} PRIMARY KEY,
  community_id BIGINT NOT NULL REFERENCES communities(id),
  parent_id    BIGINT REFERENCES sheet_sections(id),
  position     INTEGER NOT NULL,
  name         TEXT NOT NULL,
  removed      {{FLAG}}
);
CREATE INDEX sheet_sections_by_place ON sheet_sections (community_id, position, id);

CREATE TABLE sheets (
  item_id     {{ID}} PRIMARY KEY REFERENCES items(id),
  status      SMALLINT NOT NULL,            -- knowledge.Status: draft, verified, to review
  section_id  BIGINT REFERENCES sheet_sections(id), -- NULL: not filed yet
  position    INTEGER NOT NULL DEFAULT 0,
  months      INTEGER NOT NULL,             -- between two reviews
  review      BIGINT,                       -- when it must be looked at again
  verified    BIGINT,
  verifier_id BIGINT REFERENCES persons(id),
  checked     INTEGER NOT NULL DEFAULT 0,   -- the revision that was verified
  asked       BIGINT,                       -- since when its owner has something to do about it
  escalated   BIGINT,                       -- when the managers were told that nothing came
  orphaned    BIGINT,                       -- since when its owner is not there any more
  origin_id   BIGINT REFERENCES items(id),  -- the thread that it was made from
  comment_id  BIGINT REFERENCES comments(id) -- the answer or comment, if one was chosen
);
CREATE INDEX sheets_due ON sheets (review) WHERE status = 2;
CREATE INDEX sheets_asked ON sheets (asked) WHERE asked IS NOT NULL AND escalated IS NULL;
CREATE INDEX sheets_by_origin ON sheets (origin_id) WHERE origin_id IS NOT NULL;

CREATE INDEX items_sheets ON items (community_id, state, id) WHERE kind = 'knowledge';
CREATE INDEX items_by_owner ON items (owner_id) WHERE owner_id IS NOT NULL;

CREATE TABLE sheet_sources (
  item_id  BIGINT NOT NULL REFERENCES items(id),
  position INTEGER NOT NULL,
  title    TEXT NOT NULL,
  link     TEXT NOT NULL,                   -- of the web, or "" when it is an item of this site
  source_id BIGINT REFERENCES items(id),
  PRIMARY KEY (item_id, position)
){{CLUSTERED}};

CREATE TABLE sheet_contributors (
  item_id   BIGINT NOT NULL REFERENCES items(id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};

CREATE TABLE sheet_reports (
  id        {{ID}} PRIMARY KEY,
  item_id   BIGINT NOT NULL REFERENCES items(id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  kind      SMALLINT NOT NULL,              -- knowledge.ReportKind: outdated, lacking
  note      TEXT NOT NULL,
  state     SMALLINT NOT NULL,              -- open, fixed, dismissed
  reply     TEXT NOT NULL DEFAULT '',
  created   BIGINT NOT NULL,
  closed    BIGINT,
  closer_id BIGINT REFERENCES persons(id)
);
CREATE UNIQUE INDEX sheet_reports_open ON sheet_reports (item_id, person_id, kind) WHERE state = 1;
CREATE INDEX sheet_reports_by_item ON sheet_reports (item_id, id DESC);

-- What the managers chose for the sheets of their community.
CREATE TABLE sheet_settings (
  community_id {{ID}} PRIMARY KEY REFERENCES communities(id),
  months       INTEGER NOT NULL
);
