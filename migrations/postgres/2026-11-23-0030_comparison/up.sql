CREATE TABLE population (
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT NOT NULL REFERENCES municipality (id),
    on_day INTEGER NOT NULL,
    inhabitants BIGINT NOT NULL CHECK (inhabitants > 0),
    source TEXT NOT NULL,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (region_id, municipality_id, on_day)
);
