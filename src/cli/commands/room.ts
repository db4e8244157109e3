/**
 * `parley room …`: rooms, who is in them, tokens for them.
 */
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { TokenRole } from '../../contract/rooms.ts';
import type { Bridge } from '../../contract/bridge.ts';
import type { CommandLine } from '../command-line.ts';
import { globalOptions } from '../global-options.ts';
import { lockedRooms } from '../locked-rooms.ts';
import { parseDuration } from '../parse-arguments.ts';
import { toTable, toTime } from '../table.ts';

export function addRoomCommands(program: Command, line: CommandLine): void {
  const room = program.command('room').description('rooms, participants and tokens');
  addListCommand(room, line);
  addCreateCommand(room, line);
  addShowCommand(room, line);
  addDeleteCommand(room, line);
  addRemoveCommand(room, line);
  addTokenCommand(room, line);
  addLockCommands(room, line);
  addEndCommand(room, line);
}

async function open(command: Command, line: CommandLine): Promise<{ bridge: Bridge; json: boolean }> {
  const globals = globalOptions(command, line);
  const { bridge } = await line.connect(globals, { host: 'needed' });
  return { bridge, json: globals.json };
}

function addListCommand(room: Command, line: CommandLine): void {
  room
    .command('list')
    .description('list the rooms')
    .action(async (_options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const [known, locked] = await Promise.all([bridge.invoke('rooms.list', undefined), lockedRooms(bridge)]);
      const rooms = known.map((one) => ({ ...one, locked: locked.includes(one.name) }));
      const rows = rooms.map((one) => [
        one.name,
        String(one.participants),
        toTime(one.createdAtMs),
        one.locked ? 'locked' : 'open',
      ]);
      const head = ['ROOM', 'PARTICIPANTS', 'SINCE', 'LINKS'];
      if (json) line.printJson(rooms);
      else line.print(rows.length === 0 ? 'No room is open.' : toTable(head, rows));
    });
}

function addCreateCommand(room: Command, line: CommandLine): void {
  room
    .command('create')
    .description('create a room')
    .argument('<name>', 'its name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const created = await bridge.invoke('rooms.create', { room: name });
      if (json) line.printJson(created);
      else line.print(`${created.name} is open.`);
    });
}

function addShowCommand(room: Command, line: CommandLine): void {
  room
    .command('show')
    .description('show who is in a room')
    .argument('<room>', 'its name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      const people = await bridge.invoke('rooms.show', { room: name });
      const rows = people.map((one) => [
        one.identity,
        one.name,
        one.kind,
        one.publishing ? 'speaks' : 'listens',
        toTime(one.joinedAtMs),
      ]);
      if (json) line.printJson(people);
      else
        line.print(
          rows.length === 0 ? 'Nobody is there.' : toTable(['IDENTITY', 'NAME', 'KIND', 'SOUND', 'SINCE'], rows),
        );
    });
}

function addDeleteCommand(room: Command, line: CommandLine): void {
  room
    .command('delete')
    .description('close a room; everybody in it is disconnected')
    .argument('<name>', 'its name')
    .action(async (name: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      await bridge.invoke('rooms.delete', { room: name });
      if (json) line.printJson({ room: name });
      else line.print(`${name} is closed.`);
    });
}

function addRemoveCommand(room: Command, line: CommandLine): void {
  room
    .command('remove')
    .description('remove a participant; only a new token or link lets it in again')
    .addArgument(new Argument('<room>'))
    .addArgument(new Argument('<identity>'))
    .action(async (name: string, identity: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      await bridge.invoke('rooms.removeParticipant', { room: name, identity });
      if (json) line.printJson({ room: name, identity });
      else line.print(`${identity} is removed.`);
    });
}

function addTokenCommand(room: Command, line: CommandLine): void {
  room
    .command('token')
    .description('mint a token with which any LiveKit client can join')
    .argument('<room>', 'the room it opens')
    .argument('<identity>', 'who joins; not beginning with agent- or owner-')
    .addOption(new Option('--role <role>', 'what its holder may do').choices(TokenRole.options).default('talk'))
    .option('--ttl <duration>', 'how long it can be used to join, for example 90s or 10m', parseDuration, 600_000)
    .action(async (name: string, identity: string, options: { role: string; ttl: number }, command: Command) => {
      const { bridge, json } = await open(command, line);
      const role = TokenRole.parse(options.role);
      const minted = await bridge.invoke('rooms.mintToken', { room: name, identity, role, ttlMs: options.ttl });
      if (json) line.printJson(minted);
      else
        line.print(
          `${minted.livekitUrl}\n${minted.token}\nfor ${identity} in ${minted.room}, until ${toTime(minted.expiresAtMs)}`,
        );
    });
}

function addLockCommands(room: Command, line: CommandLine): void {
  const words = {
    lock: 'let nobody new in by a link until it is unlocked',
    unlock: 'let devices in by links again',
  } as const;
  for (const [name, description] of Object.entries(words)) {
    room
      .command(name)
      .description(description)
      .argument('<room>', 'its name')
      .action(async (asked: string, _options: unknown, command: Command) => {
        const { bridge, json } = await open(command, line);
        const locked = name === 'lock';
        await bridge.invoke('share.setLocked', { room: asked, locked });
        if (json) line.printJson({ room: asked, locked });
        else line.print(locked ? `${asked} is locked.` : `${asked} is open again.`);
      });
  }
}

function addEndCommand(room: Command, line: CommandLine): void {
  room
    .command('end')
    .description('end the talk for everybody: withdraw its links and close the room')
    .argument('<room>', 'its name')
    .action(async (asked: string, _options: unknown, command: Command) => {
      const { bridge, json } = await open(command, line);
      await bridge.invoke('share.endTalk', { room: asked });
      if (json) line.printJson({ room: asked, ended: true });
      else line.print(`The talk in ${asked} has ended for everybody.`);
    });
}
