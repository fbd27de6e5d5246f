CREATE TABLE anchoring_entry (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    among TEXT NOT NULL CHECK (among IN ('leadership', 'staff')),
    on_day INTEGER NOT NULL,
    level INTEGER NOT NULL CHECK (level BETWEEN 1 AND 5),
    note TEXT NOT NULL,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (project_id, municipality_id, among, on_day)
);
CREATE INDEX anchoring_region ON anchoring_entry (region_id);

CREATE TABLE competence (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    title TEXT NOT NULL,
    audience TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX competence_project ON competence (project_id);

CREATE TABLE competence_state (
    competence_id BIGINT NOT NULL REFERENCES competence (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    state TEXT NOT NULL CHECK (state IN ('not_started', 'under_way', 'in_place', 'not_relevant')),
    reason TEXT NOT NULL,
    updated_by BIGINT REFERENCES person (id),
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (competence_id, municipality_id)
);
CREATE INDEX competence_state_project ON competence_state (project_id);
