CREATE TABLE share_link (
    id INTEGER NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT REFERENCES municipality (id),
    shows TEXT NOT NULL,
    label TEXT NOT NULL,
    language TEXT NOT NULL,
    frame_origins TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    expires_on INTEGER NOT NULL,
    revoked_by BIGINT REFERENCES person (id),
    revoked_at BIGINT,
    used BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX share_link_region ON share_link (region_id, id);
