CREATE TABLE example (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    benefit_id BIGINT NOT NULL REFERENCES benefit (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    commitment_id BIGINT NOT NULL REFERENCES commitment (id),
    title TEXT NOT NULL,
    done TEXT NOT NULL,
    took TEXT NOT NULL,
    contact_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    tells_effect BOOLEAN NOT NULL,
    effect TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'shared', 'withdrawn')),
    shared_on INTEGER,
    created_by BIGINT REFERENCES person (id),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX example_region ON example (region_id);
CREATE INDEX example_project ON example (project_id);
CREATE INDEX example_benefit ON example (benefit_id);

CREATE TABLE example_reuse (
    example_id BIGINT NOT NULL REFERENCES example (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    note TEXT NOT NULL,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (example_id, municipality_id)
) WITHOUT ROWID;
