export declare const livekitServerVersion: string;
export declare function isProgram(file: string): boolean;
export declare function livekitServerCaches(env: NodeJS.ProcessEnv, root: string): string[];
export declare function findLivekitServer(
  env: NodeJS.ProcessEnv,
  root: string,
): { file: string; source: 'PARLEY_LIVEKIT_SERVER' | 'package' | 'PATH' | 'cache' } | { missing: string } | null;
