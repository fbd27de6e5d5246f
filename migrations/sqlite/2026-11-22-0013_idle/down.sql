ALTER TABLE change_step DROP COLUMN moved_on;
ALTER TABLE region DROP COLUMN idle_days;
