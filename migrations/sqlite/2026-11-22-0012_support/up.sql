CREATE TABLE support_entry (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    project_id BIGINT REFERENCES project (id),
    on_day INTEGER NOT NULL,
    hours BIGINT NOT NULL,
    what TEXT NOT NULL,
    follow_up TEXT NOT NULL,
    follow_up_by INTEGER,
    followed_up BOOLEAN NOT NULL,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX support_region ON support_entry (region_id, on_day);
