ALTER TABLE api_token ADD COLUMN region_id BIGINT;
ALTER TABLE api_token ADD COLUMN municipality_id BIGINT;
