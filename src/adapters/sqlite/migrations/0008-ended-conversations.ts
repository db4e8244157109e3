/**
 * Conversations that were ended for all: a restarted host does not go on with them. Those of before go on as they did.
 */
export const endedConversations = `
  ALTER TABLE conversations ADD COLUMN is_over INTEGER NOT NULL DEFAULT 0;
`;
