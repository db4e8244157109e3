/**
 * What became of each call as a column, so that the log can be narrowed by it. The rules are `callOutcome`'s in the contract.
 */
export const callOutcomes = `
  ALTER TABLE calls ADD COLUMN outcome TEXT NOT NULL DEFAULT 'done';
  UPDATE calls SET outcome = CASE
    WHEN record ->> 'approval' IN ('denied', 'refused-by-policy') THEN 'denied'
    WHEN record ->> 'approval' = 'expired' THEN 'expired'
    WHEN record ->> 'error' IS NOT NULL THEN 'failed'
    WHEN record -> 'result' -> 'isError' = 'true' THEN 'toolError'
    ELSE 'done' END;
  CREATE INDEX calls_by_outcome ON calls (outcome, started_at_ms DESC, number DESC);
`;
