CREATE TABLE import_layout (
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    headings_sha256 TEXT NOT NULL,
    meanings TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, municipality_id, headings_sha256)
);
