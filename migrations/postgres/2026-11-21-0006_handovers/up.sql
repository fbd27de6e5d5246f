CREATE TABLE handover (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    package_number BIGINT NOT NULL,
    state TEXT NOT NULL,
    answer_by INTEGER NOT NULL,
    message TEXT NOT NULL,
    offered_by BIGINT REFERENCES person (id),
    offered_at BIGINT,
    seen_at BIGINT,
    closed_by BIGINT REFERENCES person (id),
    closed_at BIGINT,
    closed_reason TEXT NOT NULL,
    created_by BIGINT REFERENCES person (id),
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
-- One baton at a time between a project and a municipality: the single winner is a constraint.
CREATE UNIQUE INDEX handover_one_open ON handover (project_id, municipality_id)
    WHERE state IN ('draft', 'offered', 'clarification_asked', 'clarification_answered');
CREATE UNIQUE INDEX handover_one_held ON handover (project_id, municipality_id)
    WHERE state IN ('accepted', 'accepted_with_conditions', 'accepted_later', 'in_realisation');
CREATE INDEX handover_place ON handover (project_id, municipality_id);
CREATE INDEX handover_region ON handover (region_id, state);
CREATE INDEX handover_municipality ON handover (municipality_id, state);

CREATE TABLE readiness_tick (
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    check_name TEXT NOT NULL,
    met BOOLEAN NOT NULL,
    note TEXT NOT NULL,
    ticked_by BIGINT REFERENCES person (id),
    ticked_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (handover_id, check_name)
);

CREATE TABLE acceptance (
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    package_number BIGINT NOT NULL,
    form TEXT NOT NULL,
    conditions TEXT NOT NULL,
    from_month TEXT,
    statement TEXT NOT NULL,
    executive_id BIGINT NOT NULL REFERENCES person (id),
    executive_name TEXT NOT NULL,
    on_behalf_of_id BIGINT REFERENCES person (id),
    on_behalf_of_name TEXT,
    municipality_name TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    package TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    audit_seq BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    PRIMARY KEY (handover_id, package_number)
);

CREATE TABLE clarification (
    id BIGINT NOT NULL PRIMARY KEY,
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    question TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    answer TEXT,
    answered_by BIGINT REFERENCES person (id),
    answered_at BIGINT
);
CREATE INDEX clarification_handover ON clarification (handover_id);
