DROP TABLE event_words;
DROP TABLE event_head;
DROP TABLE event;
