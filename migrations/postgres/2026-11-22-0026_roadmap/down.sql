DROP TABLE roadmap_version;
ALTER TABLE project DROP COLUMN phases;
