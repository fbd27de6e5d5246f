DROP TABLE support_entry;
