/**
 * How the shared origin is opened: which certificate, under which name, on which addresses, and from where links then work.
 *
 * Path: shared-origin.ts -> here -> ports OriginCertificates, Network.
 * Always: first choice first (the user's own, Tailscale's, a public address, self-signed); a choice that does not fit is said
 * and never replaced by the next one. Source: REQUIREMENTS R7.
 */
import { AppError } from '../../contract/index.ts';
import type { Settings, ShareCertificate, ShareReach } from '../../contract/index.ts';
import type { DoorPlan, Network, OriginCertificate, OriginCertificates } from '../ports/sharing.ts';

/** What the plan is made from. */
interface PlanOptions {
  readonly settings: Settings['share'];
  readonly network: Network;
  readonly certificates: OriginCertificates;
  /** Another LiveKit carries sound wherever the page opens; the one of this computer only within its networks. */
  readonly livekitIsLocal: boolean;
  /** Nobody waits for the plan any more. */
  readonly signal: AbortSignal;
}

/** With this computer's addresses, looked up once. */
interface Ground extends PlanOptions {
  readonly own: readonly string[];
}

/** The door, and what its owner is told of it. `mediaAddresses`: where the local LiveKit opens. */
export interface OriginPlan {
  readonly door: DoorPlan;
  readonly mediaAddresses: readonly string[];
  readonly certificate: ShareCertificate;
  readonly reach: Exclude<ShareReach, 'closed'>;
}

/** @throws {AppError} share/no-network | share/certificate */
export async function planOrigin(plan: PlanOptions): Promise<OriginPlan> {
  const { settings, certificates, network } = plan;
  const options: Ground = { ...plan, own: await network.addresses() };
  if (settings.certificate !== null) {
    const own = await certificates.fromFiles(settings.certificate);
    return onNetwork(options, own, await hostOf(own, options), { kind: 'own', note: null });
  }
  const tailscale = settings.tailscale ? await certificates.fromTailscale(plan.signal) : null;
  if (tailscale) {
    const note = 'Links work on devices that are signed in to your tailnet, wherever they are.';
    const told = { kind: 'tailscale', note } as const;
    return { ...onNetwork(options, tailscale, await hostOf(tailscale, options), told), reach: 'anywhere' };
  }
  if (settings.publicUrl !== null) return behindPublicAddress(options, settings.publicUrl);
  const [first] = addressesOf(options);
  const host = settings.host ?? first ?? '';
  const selfSigned = await certificates.selfSigned([...new Set([host, ...options.own])]);
  const note =
    'This certificate is made by Parley itself: browsers warn before they open the page, and iPhones refuse to join. ' +
    'For those, use Tailscale, a certificate of your own, or a public address.';
  return onNetwork(options, selfSigned, host, { kind: 'self-signed', note });
}

function onNetwork(options: Ground, certificate: OriginCertificate, host: string, told: ShareCertificate): OriginPlan {
  const addresses = addressesOf(options);
  return {
    door: { addresses, port: options.settings.port, certificate, host, publicOrigin: null },
    mediaAddresses: addresses,
    certificate: told,
    reach: 'network',
  };
}

/** TLS ends at the user's tunnel or proxy, which passes on to this computer's loopback. */
function behindPublicAddress({ settings, own, livekitIsLocal }: Ground, publicUrl: string): OriginPlan {
  const { origin, hostname } = new URL(publicUrl);
  const door = {
    addresses: ['127.0.0.1'],
    port: settings.port,
    certificate: null,
    host: hostname,
    publicOrigin: origin,
  };
  return { door, mediaAddresses: own, ...toldBehind(origin, settings.port, livekitIsLocal) };
}

function toldBehind(
  publicOrigin: string,
  port: number,
  livekitIsLocal: boolean,
): Pick<OriginPlan, 'certificate' | 'reach'> {
  const pass = `Your tunnel or proxy must pass ${publicOrigin} on to http://127.0.0.1:${port}.`;
  if (!livekitIsLocal) return { certificate: { kind: 'public', note: pass }, reach: 'anywhere' };
  const note = `${pass} The page opens anywhere; sound reaches only this network, unless talks run in LiveKit Cloud.`;
  return { certificate: { kind: 'public', note }, reach: 'network' };
}

/** The same plan, as it is to be told now that talks run there. */
export function afterMove(plan: OriginPlan, livekitIsLocal: boolean): OriginPlan {
  const { publicOrigin, port } = plan.door;
  return publicOrigin === null ? plan : { ...plan, ...toldBehind(publicOrigin, port, livekitIsLocal) };
}

/** All of this computer's addresses; the one that `share.host` names where it names one. @throws {AppError} share/no-network */
function addressesOf({ settings, own }: Ground): readonly string[] {
  if (settings.host !== null && own.includes(settings.host)) return [settings.host];
  if (own.length > 0) return own;
  throw new AppError(
    'share/no-network',
    'This computer is in no network, so no other device can open a link. Connect it, then make the link again.',
  );
}

/** The host in links: it must be in the certificate and lead here. @throws {AppError} share/certificate */
async function hostOf(certificate: OriginCertificate, { settings, network, own }: Ground): Promise<string> {
  const { names } = certificate;
  const listed = names.join(', ') || 'no name at all';
  if (settings.host !== null) {
    if (names.some((name) => covers(name, settings.host ?? ''))) return settings.host;
    throw new AppError(
      'share/certificate',
      `The certificate is for ${listed}, not for ${settings.host}, which share.host names: change one of the two.`,
    );
  }
  const address = own.find((one) => names.includes(one));
  if (address !== undefined) return address;
  for (const name of names.filter((candidate) => !candidate.startsWith('*.'))) {
    const resolved = await network.resolve(name);
    if (resolved.some((one) => own.includes(one))) return name;
  }
  throw new AppError(
    'share/certificate',
    `The certificate is for ${listed}, which does not lead to this computer (${own.join(', ')}): set share.host to a name it covers, or use another certificate.`,
  );
}

/** A wildcard stands for exactly one label (RFC 6125 §6.4.3). */
function covers(name: string, host: string): boolean {
  const wanted = host.toLowerCase();
  if (!name.startsWith('*.')) return name.toLowerCase() === wanted;
  const dot = wanted.indexOf('.');
  return dot > 0 && wanted.slice(dot) === name.slice(1).toLowerCase();
}
