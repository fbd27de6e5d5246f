DROP TABLE conformity;
DROP TABLE common_item;
