/**
 * The configuration file of the local livekit-server.
 *
 * Always: loopback only. The ICE-TCP listener ignores the bind address, so it is off; media uses one UDP port on the
 * loopback interface. A STUN server is named that nobody runs: without one livekit-server hands public ones to every client
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

/** The file's text (JSON is YAML). */
export function toServerConfig(ports: LiveKitPorts, key: LiveKitKey): string {
  return JSON.stringify({
    port: ports.httpPort,
    bind_addresses: ['127.0.0.1'],
    rtc: {
      udp_port: ports.udpPort,
      tcp_port: 0,
      node_ip: '127.0.0.1',
      use_external_ip: false,
      enable_loopback_candidate: true,
      interfaces: { includes: [loopbackInterface()] },
      stun_servers: [closedAddress],
    },
    keys: { [key.apiKey]: key.apiSecret },
    logging: { level: 'info', json: true },
  });
}

function loopbackInterface(): string {
  if (process.platform === 'linux') return 'lo';
  return process.platform === 'win32' ? 'Loopback Pseudo-Interface 1' : 'lo0';
}
