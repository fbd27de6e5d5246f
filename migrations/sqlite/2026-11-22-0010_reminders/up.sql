CREATE TABLE digest (
    person_id INTEGER NOT NULL PRIMARY KEY REFERENCES person (id),
    wanted BOOLEAN NOT NULL,
    looked_on INTEGER
);

CREATE TABLE reminder (
    person_id BIGINT NOT NULL REFERENCES person (id),
    matter TEXT NOT NULL,
    due_on INTEGER NOT NULL,
    mark TEXT NOT NULL,
    told_on INTEGER NOT NULL,
    PRIMARY KEY (person_id, matter, due_on, mark)
) WITHOUT ROWID;
