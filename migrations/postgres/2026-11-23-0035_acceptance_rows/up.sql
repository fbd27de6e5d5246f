-- Only SQLite keeps whole rows in the nodes of a tree.
SELECT 1;
