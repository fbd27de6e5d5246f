CREATE TABLE change_step (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    project_id BIGINT NOT NULL REFERENCES project (id),
    municipality_id BIGINT REFERENCES municipality (id),
    template_id BIGINT REFERENCES change_step (id),
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    due_on INTEGER,
    owner_id BIGINT REFERENCES person (id),
    state TEXT NOT NULL,
    blocked_reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX change_step_project ON change_step (project_id, municipality_id);
CREATE UNIQUE INDEX change_step_instance ON change_step (template_id, municipality_id);
