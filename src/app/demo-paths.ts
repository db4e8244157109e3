/**
 * What the demo starts: the two servers that come with Parley, one of them on the sample folder.
 */
import { ownServers } from '../contract/own-servers.ts';
import type { DemoPaths } from '../core/status/demo.ts';

/** `sampleFolder` lies in the profile's data folder. */
export const findDemoPaths = (sampleFolder: string): DemoPaths => ({
  sampleFolder,
  servers: {
    filesystem: { command: ownServers.filesystem, args: [sampleFolder], approval: 'auto' },
    everything: { command: ownServers.everything, args: ['stdio'], approval: 'auto' },
  },
});
