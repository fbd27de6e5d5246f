DROP TABLE import_file;
DROP TABLE realised_step;
DROP TABLE planned_bend;
DROP TABLE cell;
DROP TABLE series;
DROP TABLE measurement_past;
DROP TABLE measurement;
