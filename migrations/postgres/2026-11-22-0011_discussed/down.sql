ALTER TABLE acceptance DROP COLUMN case_number;
ALTER TABLE acceptance DROP COLUMN discussed_on;
