CREATE TABLE project (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    renewal TEXT NOT NULL,
    renewal_alone_because TEXT NOT NULL,
    simplifications TEXT NOT NULL,
    phase TEXT NOT NULL,
    decision_points TEXT NOT NULL,
    starts_on INTEGER,
    ends_on INTEGER,
    costs TEXT NOT NULL,
    statutory BOOLEAN NOT NULL,
    theme TEXT NOT NULL,
    responsible_id BIGINT REFERENCES person (id),
    created_by BIGINT REFERENCES person (id),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX project_region ON project (region_id);

CREATE TABLE participation (
    project_id BIGINT NOT NULL REFERENCES project (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    region_id BIGINT NOT NULL REFERENCES region (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'joined', 'declined', 'left')),
    reason TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (project_id, municipality_id)
) WITHOUT ROWID;
CREATE INDEX participation_region ON participation (region_id);
