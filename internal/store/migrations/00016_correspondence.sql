-- Correspondence: what units write to each other, who signs it, who receives it
-- and what becomes of it there. A dispatch is an item of the sealed place; who
-- reads it stands in named_units and named_people.

-- +goose Up

-- The types of dispatches, as an administrator configures them.
CREATE TABLE dispatch_types (
  code     {{KEY}} PRIMARY KEY,     -- TD, TG, TS
  name_fr  TEXT NOT NULL,
  name_en  TEXT NOT NULL,
  template TEXT NOT NULL DEFAULT '', -- Markdown, what one begins with
  place    INTEGER NOT NULL,        -- in the order of the form
  retired  {{FLAG}},
  version  INTEGER NOT NULL DEFAULT 1, -- one more at each change
  was      TEXT NOT NULL DEFAULT '' -- JSON: what it was before the last change, to undo it
){{CLUSTERED}};
INSERT INTO dispatch_types (code, name_fr, name_en, place) VALUES
  ('TD', 'Télégramme diplomatique', 'Diplomatic telegram', 1),
  ('TG', 'Télégramme de gestion', 'Management telegram', 2),
  ('TS', 'Télégramme de service', 'Service telegram', 3);

-- The levels through which what arrives is sorted: desk, directorate, cabinet, head.
CREATE TABLE dispatch_levels (
  place   INTEGER PRIMARY KEY,      -- from 1, the lowest
  name_fr TEXT NOT NULL,
  name_en TEXT NOT NULL,
  keeps   INTEGER NOT NULL DEFAULT 0 -- how many a day its selection holds; 0: it has none
){{CLUSTERED}};

-- The units that write and receive, each on its level.
CREATE TABLE dispatch_desks (
  unit_id  {{ID}} PRIMARY KEY REFERENCES units(id),
  level    INTEGER NOT NULL REFERENCES dispatch_levels(place),
  above_id BIGINT REFERENCES units(id), -- to which it raises
  since    BIGINT NOT NULL
);
CREATE INDEX dispatch_desks_above ON dispatch_desks (above_id) WHERE above_id IS NOT NULL;

-- Lists of units to which one writes often.
CREATE TABLE dispatch_lists (
  id      {{ID}} PRIMARY KEY,
  unit_id BIGINT REFERENCES units(id), -- whose; NULL for all
  name    TEXT NOT NULL,
  under_id BIGINT REFERENCES units(id), -- a rule: all desks under this unit; NULL for those of dispatch_list_units
  retired {{FLAG}},
  version INTEGER NOT NULL DEFAULT 1, -- one more at each change
  was     TEXT NOT NULL DEFAULT ''  -- JSON: what it was before the last change, to undo it
);
CREATE TABLE dispatch_list_units (
  list_id BIGINT NOT NULL REFERENCES dispatch_lists(id),
  unit_id BIGINT NOT NULL REFERENCES units(id),
  PRIMARY KEY (list_id, unit_id)
);

CREATE TABLE dispatches (
  item_id      {{ID}} PRIMARY KEY REFERENCES items(id),
  unit_id      BIGINT NOT NULL REFERENCES units(id), -- that issues it
  type         {{KEY}} REFERENCES dispatch_types(code), -- NULL until it is qualified
  precedence   SMALLINT NOT NULL,   -- correspondence.Precedence: routine, urgent, immediate; 0 until it is qualified
  step         SMALLINT NOT NULL,   -- correspondence.Step: drafted, in visas, to sign, released, dropped
  expects      TEXT NOT NULL DEFAULT '', -- what is expected of who acts
  due          BIGINT,              -- by when
  in_turn      {{FLAG}},            -- visas one after the other, or all at once
  version      INTEGER NOT NULL DEFAULT 1, -- of all that its drafter says of it: one more at each change
  signatory_id BIGINT REFERENCES persons(id),
  holder_since BIGINT NOT NULL,     -- since when who has it now has it
  returned     TEXT NOT NULL DEFAULT '',  -- why who was to sign it sent it back
  returner_id  BIGINT REFERENCES persons(id), -- who did
  year         INTEGER,             -- the number that release gives, without gaps
  number       INTEGER,
  released     BIGINT,
  signer_id    BIGINT REFERENCES persons(id), -- who released it
  for_id       BIGINT REFERENCES persons(id) -- in whose name, when a substitute did
);
CREATE UNIQUE INDEX dispatches_numbered ON dispatches (year, number, unit_id) WHERE number IS NOT NULL;
CREATE INDEX dispatches_by_unit ON dispatches (unit_id, step, holder_since DESC, item_id DESC);
CREATE INDEX dispatches_released ON dispatches (released DESC, item_id DESC) WHERE released IS NOT NULL;
CREATE INDEX dispatches_by_signatory ON dispatches (signatory_id, step) WHERE step = 3;

-- What a dispatch that was brought from elsewhere was there. It takes no number
-- here: those of a unit have no gaps.
CREATE TABLE dispatch_origins (
  item_id     {{ID}} PRIMARY KEY REFERENCES dispatches(item_id) ON DELETE CASCADE,
  number      TEXT NOT NULL DEFAULT '', -- in the series of who sent it, as it was
  marking     TEXT NOT NULL DEFAULT '', -- classification, precedence and handling, as they were written
  drafted_by  TEXT NOT NULL DEFAULT '', -- people who are not of this site
  approved_by TEXT NOT NULL DEFAULT ''
);
CREATE INDEX dispatch_origins_numbered ON dispatch_origins (number) WHERE number <> '';

-- Which dispatches those refer to that did not come yet.
CREATE TABLE dispatch_awaited (
  origin  {{KEY}} NOT NULL,         -- items.origin, once it is here
  item_id BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  kind    SMALLINT NOT NULL,        -- as in dispatch_references
  PRIMARY KEY (origin, item_id)
){{CLUSTERED}};

-- How the affair of a dispatch is called, where that was said. Each dispatch has
-- the name for itself: who reads it reads the name as it writes it, and nothing
-- of the others that bear it too.
CREATE TABLE dispatch_affairs (
  item_id   {{ID}} PRIMARY KEY REFERENCES dispatches(item_id) ON DELETE CASCADE,
  name      TEXT NOT NULL,
  name_fold {{KEY}} NOT NULL
);
CREATE INDEX dispatch_affairs_named ON dispatch_affairs (name_fold, item_id);

-- The last number that each unit gave in a year.
CREATE TABLE dispatch_numbers (
  unit_id BIGINT NOT NULL REFERENCES units(id),
  year    INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  PRIMARY KEY (unit_id, year)
){{CLUSTERED}};

-- To whom it goes.
CREATE TABLE dispatch_addressees (
  item_id BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  unit_id BIGINT NOT NULL REFERENCES units(id),
  acts    {{FLAG}},                 -- for action; otherwise for information
  by_list BIGINT REFERENCES dispatch_lists(id), -- the list or rule that named it
  PRIMARY KEY (item_id, unit_id)
){{CLUSTERED}};

CREATE INDEX dispatch_addressees_unit ON dispatch_addressees (unit_id, item_id);

-- Which earlier dispatches it speaks of.
CREATE TABLE dispatch_references (
  item_id BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  to_id   BIGINT NOT NULL REFERENCES dispatches(item_id),
  kind    SMALLINT NOT NULL,        -- correspondence.Reference: refers, answers, instructs, corrects
  shown   {{FLAG}},                 -- its author lets others know that the earlier one exists
  PRIMARY KEY (item_id, to_id)
){{CLUSTERED}};
CREATE INDEX dispatch_references_to ON dispatch_references (to_id, item_id);

-- Who is asked for a visa before it is signed, and what they answered.
CREATE TABLE dispatch_visas (
  id        {{ID}} PRIMARY KEY,
  item_id   BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  place     INTEGER NOT NULL,       -- in the order, from 1
  person_id BIGINT NOT NULL REFERENCES persons(id),
  state     SMALLINT NOT NULL,      -- correspondence.VisaState: comes, waited for, given, refused, overridden
  days      INTEGER NOT NULL,       -- how long that person has, once it is waited for
  since     BIGINT,
  due       BIGINT,
  looks     BIGINT,                 -- when its date is looked at next, to remind
  given     BIGINT,                 -- when it was answered last
  giver_id  BIGINT REFERENCES persons(id), -- who answered: that person, a substitute, or who overrode
  note      TEXT NOT NULL DEFAULT '',
  version   INTEGER NOT NULL DEFAULT 0, -- of the dispatch, when it was answered
  UNIQUE (item_id, person_id)
);
CREATE INDEX dispatch_visas_item ON dispatch_visas (item_id, place, id);
CREATE INDEX dispatch_visas_waiting ON dispatch_visas (person_id) WHERE state = 2;
CREATE INDEX dispatch_visas_looks ON dispatch_visas (looks) WHERE state = 2;

-- Whom its drafter lets read it beside those who work on it: agents and guests.
CREATE TABLE dispatch_readers (
  item_id   BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};

-- Who opened a restricted one on which day, so that the register of acts says it
-- once.
CREATE TABLE dispatch_readings (
  item_id   BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  day       INTEGER NOT NULL,       -- in Paris, as 20260302
  PRIMARY KEY (item_id, person_id, day)
){{CLUSTERED}};

-- Who acts in whose name while that person is away.
CREATE TABLE dispatch_substitutes (
  id            {{ID}} PRIMARY KEY,
  person_id     BIGINT NOT NULL REFERENCES persons(id),
  substitute_id BIGINT NOT NULL REFERENCES persons(id),
  since         BIGINT NOT NULL,
  until         BIGINT NOT NULL,
  removed       BIGINT,             -- ended before its time
  stage         SMALLINT NOT NULL DEFAULT 0 -- what waits for that person is shown to the substitute: not yet, now, no more
);
CREATE INDEX dispatch_substitutes_of ON dispatch_substitutes (person_id, until);
CREATE INDEX dispatch_substitutes_for ON dispatch_substitutes (substitute_id, until);
CREATE INDEX dispatch_substitutes_begin ON dispatch_substitutes (since) WHERE stage = 0;
CREATE INDEX dispatch_substitutes_end ON dispatch_substitutes (until) WHERE stage = 1;

-- A dispatch on the desk of a unit.
CREATE TABLE deliveries (
  item_id      BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  unit_id      BIGINT NOT NULL REFERENCES units(id),
  acts         {{FLAG}},            -- to handle; otherwise to read
  state        SMALLINT NOT NULL,   -- desk.State: waiting, taken, closed, passed; the last two have a closed
  rank         SMALLINT NOT NULL,   -- its precedence negated, to sort by: the most urgent comes first
  arrived      BIGINT NOT NULL,
  due          BIGINT,
  assignee_id  BIGINT REFERENCES persons(id),
  acknowledged BIGINT,
  closed       BIGINT,
  outcome      TEXT NOT NULL DEFAULT '',
  from_id      BIGINT REFERENCES units(id), -- the unit that passed it on or raised it; NULL: as it was addressed
  line         TEXT NOT NULL DEFAULT '',    -- why, in one line
  raiser_id    BIGINT REFERENCES persons(id),
  kept         BIGINT,              -- since when it is in the selection of this level
  warned       SMALLINT NOT NULL DEFAULT 0, -- desk.Warning: of what its date was said to who has it
  protection   SMALLINT NOT NULL DEFAULT 0, -- that of its dispatch, which does not change once it is released: counts judge it here
  merit        SMALLINT NOT NULL DEFAULT 0, -- how useful its readers say that it is, negated, where it is to be read
  PRIMARY KEY (unit_id, item_id)
){{CLUSTERED}};
-- Their order is that of the lists; the protection serves the counts, which read them alone,
-- SQLite when they hold their own condition as well.
CREATE INDEX deliveries_open ON deliveries (unit_id, acts, rank, merit, arrived, item_id, protection, closed) WHERE closed IS NULL;
CREATE INDEX deliveries_late ON deliveries (unit_id, acts, due, item_id, protection, closed) WHERE closed IS NULL AND due IS NOT NULL;
CREATE INDEX deliveries_arrived ON deliveries (arrived DESC, item_id DESC, unit_id DESC) WHERE closed IS NULL;
CREATE INDEX deliveries_place ON deliveries (unit_id, arrived DESC, item_id DESC) WHERE closed IS NULL;
CREATE INDEX deliveries_done ON deliveries (unit_id, closed DESC, item_id DESC) WHERE closed IS NOT NULL;
CREATE INDEX deliveries_kept ON deliveries (unit_id, kept) WHERE kept IS NOT NULL;
CREATE INDEX deliveries_item ON deliveries (item_id);
-- It holds all that a measure asks, its condition as well: SQLite then reads it alone.
CREATE INDEX deliveries_measured ON deliveries (unit_id, acts, arrived, acknowledged, closed, due, protection) WHERE protection < 2;
CREATE INDEX deliveries_raised ON deliveries (from_id, arrived) WHERE raiser_id IS NOT NULL;
CREATE INDEX deliveries_mine ON deliveries (assignee_id) WHERE assignee_id IS NOT NULL AND closed IS NULL;
CREATE INDEX deliveries_due ON deliveries (warned, due) WHERE due IS NOT NULL AND closed IS NULL;

-- What all desks did in a period, as it was worked out after midnight: each takes
-- the place of the one before it.
CREATE TABLE dispatch_measures (
  period {{KEY}} PRIMARY KEY,       -- measure.Period
  until  BIGINT NOT NULL,           -- the midnight at which it ends
  desks  TEXT NOT NULL              -- JSON: unit to measure.Figures, in the period before and in this one
){{CLUSTERED}};

-- What a unit says to itself about a dispatch, and to whom it turns.
CREATE TABLE delivery_notes (
  id        {{ID}} PRIMARY KEY,
  item_id   BIGINT NOT NULL REFERENCES dispatches(item_id) ON DELETE CASCADE,
  unit_id   BIGINT NOT NULL REFERENCES units(id),
  author_id BIGINT NOT NULL REFERENCES persons(id),
  source    TEXT NOT NULL,
  asked_id  BIGINT REFERENCES persons(id), -- whose contribution is asked for
  created   BIGINT NOT NULL,
  answered  BIGINT
);
CREATE INDEX delivery_notes_desk ON delivery_notes (unit_id, item_id, id);
CREATE INDEX delivery_notes_asked ON delivery_notes (asked_id) WHERE asked_id IS NOT NULL AND answered IS NULL;
CREATE INDEX delivery_notes_item ON delivery_notes (item_id) WHERE asked_id IS NOT NULL AND answered IS NULL;
