/**
 * The words of both sides, told to the core and published in the room.
 *
 * Path: talk-session -> here -> `agent.turnChanged` and text streams on `lk.transcription`.
 * Always: each caption is the whole text of its segment (= turn) so far; one stream per update, in order; interim ones are
 * skipped while an earlier one is still being sent. Source: the framework's ParticipantTranscriptionOutput.
 */
import type { Room } from '@livekit/rtc-node';
import type { Turn } from '../contract/index.ts';

const topic = 'lk.transcription';

export interface CaptionedTrack {
  readonly identity: string;
  readonly trackSid: string | null;
}

export class Captions {
  readonly #room: Room;
  readonly #report: (turn: Turn) => void;
  readonly #next = new Map<string, { turn: Turn; track: CaptionedTrack }>();
  #sending = false;

  constructor(room: Room, report: (turn: Turn) => void) {
    this.#room = room;
    this.#report = report;
  }

  publish(turn: Turn, track: CaptionedTrack): void {
    this.#report(turn);
    if (!turn.text) return;
    this.#next.set(turn.id, { turn, track });
    if (!this.#sending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    for (let entry = this.#take(); entry; entry = this.#take()) {
      const { turn, track } = entry;
      try {
        const attributes = attributesOf(turn, track);
        const writer = await this.#room.localParticipant?.streamText({
          topic,
          senderIdentity: track.identity,
          attributes,
        });
        await writer?.write(turn.text);
        await writer?.close();
      } catch {
        // A room that is going away takes no captions; the core has the turn already.
      }
    }
    this.#sending = false;
  }

  #take(): { turn: Turn; track: CaptionedTrack } | null {
    const first = this.#next.entries().next();
    if (first.done) return null;
    this.#next.delete(first.value[0]);
    return first.value[1];
  }
}

function attributesOf(turn: Turn, track: CaptionedTrack): Record<string, string> {
  return {
    'lk.segment_id': turn.id,
    'lk.transcription_final': String(turn.final),
    ...(track.trackSid ? { 'lk.transcribed_track_id': track.trackSid } : {}),
  };
}
