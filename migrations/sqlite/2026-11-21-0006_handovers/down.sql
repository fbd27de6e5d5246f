DROP TABLE clarification;
DROP TABLE acceptance;
DROP TABLE readiness_tick;
DROP TABLE handover;
