/**
 * The environment an agent process is started with: what a program needs to run, and nothing of ours.
 *
 * Always: no key, no LiveKit setting and no `NODE_OPTIONS` is inherited; keys come over the channel. The keeper's marker is added.
 */
const passed = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
];

export function agentEnvironment(env: NodeJS.ProcessEnv, marker: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const chosen = passed.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]] as const]));
  return { ...Object.fromEntries(chosen), ...marker };
}
