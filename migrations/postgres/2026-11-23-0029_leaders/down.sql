DROP TABLE headline;
