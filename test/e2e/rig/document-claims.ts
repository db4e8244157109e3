/**
 * What each command of the documents does, by a line that it prints; for those that cannot be run in a test, why.
 */

/** What is typed where a page asks for a key. */
export const key = 'sk-of-a-document';

export type Claim =
  /** Ends with `code` (0) and prints this; `awaited`: at the latest when looked at again, within half a minute. */
  | { readonly says: RegExp; readonly code?: number; readonly awaited?: boolean }
  /** Runs until it is ended: it prints this, and SIGTERM ends it with 0. */
  | { readonly starts: RegExp }
  /** Only named there, without its arguments: there is such a command. */
  | { readonly named: true }
  | { readonly notHere: string };

/** In the order they are run: later pages look at what earlier ones did. */
export const pagesOf = (docs: readonly string[]): string[] => {
  const first = ['README.md', 'docs/user-guide.md'];
  const rest = docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  return [...first, ...rest.filter((page) => !first.includes(page)).sort(), 'CONTRIBUTING.md'];
};

const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/;
const nobodyTalks = { code: 1, says: /^Nobody is in the talk with a microphone/ } as const;

export const claims: Readonly<Record<string, Claim>> = {
  'npm start': { notHere: 'desktop' },
  'node tools/start.mjs': { notHere: 'desktop' },
  'npm start -- --headless': { starts: address },
  'npm start -- --headless --demo': { starts: address },
  'parley host': { starts: address },
  'npm test': { notHere: 'itself' },
  'npm run check': { notHere: 'part of npm test' },
  'npm run bench': { notHere: 'hours' },
  'npm run bench -- --table': { notHere: 'writes the README' },
  'npm run package': { notHere: 'minutes' },

  'npx parley --help': { says: /^Usage: parley .*\bmcp\b.*\binvite\b/s },
  'npx parley doctor': { says: /^ok +LiveKit +ready at ws:/m },
  'parley doctor': { says: /^ok +LiveKit +ready at ws:/m },
  'npx parley status': { says: /^Assistant +ready .*^Provider +.*simulated model.*^LiveKit +ready/ms },
  'npx parley ask "What is in my notes?"': { says: /files > list_directory done .*groceries/s },
  'npx parley ask "What files are in the sample folder?"': {
    says: /filesystem > list_directory done .*^In sample there are .*welcome\.txt\.$/ms,
  },
  'parley talk down': nobodyTalks,
  'parley talk up': nobodyTalks,
  'parley talk toggle': nobodyTalks,
  'parley talk cancel': nobodyTalks,

  'mkdir -p ~/notes': { says: /^$/ },
  'npx parley mcp add files -- npx -y @modelcontextprotocol/server-filesystem ~/notes': { says: /^files +\w+ .* ask/m },
  'npx parley mcp add notes --approval auto -- parley-server-filesystem ~/notes': { says: /^notes +\w+ .* auto/m },
  'npx parley mcp import ~/claude_desktop_config.json --yes': { says: /^everything2 /m },
  'npx parley mcp list': { says: /^(?:files|notes) +ready +14 /m, awaited: true },
  'npx parley mcp show notes': { says: /^Starts as "parley-server-filesystem" .*^read_file /ms },
  'npx parley mcp test notes': { says: /^Connected: era .*^Tools \(14\): read_file/ms },
  'npx parley mcp test everything': { says: /^Connected: era .*^Tools \(13\): echo/ms },
  'npx parley mcp logs notes': { says: /^Secure MCP Filesystem Server running on stdio$/m },
  'npx parley mcp logs everything': { says: /^Starting default \(STDIO\) server/m },
  'npx parley mcp restart everything': { says: /^everything restarts\.$/m },
  'npx parley mcp export': { says: /"notes": \{\s*"command": "parley-server-filesystem"/ },
  'npx parley mcp approval notes ask': { says: /^notes is set to ask\.$/m },
  'npx parley mcp approval notes allow --tool list_allowed_directories': {
    says: /^notes › list_allowed_directories is set to allow\.$/m,
  },
  'npx parley mcp call notes list_allowed_directories': { says: /^Allowed directories:\n.*\/notes$/m },
  'npx parley approvals': { says: /^Nothing waits for you\.$/m },
  'npx parley log': { says: /notes +list_allowed_directories .* done/ },
  'npx parley log --search sample': { says: /filesystem +list_directory .*sample/ },

  'npx parley invite create --role talk --uses 1 --ttl 10m': { says: /^https:\/\/\S+\/join#\w+\nfor 1 device, until / },
  'npx parley invite create --role listen --access-code': { says: /^https:.*^access code \d{6}$/ms },
  'npx parley invite list': { says: /main +listen +open +1 device.*main +talk +open +1 device/s },
  'npx parley room list': { says: /^main +0 /m },
  'npx parley room lock main': { says: /^main is locked\.$/m },
  'npx parley room unlock main': { says: /^main is open again\.$/m },
  'parley room token': { named: true },

  'npx parley settings set talk.mode push-to-talk': { says: /^talk\.mode is set\.$/m },
  'npx parley settings set talk.mode hands-free': { says: /^talk\.mode is set\.$/m },
  'npx parley settings set log.level debug': { says: /^log\.level is set\.$/m },
  'npx parley settings set log.level info': { says: /^log\.level is set\.$/m },
  'npx parley settings get': { says: /"notes": \{.*"mode": "hands-free"/s },
  'npx parley settings get share': { says: /"certificate": null,\s+"tailscale": true/ },
  'npx parley settings get livekit': { says: /"url": null,\s+"mode": "auto"/ },
  'npx parley history list': { says: /What files are in the sample folder\?/ },
  'npx parley secret set openai --stdin': { says: /^openai is kept in / },
  'npx parley secret list': { says: /^openai +(?:memory|keychain)/m },
};
