CREATE TABLE municipality (
    id BIGINT NOT NULL PRIMARY KEY,
    country TEXT NOT NULL,
    organisation_number TEXT NOT NULL
);

CREATE TABLE municipality_number (
    id BIGINT NOT NULL PRIMARY KEY,
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    name_search TEXT NOT NULL,
    name_sort TEXT NOT NULL,
    county_number TEXT NOT NULL,
    county TEXT NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
);
CREATE INDEX municipality_number_municipality ON municipality_number (municipality_id);
CREATE INDEX municipality_number_number ON municipality_number (number);

CREATE TABLE region (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    answer_days BIGINT NOT NULL,
    slightly_behind_from BIGINT NOT NULL,
    requires_totp BOOLEAN NOT NULL,
    demo BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE region_member (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER,
    sharing TEXT NOT NULL CHECK (sharing IN ('region', 'members')),
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX region_member_once ON region_member (region_id, municipality_id) WHERE to_day IS NULL;
CREATE INDEX region_member_municipality ON region_member (municipality_id);
