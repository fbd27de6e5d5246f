ALTER TABLE commitment ADD COLUMN sustain_until INTEGER;
