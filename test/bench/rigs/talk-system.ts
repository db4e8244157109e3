/**
 * Something that talks in a room: ours or a peer, with a token for the person who talks to it.
 */
export interface TalkSystem {
  readonly name: string;
  readonly url: string;
  readonly token: string;
  /** Where turns are spoken with a key held down. */
  key?(action: 'down' | 'up'): Promise<unknown>;
  close(): Promise<void>;
}
