DROP TABLE reminder;
DROP TABLE digest;
