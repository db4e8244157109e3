/**
 * What each server offered when it was last connected, bound to the program it was.
 */
export const serverMemories = `
  CREATE TABLE server_memories (
    server TEXT PRIMARY KEY,
    launch TEXT NOT NULL,
    memory TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
