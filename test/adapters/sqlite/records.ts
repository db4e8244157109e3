/**
 * Records as tests need them: everything filled in, only what matters named.
 */
import { CallRecord, Turn } from '../../../src/contract/index.ts';

export function aRecord(fields: Partial<Record<keyof CallRecord, unknown>> = {}): CallRecord {
  return CallRecord.parse({
    id: 'call-1',
    server: 'files',
    tool: 'read_note',
    arguments: { path: 'notes.txt' },
    result: { content: [{ type: 'text', text: 'milk and honey' }] },
    error: null,
    startedAtMs: 1,
    durationMs: 2,
    room: 'main',
    device: 'owner-1',
    approval: 'not-needed',
    ...fields,
  });
}

export function aTurn(fields: Partial<Record<keyof Turn, unknown>> = {}): Turn {
  return Turn.parse({
    id: 'turn-1',
    speaker: { kind: 'person', identity: 'owner-1', name: 'Ada' },
    text: 'hello',
    final: true,
    interrupted: false,
    via: 'voice',
    startedAtMs: 1,
    ...fields,
  });
}
