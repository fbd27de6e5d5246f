ALTER TABLE api_token DROP COLUMN municipality_id;
ALTER TABLE api_token DROP COLUMN region_id;
