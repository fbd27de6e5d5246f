CREATE TABLE draft (
    person_id BIGINT NOT NULL REFERENCES person (id),
    path TEXT NOT NULL,
    words TEXT NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, path)
);
