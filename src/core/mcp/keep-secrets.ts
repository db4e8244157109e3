/**
 * Keys in an entry become references, so that none stands in the settings file.
 *
 * Path: importer.ts -> here; the values go to the secret store before the entry is added.
 * Always: two servers never share a secret's name by accident; what is a reference already stays one.
 * Source: REQUIREMENTS M7.
 */
import type { KeptSecret, ServerEntry } from '../../contract/index.ts';
import type { Hasher } from '../ports.ts';

/** An entry without keys, and the keys by the names that stand for them. */
export interface KeptEntry {
  readonly entry: ServerEntry;
  readonly kept: readonly (KeptSecret & { readonly value: string })[];
}

/** Words that end the name of a header, variable or option whose value is a key. */
const keyWord =
  /(?:^|[-_. ])(?:api[-_]?key|key|token|secret|password|passwd|passphrase|pass|pwd|pat|authorization|auth|cookie|credentials?|dsn)$/i;
/** Keys that are known by how they begin. */
const keyShape =
  /\b(?:sk-[\w-]{16,}|[spr]k_(?:live|test)_\w{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|AIza[\w-]{30,}|AKIA[A-Z0-9]{16}|ya29\.[\w-]{20,}|hf_\w{20,}|ntn_\w{20,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+)/;
const schemeAndKey = /^(Bearer|Basic|Token|ApiKey)\s+(\S.*)$/i;
/** Values that no key looks like: switches, numbers, paths, references. */
const noKey = /^(?:true|false|none|null|yes|no|on|off|\d{1,5}|[~./\\].*|[A-Za-z]:\\.*|.{0,3})$/i;
const reference = /\$\{secret:[^}]*\}/;
const longestName = 64;

/** `entry` with references in `env`, `headers`, `args` and the address's query. */
export function keepSecrets(server: string, entry: ServerEntry, hasher: Hasher): KeptEntry {
  const kept: (KeptSecret & { value: string })[] = [];
  const keep = (place: string, field: string, value: string): string => {
    const before = kept.find((one) => one.value === value);
    const secret = before?.secret ?? freeName(secretName(server, field, hasher), kept);
    kept.push({ secret, field: `${place}.${field}`, value });
    return `\${secret:${secret}}`;
  };
  const inValue = (place: string) => (name: string, value: string) =>
    replaceKey(name, value, (key) => keep(place, name, key));
  const { env, headers, args, url } = entry;
  const clean = {
    ...entry,
    ...(env ? { env: mapValues(env, inValue('env')) } : {}),
    ...(headers ? { headers: mapValues(headers, inValue('headers')) } : {}),
    ...(args ? { args: inArguments(args, inValue('args')) } : {}),
    ...(url !== undefined ? { url: inQuery(url, inValue('url')) } : {}),
  };
  const isFirst = (one: KeptSecret, at: number): boolean =>
    kept.findIndex(({ secret, field }) => secret === one.secret && field === one.field) === at;
  return { entry: clean, kept: kept.filter(isFirst) };
}

/** True for the names that `secretName` gives, of whichever server. */
export const isKeyOfServers = (secret: string): boolean => secret.startsWith('mcp-');

/** How the names begin that `secretName` gives for a server whose own name fits into one. */
export const keyPrefix = (server: string): string => `mcp-${server}.`;

/** `mcp-github.GITHUB_TOKEN`; names that had to be changed for it get a mark that keeps them apart. */
export function secretName(server: string, field: string, hasher: Hasher): string {
  const plainServer = server.replaceAll(/[^A-Za-z0-9._-]/g, '-');
  const plainField = field.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  const name = `${keyPrefix(plainServer)}${plainField}`;
  if (plainServer === server && plainField === field && name.length <= longestName) return name;
  const mark = `-${hasher.sha256(JSON.stringify([server, field])).slice(0, 8)}`;
  return `${name.slice(0, longestName - mark.length)}${mark}`;
}

function freeName(name: string, kept: readonly KeptSecret[]): string {
  const taken = new Set<string>(kept.map(({ secret }) => secret));
  let free = name;
  for (let number = 2; taken.has(free); number += 1)
    free = `${name.slice(0, longestName - String(number).length - 1)}-${number}`;
  return free;
}

/** The value with its key replaced, or as it is where it holds none. */
function replaceKey(name: string, value: string, keep: (key: string) => string): string {
  if (value === '' || reference.test(value)) return value;
  const [, scheme, key] = schemeAndKey.exec(value) ?? [];
  if (scheme !== undefined && key !== undefined) return `${scheme} ${keep(key)}`;
  if (keyWord.test(spaced(name)) && !noKey.test(value)) return keep(value);
  const shaped = keyShape.exec(value)?.[0];
  if (shaped !== undefined) return value.replaceAll(shaped, keep(shaped));
  const password = /^[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:([^/@\s]+)@/i.exec(value)?.[1];
  return password === undefined ? value : value.replace(`:${password}@`, () => `:${keep(password)}@`);
}

type InValue = (name: string, value: string) => string;

/** `--token=…`, `--token …`, `Authorization: Bearer …`, and keys known by their shape. */
function inArguments(args: readonly string[], inValue: InValue): string[] {
  // Words with blanks are something to say, not a key; only a header has a blank in it, after its name.
  const inWord: InValue = (name, value) =>
    /\s/.test(value) && !schemeAndKey.test(value) ? value : inValue(name, value);
  return args.map((word, at) => {
    const [, name, separator, value] = /^-{0,2}([\w.-]+)(=|:\s*)(.+)$/s.exec(word) ?? [];
    if (name !== undefined && separator !== undefined && value !== undefined && !value.startsWith('//')) {
      return word.slice(0, word.length - value.length) + inWord(name, value);
    }
    const option = /^--?([\w-]+)$/.exec(args[at - 1] ?? '')?.[1] ?? `argument-${at + 1}`;
    return word.startsWith('-') ? word : inWord(option, word);
  });
}

function inQuery(address: string, inValue: InValue): string {
  const named = address.replace(
    /([?&])([^=&#]+)=([^&#]*)/g,
    (_, sign: string, name: string, value: string) => `${sign}${name}=${inValue(name, value)}`,
  );
  return inValue('address', named);
}

function mapValues(values: Readonly<Record<string, string>>, change: InValue): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(name, value)]));
}

/** `accessToken` as `access_Token`, so that one pattern reads both. */
function spaced(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
}
