/**
 * Rooms that nobody new may join by a link, over restarts. Without a seal: whoever writes one in only keeps people out.
 */
export const lockedRooms = `
  CREATE TABLE locked_rooms (
    room TEXT PRIMARY KEY
  ) STRICT, WITHOUT ROWID;
`;
