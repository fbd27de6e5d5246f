ALTER TABLE project ADD COLUMN phases TEXT NOT NULL DEFAULT '[]';

CREATE TABLE roadmap_version (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    number BIGINT NOT NULL,
    note TEXT NOT NULL,
    content TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    published_by BIGINT REFERENCES person (id),
    published_at BIGINT NOT NULL,
    UNIQUE (region_id, number)
);
