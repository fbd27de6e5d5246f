CREATE TABLE measurement (
    id BIGINT NOT NULL PRIMARY KEY,
    commitment_id BIGINT NOT NULL REFERENCES commitment (id),
    on_day INTEGER NOT NULL,
    value BIGINT NOT NULL,
    kind TEXT NOT NULL,
    comment TEXT,
    n BIGINT,
    invited BIGINT,
    source TEXT NOT NULL,
    reason TEXT,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE UNIQUE INDEX measurement_day ON measurement (commitment_id, on_day);

-- What a correction replaced. Rows only ever arrive here.
CREATE TABLE measurement_past (
    measurement_id BIGINT NOT NULL REFERENCES measurement (id),
    version BIGINT NOT NULL,
    value BIGINT NOT NULL,
    kind TEXT NOT NULL,
    comment TEXT,
    n BIGINT,
    invited BIGINT,
    source TEXT NOT NULL,
    reason TEXT,
    recorded_by BIGINT REFERENCES person (id),
    recorded_at BIGINT NOT NULL,
    PRIMARY KEY (measurement_id, version)
);

-- Derived in the transaction of the change; `stafett doctor` recomputes both and compares.
-- A series is one commitment's latest state, clustered the way a region's matrix reads it.
CREATE TABLE series (
    region_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    municipality_id BIGINT NOT NULL,
    commitment_id BIGINT NOT NULL,
    latest_on INTEGER,
    latest_value BIGINT,
    on_plan BOOLEAN NOT NULL,
    overdue_from INTEGER NOT NULL,
    PRIMARY KEY (region_id, project_id, municipality_id, commitment_id)
);
CREATE UNIQUE INDEX series_commitment ON series (commitment_id);
CREATE INDEX series_overdue ON series (region_id, overdue_from, project_id, municipality_id);
CREATE INDEX series_due ON series (municipality_id, overdue_from);

-- A cell is one project in one municipality: the sums over its accepted series, and how many of them become overdue on
-- which day (`day:count`, days since 1970, in order).
CREATE TABLE cell (
    region_id BIGINT NOT NULL,
    project_id BIGINT NOT NULL,
    municipality_id BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    measured BIGINT NOT NULL,
    on_plan BIGINT NOT NULL,
    latest_on INTEGER,
    overdue TEXT NOT NULL,
    PRIMARY KEY (region_id, project_id, municipality_id)
);

-- What a region's curve is read from: how the planned gain's line changes on a day, and the realised gain from month to
-- month, for each municipality and, under municipality 0, for the region as a whole. Numbers of 128 bits stand in two
-- columns, high * 10^12 + low.
CREATE TABLE planned_bend (
    region_id BIGINT NOT NULL,
    municipality_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    unit TEXT NOT NULL,
    on_day INTEGER NOT NULL,
    span BIGINT NOT NULL,
    constant_high BIGINT NOT NULL,
    constant_low BIGINT NOT NULL,
    per_day_high BIGINT NOT NULL,
    per_day_low BIGINT NOT NULL,
    promised BIGINT NOT NULL,
    PRIMARY KEY (region_id, municipality_id, class, unit, on_day, span)
);

CREATE TABLE realised_step (
    region_id BIGINT NOT NULL,
    municipality_id BIGINT NOT NULL,
    class TEXT NOT NULL,
    unit TEXT NOT NULL,
    month_end INTEGER NOT NULL,
    realised_high BIGINT NOT NULL,
    realised_low BIGINT NOT NULL,
    measured BIGINT NOT NULL,
    PRIMARY KEY (region_id, municipality_id, class, unit, month_end)
);

CREATE TABLE import_file (
    id BIGINT NOT NULL PRIMARY KEY,
    region_id BIGINT NOT NULL REFERENCES region (id),
    municipality_id BIGINT,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    imported_by BIGINT REFERENCES person (id),
    imported_at BIGINT NOT NULL
);
