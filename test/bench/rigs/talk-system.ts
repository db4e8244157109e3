/**
 * Something that talks in a room: ours or a peer, with a token for the person who talks to it.
 */
export interface TalkSystem {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}
