-- The library of a community: folders, files that keep every version, and how
-- much room they take. A file is an item of kind file; each of its versions is
-- a row of files.
-- +goose Up

CREATE TABLE libraries (
  community_id {{ID}} PRIMARY KEY REFERENCES communities(id),
  used  BIGINT NOT NULL DEFAULT 0,          -- bytes of every version, the bin included
  quota BIGINT                              -- bytes; NULL: that of the site
);

CREATE TABLE folders (
  id           {{ID}} PRIMARY KEY,
  community_id BIGINT NOT NULL REFERENCES communities(id),
  parent_id    BIGINT NOT NULL DEFAULT 0,   -- 0: at the top of the library
  name         TEXT NOT NULL,
  name_key     {{KEY}} NOT NULL,            -- lower case, without accents, its signs kept
  path         {{KEY}} NOT NULL,            -- /above/…/self/, short ids: a subtree is a prefix
  author_id    BIGINT NOT NULL REFERENCES persons(id),
  created      BIGINT NOT NULL,
  binned       BIGINT                       -- since when it is in the bin, with all below it
);
CREATE UNIQUE INDEX folders_by_name ON folders (community_id, parent_id, name_key) WHERE binned IS NULL;
CREATE INDEX folders_by_path ON folders (path);

CREATE TABLE library_files (
  item_id      {{ID}} PRIMARY KEY REFERENCES items(id),
  community_id BIGINT NOT NULL REFERENCES communities(id),
  folder_id    BIGINT NOT NULL DEFAULT 0,
  current_id   BIGINT NOT NULL REFERENCES files(id),
  number       INTEGER NOT NULL,            -- of the current version
  name_key     {{KEY}} NOT NULL,            -- lower case, without accents, its signs kept
  kind         {{KEY}} NOT NULL,            -- library.Kinds: document, spreadsheet, image…
  size         BIGINT NOT NULL,             -- of the current version, in bytes
  changed      BIGINT NOT NULL              -- when the current version came
);
CREATE INDEX library_files_by_name ON library_files (community_id, folder_id, name_key, item_id);

CREATE TABLE library_versions (
  file_id   {{ID}} PRIMARY KEY REFERENCES files(id),
  item_id   BIGINT NOT NULL REFERENCES items(id),
  number    INTEGER NOT NULL,
  author_id BIGINT NOT NULL REFERENCES persons(id),
  size      BIGINT NOT NULL,
  note      TEXT NOT NULL DEFAULT '',
  created   BIGINT NOT NULL
);
CREATE UNIQUE INDEX library_versions_by_item ON library_versions (item_id, number);

-- What is on its way in pieces. The bytes are in a file named after the id.
CREATE TABLE uploads (
  id           {{ID}} PRIMARY KEY,
  owner_id     BIGINT NOT NULL REFERENCES persons(id),
  community_id BIGINT NOT NULL,
  folder_id    BIGINT NOT NULL DEFAULT 0,
  replaces_id  BIGINT,                      -- the file of which it is a new version
  name         TEXT NOT NULL,
  path         TEXT NOT NULL DEFAULT '',    -- folders to make on the way
  note         TEXT NOT NULL DEFAULT '',
  same         {{FLAG}},                    -- a file of that name gets a new version
  burst        {{FLAG}},                    -- one of many sent at once
  length       BIGINT NOT NULL,
  received     BIGINT NOT NULL DEFAULT 0,   -- bytes that are on the disk for good
  made_id      BIGINT,                      -- the file that it became
  created      BIGINT NOT NULL,
  updated      BIGINT NOT NULL
);
CREATE INDEX uploads_by_owner ON uploads (owner_id);
CREATE INDEX uploads_by_community ON uploads (community_id, updated);
CREATE INDEX uploads_by_updated ON uploads (updated);
