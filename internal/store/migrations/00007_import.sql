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
