CREATE TABLE benefit (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    title TEXT NOT NULL,
    class TEXT,
    arises_in TEXT,
    polarity TEXT NOT NULL,
    description TEXT NOT NULL,
    use_of_gain TEXT NOT NULL,
    assumptions TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX benefit_project ON benefit (project_id);

CREATE TABLE indicator (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    benefit_id BIGINT NOT NULL REFERENCES benefit (id),
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    direction TEXT NOT NULL,
    frequency TEXT NOT NULL,
    method TEXT NOT NULL,
    data_source TEXT NOT NULL,
    decimals BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX indicator_benefit ON indicator (benefit_id);
CREATE INDEX indicator_project ON indicator (project_id);

CREATE TABLE commitment (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    benefit_id BIGINT NOT NULL REFERENCES benefit (id),
    indicator_id BIGINT NOT NULL REFERENCES indicator (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    baseline_value BIGINT NOT NULL,
    baseline_on INTEGER NOT NULL,
    target_value BIGINT NOT NULL,
    target_on INTEGER NOT NULL,
    plan TEXT NOT NULL,
    owner_id BIGINT REFERENCES person (id),
    use_of_gain TEXT NOT NULL,
    budget TEXT NOT NULL,
    first_measurement_on INTEGER NOT NULL,
    accepted_in BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX commitment_once ON commitment (indicator_id, municipality_id);
CREATE INDEX commitment_place ON commitment (project_id, municipality_id);
CREATE INDEX commitment_owner ON commitment (owner_id);
