/**
 * The MCP servers that come with Parley, by the command an entry names them with.
 *
 * Always: the command is a name and no path, so that an entry stays as it was approved wherever the app lies, or moves with an
 * update; it is found at each start, before any program on the PATH, and needs no Node.js on the machine.
 */
export const ownServers = { everything: 'parley-server-everything', filesystem: 'parley-server-filesystem' } as const;
