-- Documents written together: items of the kind "document". What they say is in
-- the log of their updates; the text of the item is derived from it.

-- +goose Up

CREATE TABLE documents (
  item_id  {{ID}} PRIMARY KEY REFERENCES items(id),
  updates  BIGINT NOT NULL,      -- number of the last update in the log, 0 for none
  settled  BIGINT NOT NULL,      -- the update up to which the text of the item says what the document says
  written  BIGINT NOT NULL,      -- when the last update came
  writer_id BIGINT REFERENCES persons(id) -- whose it is
);
CREATE INDEX documents_unsettled ON documents (written) WHERE settled < updates;

-- Each update as it came, never changed: who wrote what, and when. Its document
-- and the last of its writers are named by the row of documents that the same
-- transaction advances: references here would be four fifths of the work of
-- PostgreSQL on each letter.
CREATE TABLE document_updates (
  item_id   BIGINT NOT NULL,
  number    BIGINT NOT NULL,     -- from 1, without gaps
  person_id BIGINT,
  created   BIGINT NOT NULL,
  body      {{BLOB}} NOT NULL,   -- an update of Yjs, version 1
  PRIMARY KEY (item_id, number)
){{CLUSTERED}};

-- What a document is after many updates, so that opening it reads few.
CREATE TABLE document_states (
  item_id {{ID}} PRIMARY KEY REFERENCES documents(item_id),
  number  BIGINT NOT NULL,       -- the last update in it
  body    {{BLOB}} NOT NULL
);
