-- The table with rowids holds the same, and every program can use it.
SELECT 1;
