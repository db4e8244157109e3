/**
 * What a running host leaves for other programs: `run.json` in the data folder (mode 0600), and its ready line.
 */
import { z } from 'zod';

/** `url` is the loopback origin, for example `http://127.0.0.1:41234`; `token` opens the bridge as owner. */
export const RunFile = z.object({
  pid: z.number().int(),
  url: z.url(),
  token: z.string().min(32),
  startedAtMs: z.number(),
  version: z.string(),
});
export type RunFile = z.infer<typeof RunFile>;

/** The first JSON line of `parley host --json`. */
export const ReadyLine = z.object({
  event: z.literal('ready'),
  url: z.url(),
  livekitUrl: z.string(),
  pid: z.number().int(),
});
export type ReadyLine = z.infer<typeof ReadyLine>;
