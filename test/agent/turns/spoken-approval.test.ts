/**
 * Which words of the owner's allow or deny a call that waits.
 */
import { expect, test } from 'vitest';
import { spokenApproval } from '../../../src/agent/turns/spoken-approval.ts';

test.each([
  'Allow it.',
  'Yes, allow it!',
  'OK, go ahead please.',
  'Ja, ich erlaube es.',
  'Permítelo, por favor.',
  'Vas-y',
])('[M12] "%s" allows a call once', (text) => expect(spokenApproval(text)).toBe('once'));

test.each(['No.', 'Deny it', 'No, please deny it', 'Don’t allow it', "Don't allow it, please.", 'Nein', 'Não permita'])(
  '[M12] "%s" denies it',
  (text) => expect(spokenApproval(text)).toBe('deny'),
);

test.each([
  '',
  'Yes.',
  'OK',
  'Sure, yes',
  'Allow it tomorrow',
  'They allow it there',
  'What would it write?',
  'Not allowed',
  'No idea',
  'No, allow it',
])('[M12] "%s" is no answer to it', (text) => expect(spokenApproval(text)).toBeNull());
