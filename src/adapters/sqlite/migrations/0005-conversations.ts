/**
 * Turns gathered in conversations, with a full-text index that can show where it found something.
 *
 * Turns from before belong to one conversation for each room and day.
 */
export const conversations = `
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    room TEXT NOT NULL,
    title TEXT NOT NULL,
    started_at_ms REAL NOT NULL,
    ended_at_ms REAL NOT NULL
  ) STRICT;
  CREATE INDEX conversations_by_time ON conversations (ended_at_ms DESC);
  CREATE INDEX conversations_by_room ON conversations (room, ended_at_ms DESC);

  ALTER TABLE turns ADD COLUMN conversation TEXT NOT NULL DEFAULT '';
  UPDATE turns SET conversation = 'before-' || room || '-' || CAST(started_at_ms / 86400000 AS INTEGER);
  CREATE INDEX turns_by_conversation ON turns (conversation, started_at_ms, number);
  INSERT INTO conversations
    SELECT conversation, room, '', min(started_at_ms), max(started_at_ms) FROM turns GROUP BY conversation, room;

  CREATE VIRTUAL TABLE turn_words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
  INSERT INTO turn_words (turn_words, rank) VALUES ('secure-delete', 1);
  INSERT INTO turn_words (rowid, text) SELECT number, json_extract(turn, '$.text') FROM turns;
  CREATE TRIGGER turns_deleted AFTER DELETE ON turns BEGIN
    DELETE FROM turn_words WHERE rowid = old.number;
  END;
`;
