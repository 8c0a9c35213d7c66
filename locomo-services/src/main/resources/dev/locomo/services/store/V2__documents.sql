-- Read by SQLite and PostgreSQL alike. The conversation as a document: an element of LoCoMo's file, with
-- its sessions, questions, event summaries, observations and session summaries; null until the data
-- set was at hand.
ALTER TABLE conversations ADD COLUMN document TEXT;
