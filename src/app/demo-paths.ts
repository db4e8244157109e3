/**
 * What the demo starts: two public MCP servers from our own packages, one of them on the sample folder.
 */
import path from 'node:path';
import type { DemoPaths } from '../core/status/demo.ts';
import type { Programs } from './app.ts';

/** `sampleFolder` lies in the profile's data folder. */
export function findDemoPaths(programs: Programs, sampleFolder: string): DemoPaths {
  const script = (name: string): string =>
    path.join(programs.npmRoot, 'node_modules', '@modelcontextprotocol', name, 'dist', 'index.js');
  return {
    sampleFolder,
    servers: {
      filesystem: { command: programs.node, args: [script('server-filesystem'), sampleFolder], approval: 'auto' },
      everything: { command: programs.node, args: [script('server-everything'), 'stdio'], approval: 'auto' },
    },
  };
}
