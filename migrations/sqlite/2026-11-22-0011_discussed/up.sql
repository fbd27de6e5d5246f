ALTER TABLE acceptance ADD COLUMN discussed_on INTEGER;
ALTER TABLE acceptance ADD COLUMN case_number TEXT NOT NULL DEFAULT '';
