/**
 * P1: end of speech → first agent audio in a Realtime talk, the provider's time taken out; and how often people are cut off.
 *
 * Peers: bare agents-js with the plugin's default turn detection, and with server voice activity detection at the shortest
 * silence that cuts no more than ours. All three talk to the same provider in rooms of the same livekit-server, in turn.
 */
import type { Gate, GateContext, GateResult } from '../gate.ts';
import { startBareAgent } from '../rigs/bare-agent.ts';
import { Closing } from '../rigs/closing.ts';
import { Conversation } from '../rigs/conversation.ts';
import type { TurnSample } from '../rigs/conversation.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { startParleyTalk } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import type { BenchProvider } from '../rigs/provider.ts';
import { playWhole, playWithPause, readRecordings } from '../rigs/recorded.ts';
import type { Recording } from '../rigs/recorded.ts';
import type { Utterance } from '../rigs/speech.ts';
import type { TalkSystem } from '../rigs/talk-system.ts';
import { cutsOf, toNotes, toRows } from './p1-rows.ts';
import { shortestSilence } from './p1-shortest-silence.ts';

export const pausesMs = [300, 500, 800];
const defaultRounds = 19;
const attempts = 2;
const longerByMs = 40;

export const p1: Gate = { id: 'P1', what: 'end of speech → first agent audio, and cuts', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const rounds = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const recordings = await readRecordings();
    const whole = recordings.map(playWhole);
    const begin = (starting: Promise<TalkSystem>): Promise<Conversation> =>
      talkTo(starting, provider, whole[0], closing);
    const bare = (name: string, silenceMs: number | null): Promise<Conversation> =>
      begin(startBareAgent(name, livekit, provider, silenceMs));

    const byDefault = await bare('default', null);
    const ours = await begin(startParleyTalk(livekit, provider, say)).catch((error: unknown) => toFailure(error));
    const measured = ours instanceof Error ? [byDefault] : [ours, byDefault];
    const withPauses = allWithPauses(recordings.slice(0, Math.ceil(rounds / 2)));
    say(
      `P1: ${String(withPauses.length)} utterances with a pause, to ${measured.map(({ system }) => system.name).join(' and ')}`,
    );
    const cuts = await inTurn(measured, withPauses);
    const fastest = await findFastest(
      (silenceMs) => bare('fastest', silenceMs),
      withPauses,
      cutsOf(cuts, measured[0]?.system.name ?? '') ?? 0,
      say,
    );
    cuts.push(...fastest.cuts);

    say(`P1: ${String(rounds)} whole sentences to each`);
    const list = Array.from({ length: rounds }, (_none, round) => whole[round % whole.length] as Utterance);
    const turns = await inTurn([...measured, fastest.conversation], list);
    const { silenceMs } = fastest;
    const failure = ours instanceof Error ? ours.message : null;
    const measurements = { turns, cuts, silenceMs, failure };
    return {
      id: 'P1',
      rows: toRows(measurements),
      samples: { silenceMs, cuts, turns },
      notes: toNotes(measurements, pausesMs),
    };
  } finally {
    await closing.closeAll();
  }
}

/** In the talk, after a first turn that is not measured: the first one loads and compiles what the next ones have. */
async function talkTo(
  starting: Promise<TalkSystem>,
  provider: BenchProvider,
  first: Utterance | undefined,
  closing: Closing,
): Promise<Conversation> {
  const system = await starting;
  closing.addStep(() => system.close());
  const conversation = await Conversation.begin(system, provider);
  closing.addStep(() => conversation.end());
  if (first) await conversation.turn(first);
  return conversation;
}

interface Fastest {
  readonly conversation: Conversation;
  readonly silenceMs: number;
  readonly cuts: readonly TurnSample[];
}

/** The peer at the computed silence, or a little longer where it turns out to cut more than that in a room. */
async function findFastest(
  start: (silenceMs: number) => Promise<Conversation>,
  withPauses: readonly Utterance[],
  mostCuts: number,
  say: (text: string) => void,
): Promise<Fastest> {
  let silenceMs = shortestSilence(withPauses, mostCuts);
  for (let attempt = 1; ; attempt += 1) {
    say(
      `P1: the same to server voice activity detection at ${String(silenceMs)} ms, which may cut ${(mostCuts * 100).toFixed(0)} %`,
    );
    const conversation = await start(silenceMs);
    const cuts = await inTurn([conversation], withPauses);
    if (attempt === attempts || (cutsOf(cuts, conversation.system.name) ?? 1) <= mostCuts)
      return { conversation, silenceMs, cuts };
    await conversation.end();
    silenceMs += longerByMs;
  }
}

function allWithPauses(recordings: readonly Recording[]): Utterance[] {
  return recordings.flatMap((recording) => pausesMs.map((pauseMs) => playWithPause(recording, pauseMs)));
}

/** Every utterance to every system, one after the other; who begins changes from round to round. */
async function inTurn(conversations: readonly Conversation[], utterances: readonly Utterance[]): Promise<TurnSample[]> {
  const samples: TurnSample[] = [];
  for (const [round, utterance] of utterances.entries()) {
    const first = round % conversations.length;
    for (const conversation of [...conversations.slice(first), ...conversations.slice(0, first)]) {
      samples.push(await conversation.turn(utterance));
    }
  }
  return samples;
}

const toFailure = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
