CREATE TABLE report (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT REFERENCES municipality (id),
    number BIGINT NOT NULL,
    audience TEXT NOT NULL,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    locked_by BIGINT REFERENCES person (id),
    locked_at BIGINT NOT NULL,
    UNIQUE (region_id, number)
);
