/**
 * Which requests are meant for the shared origin, from what they say of themselves.
 *
 * Path: origin server -> here. Pure.
 * Always: a foreign Host (DNS rebinding) or Origin (another web page) is refused before anything else is looked at.
 * Source: FAULTS S15.
 */
import type { DoorPlan } from '../../app/app.ts';

/** Under which names the open origin answers. */
export interface OriginNames {
  /** Values of the Host header, lower case. */
  readonly hosts: readonly string[];
  /** The one origin of all visitors where TLS ends elsewhere; else each visitor's is `https://` and its Host. */
  readonly publicOrigin: string | null;
}

/** The names of a plan that listens on `port`. */
export function namesOf(plan: DoorPlan, port: number): OriginNames {
  if (plan.publicOrigin !== null) {
    const { host } = new URL(plan.publicOrigin);
    return { hosts: [host, `127.0.0.1:${port}`, `localhost:${port}`], publicOrigin: plan.publicOrigin };
  }
  const names = [plan.host, ...plan.addresses].map((name) => name.toLowerCase());
  const hosts = [...new Set(names)].flatMap((name) => (port === 443 ? [name, `${name}:443`] : [`${name}:${port}`]));
  return { hosts, publicOrigin: null };
}

/** The origin by which this visitor came, or null for one that is not meant for us. */
export function originOf(
  facts: { readonly host: string | undefined; readonly origin: string | undefined },
  names: OriginNames,
): string | null {
  const host = facts.host?.toLowerCase();
  if (host === undefined || !names.hosts.includes(host)) return null;
  const ours = names.publicOrigin ?? `https://${host.replace(/:443$/, '')}`;
  return facts.origin === undefined || facts.origin === ours ? ours : null;
}

/** Sent with a 403. */
export const foreign = 'Parley answers only at the address of its link, and no other web pages.';
