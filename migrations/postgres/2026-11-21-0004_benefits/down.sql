DROP TABLE commitment;
DROP TABLE indicator;
DROP TABLE benefit;
