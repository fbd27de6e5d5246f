DROP TABLE region_member;
DROP TABLE region;
DROP TABLE municipality_number;
DROP TABLE municipality;
