/**
 * Fills `${secret:NAME}` in an entry from the secret store.
 *
 * Path: server.ts -> here -> port SecretStore; the result goes to the connector and nowhere else.
 */
import { AppError } from '../../contract/index.ts';
import type { ServerEntry } from '../../contract/index.ts';
import type { SecretStore } from '../ports.ts';

const reference = /\$\{secret:([A-Za-z0-9._-]{1,64})\}/g;

/** The secrets that are referred to anywhere in `value`. */
export const secretsNamedIn = (value: unknown): ReadonlySet<string> =>
  new Set([...JSON.stringify(value).matchAll(reference)].map((match) => match[1] ?? ''));

/** The entry with every reference in `args`, `env`, `url` and `headers` filled. @throws {AppError} secrets/not-found */
export async function resolveSecrets(entry: ServerEntry, secrets: SecretStore): Promise<ServerEntry> {
  const names = secretsNamedIn(entry);
  if (names.size === 0) return entry;
  const values = new Map<string, string>();
  for (const name of names) {
    const value = await secrets.get(name);
    if (value === null) {
      throw new AppError(
        'secrets/not-found',
        `The secret "${name}" is not stored. Run "parley secret set ${name} --stdin", or edit the server and type the key there.`,
      );
    }
    values.set(name, value);
  }
  const fill = (text: string): string => text.replaceAll(reference, (whole, name: string) => values.get(name) ?? whole);
  const fillAll = (record: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fill(value)]));
  return {
    ...entry,
    ...(entry.args ? { args: entry.args.map(fill) } : {}),
    ...(entry.env ? { env: fillAll(entry.env) } : {}),
    ...(entry.url !== undefined ? { url: fill(entry.url) } : {}),
    ...(entry.headers ? { headers: fillAll(entry.headers) } : {}),
  };
}
