ALTER TABLE commitment DROP COLUMN sustain_until;
