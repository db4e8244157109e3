/**
 * Links as their rows lie in the database, each under a seal, and the rooms that are locked, under none.
 *
 * Path: sqlite-database -> here -> its thread. Always: a row without the right seal was not written by this Parley, so it lets
 * nobody in; a lock that somebody else wrote only keeps people out.
 */
import { RoomName } from '../../contract/index.ts';
import type { InviteRecord, InviteStore } from '../../core/ports/sharing.ts';
import type { SealedOptions } from './sealed-grants.ts';

export function createInvites({ seal, run }: SealedOptions): InviteStore {
  const sign = (invite: string): Promise<string> => seal.sign(JSON.stringify(['invite', invite]));
  return {
    loadInvites: async () => {
      const rows = await run('loadInvites', null);
      const read = rows.map(async (row) => (row.seal === (await sign(row.invite)) ? [parseInvite(row.invite)] : []));
      return (await Promise.all(read)).flat();
    },
    saveInvite: async (record) => {
      const invite = JSON.stringify(record);
      const { codeHash, createdAtMs } = record;
      await run('saveInvite', { codeHash, createdAtMs, invite, seal: await sign(invite) });
    },
    forgetInvite: async (codeHash) => void (await run('forgetInvite', { codeHash })),
    loadLocked: async () => (await run('lockedRooms', null)).flatMap((room) => RoomName.safeParse(room).data ?? []),
    saveLocked: async (room, isLocked) => void (await run('setLocked', { room, isLocked })),
  };
}

/** Those who were put out came into the record later. */
function parseInvite(text: string): InviteRecord {
  const invite = JSON.parse(text) as Omit<InviteRecord, 'putOut'> & Partial<Pick<InviteRecord, 'putOut'>>;
  return { ...invite, putOut: invite.putOut ?? [] };
}
