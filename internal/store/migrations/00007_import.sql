-- What comes in: what the antivirus said of each content, and what imports
-- brought.

-- +goose Up

-- One row per content, not per file: the same bytes are harmful wherever they
-- are. Without a row, a content came before there was an antivirus.
CREATE TABLE scans (
  hash     {{KEY}} PRIMARY KEY,
  state    SMALLINT NOT NULL,               -- content.Scan
  threat   TEXT NOT NULL DEFAULT '',        -- how the antivirus calls what it found
  owner_id BIGINT NOT NULL REFERENCES persons(id), -- who brought it first
  name     TEXT NOT NULL,                   -- as they called it
  size     BIGINT NOT NULL,
  since    BIGINT NOT NULL,                 -- when its state began
  looked   BIGINT NOT NULL DEFAULT 0        -- when it was last looked at
){{CLUSTERED}};
CREATE INDEX scans_open ON scans (state, since) WHERE state <> 2;
CREATE INDEX scans_by_looked ON scans (looked) WHERE state = 2;

-- Each run of an import, with what it did.
CREATE TABLE imports (
  id           {{ID}} PRIMARY KEY,
  person_id    BIGINT NOT NULL REFERENCES persons(id),
  community_id BIGINT NOT NULL,
  source       TEXT NOT NULL,               -- what stands before each reference
  format       TEXT NOT NULL,               -- jsonl, csv, folder, mbox
  name         TEXT NOT NULL,               -- of the file or the folder
  report       TEXT NOT NULL DEFAULT '{}',  -- JSON, see importing.Report
  started      BIGINT NOT NULL,
  updated      BIGINT NOT NULL,
  ended        BIGINT
);

-- What each reference became, so that it is brought once.
CREATE TABLE imported (
  origin     {{KEY}} PRIMARY KEY,           -- source:reference
  item_id    BIGINT NOT NULL REFERENCES items(id),
  comment_id BIGINT REFERENCES comments(id),
  digest     TEXT NOT NULL,                 -- of what was brought last
  import_id  BIGINT NOT NULL REFERENCES imports(id)
){{CLUSTERED}};
