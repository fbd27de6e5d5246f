ALTER TABLE indicator ADD COLUMN accumulation TEXT NOT NULL DEFAULT 'stock';

CREATE TABLE campaign (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    indicator_id BIGINT NOT NULL REFERENCES indicator (id),
    name TEXT NOT NULL,
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX campaign_end ON campaign (indicator_id, to_day);

CREATE TABLE year_moment (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    title TEXT NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    kind TEXT NOT NULL,
    audience TEXT NOT NULL,
    note TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX year_moment_region ON year_moment (region_id, month, day);
