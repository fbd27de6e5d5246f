DROP TABLE participation;
DROP TABLE project;
