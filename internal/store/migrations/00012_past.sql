-- The past of documents: what each burst of writing changed, the versions that
-- were given a name, and what each reader has seen. And who writes in one
-- document alone: who asked, and to whom it was granted.

-- +goose Up

-- Some writing between two pauses: the updates first to last of the log.
CREATE TABLE document_bursts (
  item_id BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  last    BIGINT NOT NULL,
  first   BIGINT NOT NULL,
  created BIGINT NOT NULL,
  added   INTEGER NOT NULL,       -- words that came
  removed INTEGER NOT NULL,       -- words that went
  extract TEXT NOT NULL,          -- some of them, to be told
  PRIMARY KEY (item_id, last)
){{CLUSTERED}};

-- Who wrote in each.
CREATE TABLE document_burst_people (
  item_id   BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  last      BIGINT NOT NULL,
  PRIMARY KEY (item_id, person_id, last)
){{CLUSTERED}};

-- What a document said after one of its updates, under a name.
CREATE TABLE document_versions (
  item_id   BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  number    BIGINT NOT NULL,
  name      TEXT NOT NULL,
  note      TEXT NOT NULL,        -- a line on what it is
  person_id BIGINT NOT NULL REFERENCES persons(id), -- who named it
  created   BIGINT NOT NULL,
  removed   BIGINT,               -- when the name was taken away
  PRIMARY KEY (item_id, number)
){{CLUSTERED}};

-- How far somebody read a document.
CREATE TABLE document_visits (
  item_id   BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  base      BIGINT NOT NULL,      -- the last update seen before the present visit
  seen      BIGINT NOT NULL,      -- the last one seen during it
  at        BIGINT NOT NULL,      -- when they last had the page before them
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};

-- Who may write in one item, beside those who may by their place: read by
-- access, and by who shows or changes it.
CREATE TABLE grants (
  item_id   BIGINT NOT NULL REFERENCES items(id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  by_id     BIGINT NOT NULL REFERENCES persons(id),
  created   BIGINT NOT NULL,
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};

-- Who asked to write in a document, and what became of it.
CREATE TABLE document_requests (
  item_id   BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  state     SMALLINT NOT NULL,    -- request.State: waiting, granted, refused, withdrawn
  message   TEXT NOT NULL,        -- what they said
  created   BIGINT NOT NULL,
  answer    TEXT NOT NULL,        -- what was answered
  answered  BIGINT,
  by_id     BIGINT REFERENCES persons(id), -- who answered
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};

-- What a line of somebody's list says of the fact, in a few words.
ALTER TABLE notices ADD COLUMN text TEXT NOT NULL DEFAULT '';
