ALTER TABLE acceptance DROP COLUMN adjustments;
