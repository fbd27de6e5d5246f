-- A table without rowids keeps whole rows in every node of its tree. With a package of several kilobytes in each, that tree
-- was seven levels deep, and asking when the batons of a region were taken read most of it.
CREATE TABLE acceptance_rows (
    handover_id BIGINT NOT NULL REFERENCES handover (id),
    package_number BIGINT NOT NULL,
    form TEXT NOT NULL,
    conditions TEXT NOT NULL,
    from_month TEXT,
    statement TEXT NOT NULL,
    executive_id BIGINT NOT NULL REFERENCES person (id),
    executive_name TEXT NOT NULL,
    on_behalf_of_id BIGINT REFERENCES person (id),
    on_behalf_of_name TEXT,
    municipality_name TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    package TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    audit_seq BIGINT NOT NULL,
    audit_hash TEXT NOT NULL,
    discussed_on INTEGER,
    case_number TEXT NOT NULL DEFAULT '',
    adjustments TEXT NOT NULL DEFAULT '',
    owners TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (handover_id, package_number)
);
INSERT INTO acceptance_rows SELECT
    handover_id, package_number, form, conditions, from_month, statement, executive_id, executive_name, on_behalf_of_id,
    on_behalf_of_name, municipality_name, answered_at, package, content_sha256, audit_seq, audit_hash, discussed_on,
    case_number, adjustments, owners
FROM acceptance;
DROP TABLE acceptance;
ALTER TABLE acceptance_rows RENAME TO acceptance;
