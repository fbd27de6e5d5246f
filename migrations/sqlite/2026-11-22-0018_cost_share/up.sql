ALTER TABLE participation ADD COLUMN cost_share BIGINT;
