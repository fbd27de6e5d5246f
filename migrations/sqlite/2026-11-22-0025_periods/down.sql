DROP TABLE year_moment;
DROP TABLE campaign;
ALTER TABLE indicator DROP COLUMN accumulation;
