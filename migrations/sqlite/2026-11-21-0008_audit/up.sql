-- One chain per region, and chain 0 for the installation.
CREATE TABLE event (
    chain_id BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    actor TEXT,
    via TEXT NOT NULL,
    region_id BIGINT,
    municipality_id BIGINT,
    action TEXT NOT NULL,
    object_type TEXT NOT NULL,
    object_id TEXT NOT NULL,
    old_values TEXT NOT NULL,
    new_values TEXT NOT NULL,
    request_id TEXT NOT NULL,
    prev_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (chain_id, seq)
) WITHOUT ROWID;
CREATE INDEX event_object ON event (object_type, object_id);
CREATE INDEX event_municipality ON event (chain_id, municipality_id, seq);

CREATE TABLE event_head (
    chain_id BIGINT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL
) WITHOUT ROWID;

-- Personal words of an event stand here under their salted commitment, so that they can be erased.
CREATE TABLE event_words (
    commitment TEXT NOT NULL PRIMARY KEY,
    salt TEXT NOT NULL,
    words TEXT NOT NULL
) WITHOUT ROWID;
