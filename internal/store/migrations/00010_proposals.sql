-- What was proposed in documents, and what became of it. The proposals
-- themselves stand in the documents; this is what is told of them.

-- +goose Up

CREATE TABLE document_proposals (
  item_id    BIGINT NOT NULL REFERENCES documents(item_id) ON DELETE CASCADE,
  proposal   TEXT NOT NULL,                    -- its id, drawn by the editor
  person_id  BIGINT NOT NULL REFERENCES persons(id),
  outcome    SMALLINT NOT NULL,                -- 0 open, 1 accepted, 2 refused, 3 withdrawn
  decider_id BIGINT REFERENCES persons(id),    -- who accepted or refused it
  decided    BIGINT,
  PRIMARY KEY (item_id, proposal)
){{CLUSTERED}};
