ALTER TABLE participation DROP COLUMN cost_share;
