/**
 * Links that were shared: the hash of each code, and what its link allows (JSON), under a seal.
 */
export const invites = `
  CREATE TABLE invites (
    code_hash TEXT PRIMARY KEY,
    created_at_ms REAL NOT NULL,
    invite TEXT NOT NULL,
    seal TEXT NOT NULL
  ) STRICT;
`;
