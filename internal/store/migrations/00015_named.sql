-- Who reads what stands in a sealed place, item by item.

-- +goose Up

-- The units that are named on an item: their people read it.
CREATE TABLE named_units (
  item_id BIGINT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  unit_id BIGINT NOT NULL REFERENCES units(id),
  passed  {{FLAG}},                 -- since another desk handed it over, which may be undone
  PRIMARY KEY (item_id, unit_id)
){{CLUSTERED}};
CREATE INDEX named_units_by_unit ON named_units (unit_id, item_id);

-- The people who are, whatever their unit.
CREATE TABLE named_people (
  item_id   BIGINT NOT NULL REFERENCES items(id) ON DELETE CASCADE,
  person_id BIGINT NOT NULL REFERENCES persons(id),
  PRIMARY KEY (item_id, person_id)
){{CLUSTERED}};
CREATE INDEX named_people_by_person ON named_people (person_id, item_id);
