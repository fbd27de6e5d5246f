DROP TABLE import_layout;
