/**
 * Seals on what was granted, and the definition of each pinned tool in words. Rows of before have none, so they count no more.
 */
export const seals = `
  ALTER TABLE entry_grants ADD COLUMN seal TEXT NOT NULL DEFAULT '';
  ALTER TABLE tool_grants ADD COLUMN seal TEXT NOT NULL DEFAULT '';
  ALTER TABLE tool_pins ADD COLUMN seal TEXT NOT NULL DEFAULT '';
  ALTER TABLE tool_pins ADD COLUMN definition TEXT NOT NULL DEFAULT '';
  ALTER TABLE server_memories ADD COLUMN seal TEXT NOT NULL DEFAULT '';
`;
