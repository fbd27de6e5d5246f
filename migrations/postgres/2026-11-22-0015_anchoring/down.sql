DROP TABLE competence_state;
DROP TABLE competence;
DROP TABLE anchoring_entry;
