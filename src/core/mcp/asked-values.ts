/**
 * Values that a configuration leaves open, as VS Code's `${input:…}` or a variable of the environment, become references to
 * secrets which their owner is asked for. Pure.
 *
 * Path: importer.ts -> here, before keep-secrets.ts.
 */
import type { AskedSecret, ServerEntry } from '../../contract/index.ts';
import type { Hasher } from '../ports.ts';
import { secretName } from './keep-secrets.ts';

const open = /\$\{(?:input:([^}]+)|(?:env:)?([A-Za-z_][A-Za-z0-9_]*))\}/g;

/** An entry whose open values are references, and what stands for what. */
export interface AskedEntry {
  readonly entry: ServerEntry;
  readonly asked: readonly AskedSecret[];
}

/** `inputs`: what VS Code would ask for each input, by its id. */
export function askForOpenValues(
  server: string,
  entry: ServerEntry,
  inputs: ReadonlyMap<string, string>,
  hasher: Hasher,
): AskedEntry {
  const asked = new Map<string, string>();
  const fill = (text: string): string =>
    text.replace(open, (_, input: string | undefined, variable: string | undefined) => {
      const field = input ?? variable ?? '';
      const secret = secretName(server, field, hasher);
      asked.set(secret, input === undefined ? field : (inputs.get(input) ?? input));
      return `\${secret:${secret}}`;
    });
  const fillAll = (values: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fill(value)]));
  const { args, env, headers, url } = entry;
  const filled = {
    ...entry,
    ...(args ? { args: args.map(fill) } : {}),
    ...(env ? { env: fillAll(env) } : {}),
    ...(headers ? { headers: fillAll(headers) } : {}),
    ...(url === undefined ? {} : { url: fill(url) }),
  };
  return { entry: filled, asked: [...asked].map(([secret, description]) => ({ secret, description })) };
}
