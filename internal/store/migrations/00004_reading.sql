-- What files say, read once for each content.

-- +goose Up

CREATE TABLE file_texts (
  hash    {{KEY}} PRIMARY KEY,
  format  TEXT NOT NULL DEFAULT '',         -- extract.Format
  reason  TEXT NOT NULL DEFAULT '',         -- extract.Reason: why there is no text
  body    TEXT NOT NULL DEFAULT '',         -- pages parted by form feeds
  title   TEXT NOT NULL DEFAULT '',
  pages   INTEGER NOT NULL DEFAULT 0,
  cut     {{FLAG}},                         -- the text went on
  macros  {{FLAG}},
  version INTEGER NOT NULL DEFAULT 0,       -- of what read it; 0: it waits
  read_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX file_texts_by_version ON file_texts (version);

INSERT INTO file_texts (hash) SELECT DISTINCT hash FROM files WHERE width = 0;
