-- Questions served fast: whom they are put to, how long they wait, and those
-- that were asked twice.

-- +goose Up

-- How a community treats its questions; without a row, by question.Usual.
CREATE TABLE question_settings (
  community_id {{ID}} PRIMARY KEY REFERENCES communities(id),
  people       SMALLINT NOT NULL,           -- how many a question is put to
  remind       SMALLINT NOT NULL,           -- working days before they are reminded, 0 for never
  escalate     SMALLINT NOT NULL            -- working days before the managers are told, 0 for never
);

-- What becomes of a question until it is answered.
CREATE TABLE question_courses (
  item_id   {{ID}} PRIMARY KEY REFERENCES items(id),
  chosen    {{FLAG}},                       -- its author chose who is asked
  begun     BIGINT,                         -- since when it is out
  escalated BIGINT,                         -- when the managers were told
  watch     BIGINT                          -- when it is looked at next
);
CREATE INDEX question_courses_due ON question_courses (watch) WHERE watch IS NOT NULL;

-- Whom a question was put to.
CREATE TABLE question_asks (
  item_id   BIGINT NOT NULL REFERENCES items(id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  asker_id  BIGINT REFERENCES persons(id),  -- who thought of them; NULL for the site
  reason    TEXT NOT NULL,                  -- question.Reason
  tag_id    BIGINT REFERENCES tags(id),     -- the tag of the reason
  note      TEXT NOT NULL DEFAULT '',       -- of who passed it
  standing  SMALLINT NOT NULL,              -- question.Standing
  created   BIGINT NOT NULL,
  settled   BIGINT,                         -- when they answered, passed or declined
  reminded  BIGINT,
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};
CREATE INDEX question_asks_by_person ON question_asks (person_id, standing, created DESC, item_id DESC);

-- Who wants to be asked nothing, for good or until they are back.
CREATE TABLE question_people (
  person_id {{ID}} PRIMARY KEY REFERENCES persons(id),
  silent    {{FLAG}},
  away      BIGINT
);

-- Items that are one: what was said under the first is read under the second,
-- which its address leads to. Nothing is copied and nothing lost.
ALTER TABLE items ADD COLUMN joined_id BIGINT REFERENCES items(id);
CREATE INDEX items_joined ON items (joined_id) WHERE joined_id IS NOT NULL;
CREATE TABLE joins (
  item_id   {{ID}} PRIMARY KEY REFERENCES items(id),
  into_id   BIGINT NOT NULL REFERENCES items(id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  closed    {{FLAG}},                       -- it was, before
  created   BIGINT NOT NULL
);
CREATE TABLE joined_comments (
  item_id    BIGINT NOT NULL REFERENCES items(id), -- under which it was said
  comment_id BIGINT NOT NULL REFERENCES comments(id),
  PRIMARY KEY (item_id, comment_id)
){{CLUSTERED}};

CREATE INDEX items_questions ON items (community_id, state, published, id) WHERE kind = 'question';
