-- Documents that are reviewed, then approved and frozen: who was asked, what
-- each answered on which state of the text, and the versions that came of it.

-- +goose Up

-- What an item says was approved and stays as it is.
ALTER TABLE items ADD COLUMN frozen {{FLAG}};

-- Its log takes no more updates.
ALTER TABLE documents ADD COLUMN frozen {{FLAG}};

-- One course of a document from person to person.
CREATE TABLE signoff_rounds (
  id           {{ID}} PRIMARY KEY,
  item_id      BIGINT NOT NULL REFERENCES items(id),
  requester_id BIGINT NOT NULL REFERENCES persons(id),
  expects      TEXT NOT NULL,      -- what is asked of them, in one line
  in_turn      {{FLAG}},           -- one after the other, or all at once
  days         INTEGER NOT NULL,   -- that each has
  state        INTEGER NOT NULL,   -- 1 open, 2 approved, 3 refused, 4 withdrawn
  number       BIGINT NOT NULL,    -- the update of the document at which it began
  created      BIGINT NOT NULL,
  ended        BIGINT,
  ender_id     BIGINT REFERENCES persons(id),
  reason       TEXT NOT NULL       -- of a refusal, or of an approval in spite of visas on an earlier text
);
CREATE UNIQUE INDEX signoff_rounds_open ON signoff_rounds (item_id) WHERE state = 1;
CREATE INDEX signoff_rounds_item ON signoff_rounds (item_id, id);

-- What one person, or whoever holds a function, is asked for.
CREATE TABLE signoff_visas (
  id        {{ID}} PRIMARY KEY,
  round_id  BIGINT NOT NULL REFERENCES signoff_rounds(id),
  item_id   BIGINT NOT NULL REFERENCES items(id),
  place     INTEGER NOT NULL,      -- in the order, from 1
  role      INTEGER NOT NULL,      -- 1 somebody, 2 the head of a unit, 3 the managers of the community
  person_id BIGINT REFERENCES persons(id), -- of role 1
  unit_id   BIGINT REFERENCES units(id),   -- of role 2
  function  TEXT NOT NULL,         -- in words, as it was asked
  state     INTEGER NOT NULL,      -- 1 its turn comes, 2 waited for, 3 given, 4 refused, 5 handed to another
  again     {{FLAG}},              -- the text changed since it was given
  since     BIGINT,                -- when it was asked for
  due       BIGINT,
  look      BIGINT,                -- when to look at it again, to remind
  late      {{FLAG}},              -- the requester was told
  giver_id  BIGINT REFERENCES persons(id), -- who gave, refused or handed on
  given     BIGINT,
  number    BIGINT,                -- the update of the document that it is given on
  hash      TEXT NOT NULL,         -- of what the document said then
  note      TEXT NOT NULL,
  next_id   BIGINT REFERENCES signoff_visas(id) -- to whom it was handed
);
CREATE INDEX signoff_visas_round ON signoff_visas (round_id, place, id);
CREATE INDEX signoff_visas_item ON signoff_visas (item_id);
CREATE INDEX signoff_visas_look ON signoff_visas (look) WHERE look IS NOT NULL;

-- A version that was approved, whole: nothing that happens to the document
-- later changes it.
CREATE TABLE signoff_versions (
  item_id  BIGINT NOT NULL REFERENCES items(id),
  version  INTEGER NOT NULL,       -- from 1
  round_id BIGINT NOT NULL REFERENCES signoff_rounds(id),
  number   BIGINT NOT NULL,        -- the last update in it
  title    TEXT NOT NULL,
  hash     TEXT NOT NULL,          -- SHA-256 of body, in hexadecimal
  body     TEXT NOT NULL,          -- the canonical text: JSON, keys sorted, no spaces
  signed   TEXT NOT NULL,          -- who approved, as what, when: JSON
  reason   TEXT NOT NULL,          -- of an approval in spite of visas on an earlier text
  approved BIGINT NOT NULL,
  PRIMARY KEY (item_id, version)
){{CLUSTERED}};
