-- Comments on a passage of a document: where the thread that each begins is
-- anchored. What is said in it are ordinary comments of the item.

-- +goose Up

CREATE TABLE document_threads (
  comment_id  {{ID}} PRIMARY KEY REFERENCES comments(id),   -- that begins it
  item_id     BIGINT NOT NULL REFERENCES documents(item_id),
  first       {{BLOB}} NOT NULL,  -- relative positions of Yjs: on the first sign of the passage
  last        {{BLOB}} NOT NULL,  -- and on its last
  quote       TEXT NOT NULL,      -- the passage when the thread began
  says        TEXT NOT NULL,      -- the passage when it was last found, '' for a very long one
  resolved    BIGINT,
  resolver_id BIGINT REFERENCES persons(id)
);
CREATE INDEX document_threads_item ON document_threads (item_id, comment_id);
