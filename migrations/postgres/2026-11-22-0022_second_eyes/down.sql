DROP TABLE explanation;

DROP INDEX measurement_waits;
ALTER TABLE measurement_past DROP COLUMN confirmed_at;
ALTER TABLE measurement_past DROP COLUMN confirmed_by;
ALTER TABLE measurement DROP COLUMN confirmed_at;
ALTER TABLE measurement DROP COLUMN confirmed_by;
ALTER TABLE measurement DROP COLUMN waits;

ALTER TABLE region DROP COLUMN region_after_days;
ALTER TABLE region DROP COLUMN executive_after_days;
ALTER TABLE region DROP COLUMN remind_days;
ALTER TABLE region DROP COLUMN unusual_tolerance;
ALTER TABLE region DROP COLUMN second_eyes;
