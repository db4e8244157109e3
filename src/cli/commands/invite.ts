/**
 * `parley invite …`: links by which other devices join.
 */
import { Option } from 'commander';
import type { Command } from 'commander';
import { ShareRole } from '../../contract/share.ts';
import type { InviteView } from '../../contract/share.ts';
import type { Bridge } from '../../contract/bridge.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { lockedRooms } from '../locked-rooms.ts';
import { parseCount, parseDuration } from '../parse-arguments.ts';
import { toTable, toTime } from '../table.ts';

export function addInviteCommands(program: Command, line: CommandLine): void {
  const invite = program.command('invite').description('links by which other devices join');
  addCreateCommand(invite, line);
  addListCommand(invite, line);
  addRevokeCommand(invite, line);
}

interface CreateOptions {
  readonly room?: string;
  readonly role: string;
  readonly uses: number | null;
  readonly ttl: number;
  readonly accessCode: boolean;
}

async function open(command: Command, line: CommandLine): Promise<{ bridge: Bridge; json: boolean }> {
  const globals = globalOptions(command, line);
  const { bridge } = await line.connect(globals, { host: 'needed' });
  return { bridge, json: globals.json };
}

const parseUses = (text: string): number | null => (text === 'any' ? null : parseCount(text));

function addCreateCommand(invite: Command, line: CommandLine): void {
  invite
    .command('create')
    .description('make a link; while it is open, Parley can be reached from this network')
    .option('--room <room>', 'the room it opens (default: main)')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(ShareRole.options).default('talk'))
    .option('--uses <number>', 'how many devices may come by it; "any" for as many as want', parseUses, 1)
    .option('--ttl <duration>', 'how long it can be used, for example 90s or 10m', parseDuration, 600_000)
    .option('--access-code', 'also ask for a code of six digits, to be told by another way', false)
    .action(async ({ room, role, uses, ttl, accessCode }: CreateOptions, command: Command) => {
      const { bridge, json } = await open(command, line);
      const made = await bridge.invoke('share.createInvite', {
        ...(room === undefined ? {} : { room }),
        role: ShareRole.parse(role),
        uses,
        ttlMs: ttl,
        accessCode,
      });
      const { url, code, expiresAtMs } = made;
      const asked = made.accessCode === null ? {} : { accessCode: made.accessCode };
      if (json) line.printJson({ url, code, expiresAtMs, ...asked });
      else {
        line.print(`${url ?? ''}\nfor ${usesOf(made)}, until ${toTime(expiresAtMs)}`);
        if (made.accessCode !== null) line.print(`access code ${made.accessCode}`);
        if ((await lockedRooms(bridge)).includes(made.room))
          line.print(
            `${made.room} is locked: nobody comes in by this link before you run "parley room unlock ${made.room}".`,
          );
      }
    });
}

function addListCommand(invite: Command, line: CommandLine): void {
  invite
    .command('list')
    .description('list the links and who came by them')
    .action(async (_options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const [invites, locked] = await Promise.all([bridge.invoke('share.listInvites', undefined), lockedRooms(bridge)]);
      const rows = invites.map((one) => [
        one.code,
        one.room,
        one.role,
        one.state === 'open' && locked.includes(one.room) ? 'room locked' : one.state,
        usesOf(one),
        toTime(one.expiresAtMs),
        one.devices.map(({ name }) => name).join(', '),
      ]);
      const head = ['CODE', 'ROOM', 'ROLE', 'STATE', 'LEFT', 'UNTIL', 'HERE'];
      if (json) line.printJson(invites);
      else line.print(rows.length === 0 ? 'There is no link.' : toTable(head, rows));
    });
}

function addRevokeCommand(invite: Command, line: CommandLine): void {
  invite
    .command('revoke')
    .description('withdraw a link and put out who came by it')
    .argument('<code>', 'its code, or the whole link')
    .action(async (code: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const withdrawn = await bridge.invoke('share.revokeInvite', { code });
      if (json) line.printJson(withdrawn);
      else line.print('The link is withdrawn; nobody who came by it is in the room any more.');
    });
}

const usesOf = ({ usesLeft }: InviteView): string =>
  usesLeft === null ? 'any number of devices' : usesLeft === 1 ? '1 device' : `${usesLeft} devices`;
