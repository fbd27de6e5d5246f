ALTER TABLE acceptance DROP COLUMN owners;
