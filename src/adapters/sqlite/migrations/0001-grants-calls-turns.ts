/**
 * Grants, the tool-call log with its full-text index, and conversations.
 */
export const grantsCallsTurns = `
  CREATE TABLE entry_grants (
    server TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    approved_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE tool_grants (
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    approval TEXT NOT NULL,
    PRIMARY KEY (server, tool)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE tool_pins (
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (server, tool)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE calls (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    server TEXT NOT NULL,
    tool TEXT NOT NULL,
    started_at_ms REAL NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX calls_by_time ON calls (started_at_ms DESC, number DESC);
  CREATE INDEX calls_by_server ON calls (server, started_at_ms DESC, number DESC);

  CREATE VIRTUAL TABLE call_words USING fts5 (
    tool, arguments, result, error,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER calls_deleted AFTER DELETE ON calls BEGIN
    DELETE FROM call_words WHERE rowid = old.number;
  END;

  CREATE TABLE turns (
    number INTEGER PRIMARY KEY,
    room TEXT NOT NULL,
    id TEXT NOT NULL,
    started_at_ms REAL NOT NULL,
    turn TEXT NOT NULL,
    UNIQUE (room, id)
  ) STRICT;
  CREATE INDEX turns_by_time ON turns (room, started_at_ms DESC, number DESC);
`;
