DROP TABLE change_step;
