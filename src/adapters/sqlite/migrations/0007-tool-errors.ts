/**
 * Calls whose tool answered with an error: the record holds its words as the error, too, so 0006 took them for failed ones.
 */
export const toolErrors = `
  UPDATE calls SET outcome = 'toolError' WHERE outcome = 'failed' AND record -> 'result' -> 'isError' = 'true';
`;
