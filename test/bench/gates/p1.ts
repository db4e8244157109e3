/**
 * P1: end of speech → first agent audio in a Realtime talk, the provider's time taken out; and how often people are cut off.
 *
 * Peers: bare agents-js with the plugin's default turn detection, and with server voice activity detection at the shortest
 * silence that cuts no more than ours. All three talk to the same provider in rooms of the same livekit-server, in turn.
 */
import { createVoice } from '../../../src/demo/speaking/voice.ts';
import type { Voice } from '../../../src/demo/speaking/voice.ts';
import type { Gate, GateContext, GateResult } from '../gate.ts';
import { startBareAgent } from '../rigs/bare-agent.ts';
import { Closing } from '../rigs/closing.ts';
import { Conversation } from '../rigs/conversation.ts';
import type { TurnSample } from '../rigs/conversation.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { startParleyTalk } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import { sayWhole, sayWithPause, sentences } from '../rigs/speech.ts';
import type { Utterance } from '../rigs/speech.ts';
import type { TalkSystem } from '../rigs/talk-system.ts';
import { share } from '../statistics.ts';
import { toNotes, toRows } from './p1-rows.ts';
import { shortestSilence } from './p1-shortest-silence.ts';

export const pausesMs = [300, 500, 800];
const defaultRounds = 15;

export const p1: Gate = { id: 'P1', what: 'end of speech → first agent audio, and cuts', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const rounds = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const voice = closing.add(await createVoice());
    const begin = async (starting: Promise<TalkSystem>): Promise<Conversation> => {
      const system = await starting;
      const conversation = await Conversation.begin(system, provider).catch(async (error: unknown) => {
        await system.close();
        throw error;
      });
      closing.addStep(() => conversation.end());
      return conversation;
    };
    const byDefault = await begin(startBareAgent('default', livekit, provider, null));
    const ours = await begin(startParleyTalk(livekit, provider)).catch((error: unknown) => toFailure(error));
    const measured = ours instanceof Error ? [byDefault] : [ours, byDefault];

    const withPauses = await sayAllWithPauses(voice, Math.min(sentences.length, Math.ceil(rounds / 4)));
    say(`P1: ${String(withPauses.length)} sentences with a pause, to ${measured.map(({ system }) => system.name).join(' and ')}`);
    const cuts = await inTurn(measured, withPauses);
    const most = cutsOf(cuts, ours instanceof Error ? 'default' : 'parley');
    const silenceMs = shortestSilence(withPauses, most);
    const fastest = await begin(startBareAgent('fastest', livekit, provider, silenceMs));
    say(`P1: the same to server voice activity detection at ${String(silenceMs)} ms, which should cut at most ${(most * 100).toFixed(0)} %`);
    cuts.push(...(await inTurn([fastest], withPauses)));

    say(`P1: ${String(rounds)} whole sentences to each`);
    const whole = await Promise.all(sentences.map((sentence) => sayWhole(voice, sentence)));
    const list = Array.from({ length: rounds }, (_none, round) => whole[round % whole.length] as Utterance);
    const turns = await inTurn([...measured, fastest], list);
    const failure = ours instanceof Error ? ours.message : null;
    return { id: 'P1', rows: toRows({ turns, cuts, silenceMs, failure }), samples: { silenceMs, cuts, turns }, notes: toNotes(cuts, silenceMs, pausesMs) };
  } finally {
    await closing.closeAll();
  }
}

async function sayAllWithPauses(voice: Voice, count: number): Promise<Utterance[]> {
  const chosen = sentences.slice(0, count);
  const all = chosen.flatMap((sentence) => pausesMs.map((pauseMs) => sayWithPause(voice, sentence, pauseMs)));
  return Promise.all(all);
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

function cutsOf(samples: readonly TurnSample[], system: string): number {
  return share(samples.filter((sample) => sample.system === system).map(({ cut }) => cut));
}

const toFailure = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
