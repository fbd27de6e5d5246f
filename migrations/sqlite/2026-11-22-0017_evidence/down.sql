ALTER TABLE change_step DROP COLUMN evidence;
