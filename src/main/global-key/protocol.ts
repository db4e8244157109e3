/**
 * What the shell and its key helper say to each other over the helper's process channel.
 *
 * Always: of all keys that are pressed on this machine the helper tells of one, the chosen shortcut, and of Esc while that is held.
 */
import { z } from 'zod';
import { Shortcut } from '../../contract/index.ts';

/** From the shell: the shortcut to watch from now on. */
export const HelperOrder = z.object({ watch: Shortcut });
export type HelperOrder = z.infer<typeof HelperOrder>;

/** From the helper. `ready`: it sees the keyboard. */
export const HelperReport = z.object({ type: z.enum(['ready', 'pressed', 'released', 'cancelled']) });
export type HelperReport = z.infer<typeof HelperReport>;
