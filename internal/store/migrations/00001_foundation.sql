-- The foundation: people, units, communities, items and what surrounds them.
--
-- Ids are time-ordered 64-bit numbers made by the node. Times are UTC unix
-- milliseconds. Columns named *_fold hold text.Fold of their neighbour. Tokens
-- in double braces differ between the engines (internal/store/engine.go).

-- +goose Up

CREATE TABLE settings (
  name  {{KEY}} PRIMARY KEY,
  value TEXT NOT NULL
){{CLUSTERED}};

-- People ---------------------------------------------------------------------

CREATE TABLE persons (
  id          {{ID}} PRIMARY KEY,
  kind        SMALLINT NOT NULL,            -- identity.Kind: agent, guest, service
  state       SMALLINT NOT NULL,            -- identity.State: invited, active, suspended
  handle      {{KEY}} NOT NULL UNIQUE,      -- given.family, what follows an @
  name        TEXT NOT NULL,
  name_fold   {{KEY}} NOT NULL,
  email       {{KEY}} UNIQUE,               -- lower case
  confirmed   {{FLAG}},                     -- the e-mail address answers
  admin       {{FLAG}},
  clearance   SMALLINT NOT NULL DEFAULT 0,  -- access.Protection: the highest that they read
  about       TEXT NOT NULL DEFAULT '',     -- what I can help with
  locale      TEXT NOT NULL DEFAULT 'fr',
  theme       TEXT NOT NULL DEFAULT 'auto', -- identity.Themes
  photo       TEXT NOT NULL DEFAULT '',     -- hash of a blob
  sponsor_id  BIGINT REFERENCES persons(id),
  expires     BIGINT,                       -- end of a guest's stay
  charter     INTEGER NOT NULL DEFAULT 0,   -- last version accepted
  charter_at  BIGINT,
  created     BIGINT NOT NULL,
  updated     BIGINT NOT NULL
);
CREATE INDEX persons_by_name ON persons (name_fold, id);
CREATE INDEX persons_by_sponsor ON persons (sponsor_id) WHERE sponsor_id IS NOT NULL;

CREATE TABLE credentials (
  person_id {{ID}} PRIMARY KEY REFERENCES persons(id),
  hash      TEXT NOT NULL,                  -- argon2id
  changed   BIGINT NOT NULL
);

-- Refused sign-ins by what was typed, whether or not such an account exists:
-- a lockout tells nothing about who is here.
CREATE TABLE attempts (
  login    {{KEY}} PRIMARY KEY,             -- sha-256, hexadecimal
  failures INTEGER NOT NULL,
  last     BIGINT NOT NULL,
  locked   BIGINT                           -- until when
){{CLUSTERED}};
CREATE INDEX attempts_by_last ON attempts (last);

CREATE TABLE sessions (
  hash      {{KEY}} PRIMARY KEY,            -- sha-256 of the cookie, hexadecimal
  id        BIGINT NOT NULL UNIQUE,         -- how its owner names it
  person_id BIGINT NOT NULL REFERENCES persons(id),
  device    TEXT NOT NULL DEFAULT '',
  address   TEXT NOT NULL DEFAULT '',
  created   BIGINT NOT NULL,
  seen      BIGINT NOT NULL,
  expires   BIGINT NOT NULL
){{CLUSTERED}};
CREATE INDEX sessions_by_person ON sessions (person_id);

-- One-time links: setup, invitation, reset, confirmation.
CREATE TABLE links (
  hash      {{KEY}} PRIMARY KEY,
  purpose   TEXT NOT NULL,
  person_id BIGINT REFERENCES persons(id),
  email     TEXT NOT NULL DEFAULT '',
  created   BIGINT NOT NULL,
  expires   BIGINT NOT NULL,
  used      BIGINT
){{CLUSTERED}};
CREATE INDEX links_by_person ON links (person_id);

CREATE TABLE tokens (
  id        {{ID}} PRIMARY KEY,
  hash      {{KEY}} NOT NULL UNIQUE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  name      TEXT NOT NULL,
  scopes    TEXT NOT NULL,                  -- separated by spaces
  created   BIGINT NOT NULL,
  seen      BIGINT,
  expires   BIGINT
);
CREATE INDEX tokens_by_person ON tokens (person_id);

CREATE TABLE charters (
  version INTEGER PRIMARY KEY,
  source  TEXT NOT NULL,
  created BIGINT NOT NULL,
  author_id BIGINT REFERENCES persons(id)
);

-- Units ----------------------------------------------------------------------

CREATE TABLE units (
  id        {{ID}} PRIMARY KEY,
  code      {{KEY}} NOT NULL UNIQUE,        -- how the directory names it
  parent_id BIGINT REFERENCES units(id),
  name      TEXT NOT NULL,
  name_fold {{KEY}} NOT NULL,
  acronym   TEXT NOT NULL DEFAULT '',
  path      {{KEY}} NOT NULL,               -- /root/…/self/, short ids: a subtree is a prefix
  depth     INTEGER NOT NULL,
  retired   {{FLAG}}                        -- absent from the last import
);
CREATE INDEX units_by_parent ON units (parent_id, name_fold);
CREATE INDEX units_by_path ON units (path);

CREATE TABLE functions (
  id        {{ID}} PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  unit_id   BIGINT NOT NULL REFERENCES units(id),
  title     TEXT NOT NULL,
  title_fold {{KEY}} NOT NULL DEFAULT '',
  head      {{FLAG}},                       -- heads the unit
  main      {{FLAG}}                        -- the one shown beside the name
);
CREATE UNIQUE INDEX functions_main ON functions (person_id) WHERE main;
CREATE INDEX functions_by_person ON functions (person_id, main);
CREATE INDEX functions_by_unit ON functions (unit_id, head);

-- Communities ----------------------------------------------------------------

CREATE TABLE communities (
  id         {{ID}} PRIMARY KEY,
  name       TEXT NOT NULL,
  name_fold  {{KEY}} NOT NULL,
  purpose    TEXT NOT NULL,                 -- one sentence
  words      {{KEY}} NOT NULL DEFAULT '',   -- name and purpose folded: what the directory searches
  charter    TEXT NOT NULL DEFAULT '',
  welcome    TEXT NOT NULL DEFAULT '',      -- what a newcomer reads first
  kind       SMALLINT NOT NULL,             -- transverse, hierarchical
  openness   SMALLINT NOT NULL,             -- access.Openness: open, request, private
  state      SMALLINT NOT NULL,             -- active, archived
  template   TEXT NOT NULL DEFAULT 'interest',
  unit_id    BIGINT REFERENCES units(id),
  parent_id  BIGINT REFERENCES communities(id),
  validation {{FLAG}},                      -- publications wait for a manager
  members    INTEGER NOT NULL DEFAULT 0,    -- active members, kept with each change
  managers   INTEGER NOT NULL DEFAULT 0,
  items      INTEGER NOT NULL DEFAULT 0,    -- published items
  author_id  BIGINT REFERENCES persons(id),
  created    BIGINT NOT NULL,
  activity   BIGINT NOT NULL                -- last publication or comment
);
CREATE INDEX communities_by_name ON communities (name_fold, id);
CREATE INDEX communities_by_activity ON communities (activity, id);
CREATE INDEX communities_by_parent ON communities (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX communities_by_unit ON communities (unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE memberships (
  community_id BIGINT NOT NULL REFERENCES communities(id),
  person_id    BIGINT NOT NULL REFERENCES persons(id),
  role         SMALLINT NOT NULL,           -- access.Role: guest, member, manager
  state        SMALLINT NOT NULL,           -- community.Standing: in, invited, asked, left, excluded, refused
  message      TEXT NOT NULL DEFAULT '',    -- why they ask, were invited, refused or excluded
  inviter_id   BIGINT REFERENCES persons(id),
  welcomed     {{FLAG}},
  enrolled     {{FLAG}},                    -- by their function in the unit, and goes with it
  since        BIGINT NOT NULL,
  PRIMARY KEY (community_id, person_id)
){{CLUSTERED}};
CREATE INDEX memberships_by_person ON memberships (person_id, state, community_id, role);
CREATE INDEX memberships_asked ON memberships (community_id) WHERE state = 3;
CREATE INDEX memberships_of_guests ON memberships (community_id) WHERE state = 1 AND role = 1;
CREATE INDEX memberships_managing ON memberships (community_id) WHERE state = 1 AND role = 3;

-- Items: the spine -------------------------------------------------------------

CREATE TABLE items (
  id           {{ID}} PRIMARY KEY,
  kind         TEXT NOT NULL,               -- post, announcement, question, poll, …
  community_id BIGINT NOT NULL REFERENCES communities(id),
  author_id    BIGINT NOT NULL REFERENCES persons(id),
  owner_id     BIGINT REFERENCES persons(id), -- who answers for it now, where its kind has such a person
  state        SMALLINT NOT NULL,           -- access.State
  audience     SMALLINT NOT NULL,           -- access.Audience
  protection   SMALLINT NOT NULL DEFAULT 0, -- access.Protection
  title        TEXT NOT NULL,
  title_fold   {{KEY}} NOT NULL,
  excerpt      TEXT NOT NULL DEFAULT '',
  revision     INTEGER NOT NULL DEFAULT 1,
  closed       {{FLAG}},                    -- takes no more comments
  pinned       {{FLAG}},                    -- highlighting: never part of access
  important    {{FLAG}},                    -- said by its author
  comments     INTEGER NOT NULL DEFAULT 0,
  useful       INTEGER NOT NULL DEFAULT 0,
  useless      INTEGER NOT NULL DEFAULT 0,
  thanks       INTEGER NOT NULL DEFAULT 0,
  origin       TEXT,                        -- how another system names it
  created      BIGINT NOT NULL,
  edited       BIGINT,
  editor_id    BIGINT REFERENCES persons(id), -- who wrote the current text, once edited
  published    BIGINT,                      -- or when it will be, while scheduled
  activity     BIGINT NOT NULL,             -- last publication or comment
  reason       TEXT NOT NULL DEFAULT '',    -- why it was returned or binned
  binned       BIGINT,                      -- since when it is in the bin
  binner_id    BIGINT REFERENCES persons(id),
  binned_from  SMALLINT                     -- the state that a restore gives back
);
CREATE INDEX items_by_community ON items (community_id, state, activity DESC, id DESC);
CREATE INDEX items_pinned ON items (community_id, state, activity DESC, id DESC) WHERE pinned;
CREATE INDEX items_by_author ON items (author_id, state, published DESC, id DESC);
CREATE INDEX items_by_published ON items (state, published DESC, id DESC);
CREATE INDEX items_by_title ON items (title_fold, id);
CREATE UNIQUE INDEX items_by_origin ON items (origin) WHERE origin IS NOT NULL;

CREATE TABLE bodies (
  item_id {{ID}} PRIMARY KEY REFERENCES items(id),
  source  TEXT NOT NULL,                    -- Markdown, as written
  fold    TEXT NOT NULL                     -- the same, folded, to look for words
);

CREATE TABLE comments (
  id        {{ID}} PRIMARY KEY,
  item_id   BIGINT NOT NULL REFERENCES items(id),
  parent_id BIGINT REFERENCES comments(id),
  kind      SMALLINT NOT NULL,              -- content.CommentKind: comment, answer
  state     SMALLINT NOT NULL,              -- published or binned
  author_id BIGINT NOT NULL REFERENCES persons(id),
  source    TEXT NOT NULL,
  revision  INTEGER NOT NULL DEFAULT 1,
  useful    INTEGER NOT NULL DEFAULT 0,
  useless   INTEGER NOT NULL DEFAULT 0,
  thanks    INTEGER NOT NULL DEFAULT 0,
  created   BIGINT NOT NULL,
  edited    BIGINT,
  editor_id BIGINT REFERENCES persons(id),  -- who wrote the current text, once edited
  binner_id BIGINT REFERENCES persons(id),
  form      BIGINT                          -- the form it came with: a replay adds nothing
);
CREATE UNIQUE INDEX comments_by_form ON comments (author_id, form) WHERE form IS NOT NULL;
CREATE INDEX comments_by_item ON comments (item_id, id);
CREATE INDEX comments_by_author ON comments (author_id, id DESC);

-- Every text that an item or a comment ever had, the current one excepted.
CREATE TABLE revisions (
  id         {{ID}} PRIMARY KEY,
  item_id    BIGINT NOT NULL REFERENCES items(id),
  comment_id BIGINT REFERENCES comments(id),
  number     INTEGER NOT NULL,
  author_id  BIGINT NOT NULL REFERENCES persons(id),
  title      TEXT NOT NULL DEFAULT '',
  source     TEXT NOT NULL,
  created    BIGINT NOT NULL
);
CREATE UNIQUE INDEX revisions_by_item ON revisions (item_id, COALESCE(comment_id, 0), number);

CREATE TABLE relays (
  item_id      BIGINT NOT NULL REFERENCES items(id),
  community_id BIGINT NOT NULL REFERENCES communities(id),
  person_id    BIGINT NOT NULL REFERENCES persons(id),
  note         TEXT NOT NULL DEFAULT '',
  created      BIGINT NOT NULL,
  PRIMARY KEY (item_id, community_id)
){{CLUSTERED}};
CREATE INDEX relays_by_community ON relays (community_id, created DESC);

CREATE TABLE reactions (
  item_id    BIGINT NOT NULL REFERENCES items(id),
  comment_id BIGINT NOT NULL DEFAULT 0,     -- 0: the item itself
  person_id  BIGINT NOT NULL REFERENCES persons(id),
  kind       SMALLINT NOT NULL,             -- content.Reaction: useful, useless, thanks
  created    BIGINT NOT NULL,
  PRIMARY KEY (item_id, comment_id, person_id, kind)
){{CLUSTERED}};

CREATE TABLE mentions (
  item_id    BIGINT NOT NULL REFERENCES items(id),
  comment_id BIGINT NOT NULL DEFAULT 0,
  person_id  BIGINT NOT NULL REFERENCES persons(id),
  PRIMARY KEY (item_id, comment_id, person_id)
){{CLUSTERED}};
CREATE INDEX mentions_by_person ON mentions (person_id);

CREATE TABLE tags (
  id    {{ID}} PRIMARY KEY,
  name  TEXT NOT NULL,
  fold  {{KEY}} NOT NULL UNIQUE,
  slug  {{KEY}} NOT NULL UNIQUE,
  uses  INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE item_tags (
  item_id BIGINT NOT NULL REFERENCES items(id),
  tag_id  BIGINT NOT NULL REFERENCES tags(id),
  PRIMARY KEY (item_id, tag_id)
){{CLUSTERED}};
CREATE INDEX item_tags_by_tag ON item_tags (tag_id, item_id DESC);
CREATE TABLE community_tags (
  community_id BIGINT NOT NULL REFERENCES communities(id),
  tag_id       BIGINT NOT NULL REFERENCES tags(id),
  PRIMARY KEY (community_id, tag_id)
){{CLUSTERED}};

CREATE TABLE files (
  id        {{ID}} PRIMARY KEY,
  owner_id  BIGINT NOT NULL REFERENCES persons(id),
  item_id   BIGINT REFERENCES items(id),    -- NULL: not attached yet, its owner alone sees it
  comment_id BIGINT REFERENCES comments(id), -- the comment that brought it, if any
  hash      TEXT NOT NULL,
  name      TEXT NOT NULL,
  media     TEXT NOT NULL,                  -- type found in its content
  size      BIGINT NOT NULL,
  width     INTEGER NOT NULL DEFAULT 0,
  height    INTEGER NOT NULL DEFAULT 0,
  thumb     TEXT NOT NULL DEFAULT '',       -- hash of a small picture of a picture
  created   BIGINT NOT NULL
);
CREATE INDEX files_by_item ON files (item_id) WHERE item_id IS NOT NULL;
CREATE INDEX files_loose ON files (created) WHERE item_id IS NULL;
CREATE INDEX files_by_hash ON files (hash);

-- What a person is typing, kept until it is sent.
CREATE TABLE drafts (
  person_id BIGINT NOT NULL REFERENCES persons(id),
  place     {{KEY}} NOT NULL,               -- new:ID, comment:ITEM, edit:ITEM, …
  fields    TEXT NOT NULL,                  -- JSON object of the form's fields
  updated   BIGINT NOT NULL,
  PRIMARY KEY (person_id, place)
);

CREATE TABLE reads (
  person_id BIGINT NOT NULL REFERENCES persons(id),
  item_id   BIGINT NOT NULL REFERENCES items(id),
  seen      BIGINT NOT NULL,                -- comments created since are unread
  PRIMARY KEY (person_id, item_id)
){{CLUSTERED}};

-- Kinds of items ---------------------------------------------------------------

CREATE TABLE questions (
  item_id     {{ID}} PRIMARY KEY REFERENCES items(id),
  accepted_id BIGINT REFERENCES comments(id),
  answers     INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE polls (
  item_id  {{ID}} PRIMARY KEY REFERENCES items(id),
  multiple {{FLAG}},
  hidden   {{FLAG}},                        -- results hidden until the close
  closes   BIGINT,
  voters   INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE poll_options (
  id       {{ID}} PRIMARY KEY,
  item_id  BIGINT NOT NULL REFERENCES polls(item_id),
  position INTEGER NOT NULL,
  label    TEXT NOT NULL,
  votes    INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX poll_options_by_item ON poll_options (item_id, position);
CREATE TABLE poll_votes (
  item_id   BIGINT NOT NULL REFERENCES polls(item_id),
  person_id BIGINT NOT NULL REFERENCES persons(id),
  option_id BIGINT NOT NULL REFERENCES poll_options(id),
  created   BIGINT NOT NULL,
  PRIMARY KEY (item_id, person_id, option_id)
){{CLUSTERED}};

-- Facts and what is derived from them ---------------------------------------------

CREATE TABLE events (
  id           {{ID}} PRIMARY KEY,
  txn          {{TXN}},
  verb         TEXT NOT NULL,
  actor_kind   SMALLINT NOT NULL,           -- access.Kind
  actor_id     BIGINT,
  item_id      BIGINT,
  comment_id   BIGINT,
  community_id BIGINT,
  person_id    BIGINT,                      -- whom it happened to
  data         TEXT NOT NULL DEFAULT '{}',
  created      BIGINT NOT NULL
);
CREATE INDEX events_in_order ON events (txn, id);
CREATE INDEX events_by_item ON events (item_id, id) WHERE item_id IS NOT NULL;

CREATE TABLE cursors (
  name  {{KEY}} PRIMARY KEY,                -- the follower of the log
  txn   BIGINT NOT NULL DEFAULT 0,
  event BIGINT NOT NULL DEFAULT 0
){{CLUSTERED}};

CREATE TABLE follows (
  person_id   BIGINT NOT NULL REFERENCES persons(id),
  target_kind TEXT NOT NULL,                -- item, community, person, unit, tag
  target_id   BIGINT NOT NULL,
  level       SMALLINT NOT NULL,            -- notification.Level: nothing, important, all
  created     BIGINT NOT NULL,
  PRIMARY KEY (person_id, target_kind, target_id)
){{CLUSTERED}};
CREATE INDEX follows_by_target ON follows (target_kind, target_id, person_id, level);

-- One line of somebody's home or bell, grouped by what it is about.
CREATE TABLE notices (
  person_id    BIGINT NOT NULL REFERENCES persons(id),
  stream       SMALLINT NOT NULL,           -- notification.Stream: do, me, info
  subject_kind TEXT NOT NULL,               -- item, community, person
  subject_id   BIGINT NOT NULL,
  reason       TEXT NOT NULL,               -- message key suffix: why it is here
  reason_id    BIGINT,                      -- the community, tag, person… of the reason
  actor_id     BIGINT,                      -- the last one who did something
  comment_id   BIGINT,                      -- where to land in the thread
  count        INTEGER NOT NULL DEFAULT 1,
  created      BIGINT NOT NULL,
  updated      BIGINT NOT NULL,
  seen         BIGINT,                      -- NULL: unread
  done         BIGINT,                      -- NULL: still to do (stream do)
  PRIMARY KEY (person_id, stream, subject_kind, subject_id)
){{CLUSTERED}};
CREATE INDEX notices_latest ON notices (person_id, stream, updated DESC, subject_id DESC);
CREATE INDEX notices_unread ON notices (person_id, stream) WHERE seen IS NULL;
CREATE INDEX notices_by_subject ON notices (subject_kind, subject_id);

-- Facts whose followers are too many for one transaction, and how far they
-- have been told.
CREATE TABLE spreads (
  event_id {{ID}} PRIMARY KEY,
  told     BIGINT NOT NULL,                 -- every follower up to this person
  audience TEXT NOT NULL                    -- JSON: what is told to whom
);

-- Administrative acts: append-only, each chained to the one before.
CREATE TABLE acts (
  seq      {{ID}} PRIMARY KEY,
  verb     TEXT NOT NULL,
  actor_id BIGINT,
  subject  TEXT NOT NULL,
  data     TEXT NOT NULL,
  created  BIGINT NOT NULL,
  previous TEXT NOT NULL,
  hash     TEXT NOT NULL,
  key      TEXT NOT NULL,                   -- public key, hexadecimal
  sign     TEXT NOT NULL
);
