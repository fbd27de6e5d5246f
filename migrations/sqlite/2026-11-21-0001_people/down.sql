DROP TABLE idempotency;
DROP TABLE delegation;
DROP TABLE one_time_link;
DROP TABLE api_token;
DROP TABLE session;
DROP TABLE role_grant;
DROP TABLE person;
