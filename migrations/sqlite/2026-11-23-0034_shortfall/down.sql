ALTER TABLE cell DROP COLUMN logged_at;
DROP INDEX series_unknown;
ALTER TABLE series ADD COLUMN on_plan BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE series SET on_plan = COALESCE(shortfall = 0, FALSE);
ALTER TABLE series DROP COLUMN shortfall;
