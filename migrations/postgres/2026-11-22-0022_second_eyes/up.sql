ALTER TABLE region ADD COLUMN second_eyes BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE region ADD COLUMN unusual_tolerance BIGINT NOT NULL DEFAULT 500000;
ALTER TABLE region ADD COLUMN remind_days BIGINT NOT NULL DEFAULT 3;
ALTER TABLE region ADD COLUMN executive_after_days BIGINT NOT NULL DEFAULT 14;
ALTER TABLE region ADD COLUMN region_after_days BIGINT NOT NULL DEFAULT 28;

ALTER TABLE measurement ADD COLUMN waits BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE measurement ADD COLUMN confirmed_by BIGINT REFERENCES person (id);
ALTER TABLE measurement ADD COLUMN confirmed_at BIGINT;
ALTER TABLE measurement_past ADD COLUMN confirmed_by BIGINT REFERENCES person (id);
ALTER TABLE measurement_past ADD COLUMN confirmed_at BIGINT;
CREATE INDEX measurement_waits ON measurement (commitment_id) WHERE waits;

CREATE TABLE explanation (
    measurement_id BIGINT NOT NULL PRIMARY KEY REFERENCES measurement (id),
    commitment_id BIGINT NOT NULL REFERENCES commitment (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    on_day INTEGER NOT NULL,
    cause TEXT NOT NULL,
    remedy TEXT NOT NULL,
    explained_by BIGINT REFERENCES person (id),
    explained_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX explanation_commitment ON explanation (commitment_id);
