/**
 * The configuration file of the local livekit-server.
 *
 * Always: loopback only, but for media while a room is shared: then the UDP port also on the named addresses of this computer.
 * Signalling never leaves loopback. Without addresses a node address is set, which replaces every candidate; with them it must
 * not be (rtcconfig, SetNAT1To1AddressRewriteRules), and the server is lite: else it opens more ports to ask its STUN server.
 * The ICE-TCP listener ignores the bind address, so it is off. A STUN server is named that nobody runs: without one
 * livekit-server hands public ones to every client
 * (roommanager.go, iceServersForParticipant), and a local talk would be told to strangers.
 */

/** The discard port of this computer. Not the media port itself: with that one joining times out (tried). */
const closedAddress = '127.0.0.1:9';

/** Where the server listens; both on 127.0.0.1. */
export interface LiveKitPorts {
  readonly httpPort: number;
  readonly udpPort: number;
}

/** What proves that a token is ours. Fresh at each start of the host; the secret has at least 32 bytes. */
export interface LiveKitKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What the server is to do besides. */
export interface LiveKitRules {
  readonly mediaAddresses: readonly string[];
  /** Every token of ours says it too, and counts before this. */
  readonly emptyRoomTimeoutMs: number;
  /** Where it tells of who comes in. */
  readonly webhook: { readonly url: string; readonly event: string };
}

/** The file's text (JSON is YAML). */
export function toServerConfig(ports: LiveKitPorts, key: LiveKitKey, rules: LiveKitRules): string {
  const { mediaAddresses, webhook } = rules;
  const emptyRoomTimeoutSeconds = Math.max(1, Math.round(rules.emptyRoomTimeoutMs / 1000));
  return JSON.stringify({
    port: ports.httpPort,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      udp_port: ports.udpPort,
      tcp_port: 0,
      use_external_ip: false,
      enable_loopback_candidate: true,
      ...(mediaAddresses.length === 0
        ? { node_ip: '127.0.0.1', interfaces: { includes: [loopbackInterface()] } }
        : { use_ice_lite: true, ips: { includes: ['127.0.0.1', ...mediaAddresses].map(toRange) } }),
      stun_servers: [closedAddress],
    },
    // Never joined, and left again: livekit-server has a time for each.
    room: { empty_timeout: emptyRoomTimeoutSeconds, departure_timeout: emptyRoomTimeoutSeconds },
    webhook: { urls: [webhook.url], api_key: key.apiKey, filter_params: { include_events: [webhook.event] } },
    keys: { [key.apiKey]: key.apiSecret },
    logging: { level: 'info', json: true },
  });
}

const toRange = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`;

function loopbackInterface(): string {
  if (process.platform === 'linux') return 'lo';
  return process.platform === 'win32' ? 'Loopback Pseudo-Interface 1' : 'lo0';
}
