CREATE TABLE person (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('invited', 'active', 'disabled')),
    password_hash TEXT,
    totp_secret TEXT,
    totp_confirmed BOOLEAN NOT NULL,
    totp_last_step BIGINT,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE role_grant (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    region_id BIGINT,
    municipality_id BIGINT,
    granted_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX role_grant_person ON role_grant (person_id);
CREATE INDEX role_grant_region ON role_grant (region_id, municipality_id);
CREATE UNIQUE INDEX role_grant_once
    ON role_grant (person_id, role, COALESCE(region_id, 0), COALESCE(municipality_id, 0))
    WHERE ended_at IS NULL;

CREATE TABLE session (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    user_agent TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX session_person ON session (person_id);

CREATE TABLE api_token (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX api_token_person ON api_token (person_id);

CREATE TABLE one_time_link (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('invitation', 'password_reset')),
    token_hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX one_time_link_person ON one_time_link (person_id);

CREATE TABLE delegation (
    id BIGINT NOT NULL PRIMARY KEY,
    municipality_id BIGINT NOT NULL,
    region_id BIGINT NOT NULL,
    executive_id BIGINT NOT NULL REFERENCES person (id),
    deputy_id BIGINT NOT NULL REFERENCES person (id),
    from_day INTEGER NOT NULL,
    to_day INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX delegation_deputy ON delegation (deputy_id);
CREATE INDEX delegation_municipality ON delegation (municipality_id);

CREATE TABLE idempotency (
    person_id BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, idempotency_key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
