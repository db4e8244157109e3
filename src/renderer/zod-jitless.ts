/**
 * Turns off zod's code generation, which the page's security policy forbids; the entry imports this before anything that parses.
 *
 * An import with a side effect on purpose: the contract already parses while it is loaded, so a call in the entry would be too late.
 */
import { z } from 'zod';

z.config({ jitless: true });
