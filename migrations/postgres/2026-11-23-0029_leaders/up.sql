CREATE TABLE headline (
    region_id BIGINT NOT NULL REFERENCES region (id),
    month INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    edited_by BIGINT REFERENCES person (id),
    edited_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region_id, month)
);
