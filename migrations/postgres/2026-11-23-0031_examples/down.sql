DROP TABLE example_reuse;
DROP TABLE example;
