/**
 * The full-text index of the calls with the server and the device of each: a table of its kind takes no further column, so it is
 * made anew, from the records. Of a long field the first 50,000 characters are searched, as contract/call-search.ts has it.
 */
export const searchedPlaces = `
  DROP TRIGGER calls_deleted;
  DROP TABLE call_words;
  CREATE VIRTUAL TABLE call_words USING fts5 (
    server, device, tool, arguments, result, error,
    content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO call_words (rowid, server, device, tool, arguments, result, error)
    SELECT number, server, coalesce(record ->> 'device', ''), tool,
      substr(record -> 'arguments', 1, 50000), substr(record -> 'result', 1, 50000), coalesce(record ->> 'error', '')
    FROM calls;
  CREATE TRIGGER calls_deleted AFTER DELETE ON calls BEGIN
    DELETE FROM call_words WHERE rowid = old.number;
  END;
`;
