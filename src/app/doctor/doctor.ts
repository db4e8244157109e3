/**
 * Looks at this machine: what a talk and the servers need, what was found, what to do about what is missing.
 *
 * Path: `parley doctor` | Settings -> bridge `doctor.run` -> here -> one file per kind of check.
 * Always: every check answers within a few seconds and none throws; what nobody needs is no problem when it is missing.
 */
import type { LoginPath } from '../../adapters/mcp-client/login-path.ts';
import type { AppStatus, DoctorCheck, WireError } from '../../contract/index.ts';
import type { AppOptions } from '../app.ts';
import { checkKeychain, checkLiveKit, checkProfile, checkProvider } from './check-app.ts';
import { checkDataFolder, checkLoopback } from './check-machine.ts';
import { checkPrograms } from './check-programs.ts';

export interface DoctorParts {
  readonly options: AppOptions;
  readonly loginPath: LoginPath;
  /** Null when the keychain answers. */
  secretWarning(): Promise<string | null>;
  /** With the provider looked up anew. */
  status(): Promise<AppStatus>;
  /** Why no talk can start with the provider, as `status` found it. */
  providerProblem(): WireError | null;
}

/** The handler of `doctor.run`. */
export function createDoctor(parts: DoctorParts): () => Promise<DoctorCheck[]> {
  return async () => {
    const status = await parts.status();
    const checks = await Promise.all([
      checkPrograms(parts.options, parts.loginPath, status.mcp),
      checkLiveKit(parts.options, status),
      checkKeychain(parts.secretWarning),
      checkProvider(status, parts.providerProblem()),
      checkProfile(status),
      checkDataFolder(parts.options.dataDir),
      checkLoopback(),
    ]);
    return checks.flat();
  };
}
