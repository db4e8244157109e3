/**
 * Which words of the owner's allow or deny a call that waits, and which are met by the question again.
 */
import { expect, test } from 'vitest';
import { spokenApproval } from '../../../src/agent/turns/spoken-approval.ts';

const said = {
  once: ['Allow it.', 'Yes, allow it!', 'OK, allow this please.', 'Ja, ich erlaube es.', 'Permítelo, por favor.'],
  deny: [
    'No.',
    'No, thanks',
    'Deny it',
    'No, please deny it',
    'Don’t allow it',
    "Don't allow it, please.",
    'Nein',
    'Não',
  ],
  unclear: [
    'Yes.',
    'OK',
    'Sure, yes',
    'Go ahead',
    'Yes, do it',
    'Approved',
    'Allow.',
    'Adelante',
    'Vas-y',
    'Pode fazer',
  ],
};

for (const [answer, texts] of Object.entries(said)) {
  test.each(texts)(`[M12] "%s" is ${answer}`, (text) => expect(spokenApproval(text)).toBe(answer));
}

test.each([
  '',
  'Allow it tomorrow',
  'They allow it there',
  'What would it write?',
  'Not allowed',
  'No idea',
  'No, allow it',
  'Don’t',
])('[M12] "%s" says something else', (text) => expect(spokenApproval(text)).toBeNull());
