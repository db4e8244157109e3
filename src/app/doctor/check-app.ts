/**
 * What the app itself knows of its needs: LiveKit, keychain, the provider's key.
 */
import { findLivekitServer } from '../../adapters/livekit-server/find-program.mjs';
import type { AppStatus, DoctorCheck, WireError } from '../../contract/index.ts';
import type { AppOptions } from '../app.ts';

export function checkLiveKit(options: AppOptions, { livekit }: AppStatus): DoctorCheck {
  const name = 'LiveKit';
  if (livekit.state === 'ready')
    return { name, ok: true, found: `ready at ${livekit.url ?? 'its address'}`, advice: null };
  if (livekit.state === 'failed') {
    const advice =
      'Restart Parley; if it stays so, name another LiveKit with "parley settings set livekit.url wss://…".';
    return { name, ok: false, found: livekit.cause?.message ?? 'failed', advice };
  }
  const program = findLivekitServer(options.environment, options.programs.npmRoot);
  if (program === null || 'missing' in program) {
    const found = program === null ? 'livekit-server is not there yet' : `${program.missing} is not there`;
    return { name, ok: false, found, advice: 'Run "npm start" once: it builds the local server.' };
  }
  return { name, ok: true, found: `${livekit.state}; ${program.file} (${program.source})`, advice: null };
}

export async function checkKeychain(secretWarning: () => Promise<string | null>): Promise<DoctorCheck> {
  const name = 'Keychain';
  const warning = await secretWarning().catch(() => 'The keychain could not be asked.');
  const advice =
    'Until then a key is forgotten at each end (OPENAI_API_KEY in the environment works, too), and approvals are protected by the rights of a file only.';
  return warning === null
    ? { name, ok: true, found: 'answers', advice: null }
    : { name, ok: false, found: warning, advice };
}

/** `problem`: why no talk can start with it; of its own words only where more is wrong than that there is no key. */
export function checkProvider({ provider }: AppStatus, problem: WireError | null): DoctorCheck {
  const name = 'Provider key';
  if (provider.simulated) return { name, ok: true, found: 'not needed: the model is simulated', advice: null };
  if (provider.configured) return { name, ok: true, found: `from ${provider.source ?? 'the settings'}`, advice: null };
  if (problem && problem.code !== 'provider/no-key') return { name, ok: false, found: problem.message, advice: null };
  const advice = 'Store one with "parley secret set openai --stdin", or try it without: "parley host --demo".';
  return { name, ok: false, found: 'none', advice };
}

/** Settings and database of this profile; the keychain has a check of its own. */
export function checkProfile({ problems }: AppStatus): DoctorCheck {
  const name = 'Settings and data';
  const problem = problems.find(({ code }) => code !== 'secrets/keychain-unavailable');
  if (!problem) return { name, ok: true, found: 'readable', advice: null };
  return {
    name,
    ok: false,
    found: problem.message,
    advice: 'The old file is kept; what was good in it can be copied back.',
  };
}
