CREATE TABLE common_item (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    kind TEXT NOT NULL CHECK (kind IN ('routine', 'configuration')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    stands_in TEXT NOT NULL,
    edition BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX common_item_project ON common_item (project_id);

CREATE TABLE conformity (
    item_id BIGINT NOT NULL REFERENCES common_item (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    state TEXT NOT NULL CHECK (state IN ('conform', 'deviation_asked', 'deviation_approved', 'not_conform')),
    reason TEXT NOT NULL,
    edition BIGINT NOT NULL,
    answered_by BIGINT REFERENCES person (id),
    answered_at BIGINT NOT NULL,
    decision_note TEXT NOT NULL,
    decided_by BIGINT REFERENCES person (id),
    decided_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (item_id, municipality_id)
);
CREATE INDEX conformity_project ON conformity (project_id);
