/**
 * How a device that came by a link is called. Pure.
 *
 * Path: share.ts, when a link is redeemed -> here. What others see beside the device's words, and the model hears.
 * Always: one visible line, and no guest is called as the owner or the assistant is.
 */
import type { Role } from '../../contract/index.ts';

/** What the window calls its owner. */
const ownersNames = ['You', 'Owner', 'The owner'];
/** The product's own name, whatever the assistant is called. */
const product = 'Parley';

/** `given` by the device; `assistant` is what the assistant is called now. */
export function shownName(given: string, role: Role, assistant: string): string {
  const name = given
    .replace(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\s]+/gu, ' ')
    .trim()
    .slice(0, 64);
  if (role === 'owner') return name || 'You';
  const taken = [...ownersNames, product, assistant].map(folded);
  return taken.includes(folded(name)) && name !== '' ? `${name} (guest)` : name || 'Guest';
}

/** Alike for names that a glance does not tell apart: case, width, marks and accents left out. */
const folded = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
