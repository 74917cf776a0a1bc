-- Around documents: those with which others begin.

-- +goose Up

-- A template is a document that people go on writing: what it says when one
-- begins with it is what it says then.
CREATE TABLE document_templates (
  item_id   {{ID}} PRIMARY KEY REFERENCES documents(item_id) ON DELETE CASCADE,
  name      TEXT NOT NULL,             -- under which it is offered
  name_fold {{KEY}} NOT NULL,
  help      TEXT NOT NULL DEFAULT '',  -- what it is for, one line
  site      {{FLAG}},                  -- offered on the whole site, not in its community alone
  removed   {{FLAG}},                  -- offered no more; kept, to be offered again
  person_id BIGINT NOT NULL REFERENCES persons(id), -- who made it one
  created   BIGINT NOT NULL
);
CREATE INDEX document_templates_of_site ON document_templates (name_fold) WHERE site;

-- Documents that stand under another one of their community; one without a row
-- stands by itself.
CREATE TABLE document_pages (
  item_id   {{ID}} PRIMARY KEY REFERENCES documents(item_id) ON DELETE CASCADE,
  parent_id BIGINT NOT NULL REFERENCES documents(item_id),
  position  INTEGER NOT NULL           -- among those of its parent
);
CREATE INDEX document_pages_below ON document_pages (parent_id, position, item_id);

-- Which items a document leads to, as its text says now.
CREATE TABLE document_citations (
  cited_id BIGINT NOT NULL REFERENCES items(id),
  item_id  BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  PRIMARY KEY (cited_id, item_id)
){{CLUSTERED}};
CREATE INDEX document_citations_of ON document_citations (item_id, cited_id);

-- The documents of a community, the last written first.
CREATE INDEX items_documents ON items (community_id, activity DESC, id DESC) WHERE kind = 'document';
