DROP TABLE import_file;
DROP TABLE cell;
DROP TABLE series;
DROP TABLE measurement_past;
DROP TABLE measurement;
