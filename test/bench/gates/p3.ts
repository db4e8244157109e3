/**
 * P3: barge-in. A person speaks over a long answer: from their first sound to the agent's last one.
 *
 * Peer: bare agents-js with the plugin's defaults, told the same story in a room of the same livekit-server, in turn. Its first
 * seconds, in which the framework takes no interruption, are waited for in both.
 */
import { createVoice } from '../../../src/demo/speaking/voice.ts';
import type { Gate, GateContext, GateResult } from '../gate.ts';
import { agentReady } from '../rigs/agent-ready.ts';
import { startBareAgent } from '../rigs/bare-agent.ts';
import { delay, within } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { startParleyTalk } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import { Speaker } from '../rigs/speaker.ts';
import { leadMs, sayWhole } from '../rigs/speech.ts';
import type { Utterance } from '../rigs/speech.ts';
import type { TalkSystem } from '../rigs/talk-system.ts';
import { median, ratioOfMedians } from '../statistics.ts';

const defaultRounds = 5;
const readyLimitMs = 20_000;
const answerLimitMs = 10_000;
/** The framework's `aecWarmupDuration` is 3 s. */
const listenMs = 3_700;
/** Longer than the story's pauses, shorter than the interruption and the wait for its answer. */
const silenceMs = 700;

interface Sample {
  readonly system: string;
  /** null: the agent was in a pause of its own, or went on to the end. */
  readonly silentAfterMs: number | null;
}

interface Words {
  readonly question: Utterance;
  readonly interruption: Utterance;
}

export const p3: Gate = { id: 'P3', what: 'barge-in', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: false }));
    const voice = closing.add(await createVoice());
    const words: Words = {
      question: await sayWhole(voice, ['Tell me', 'a long story']),
      interruption: await sayWhole(voice, ['What tools', 'do you have?']),
    };
    const ours = await join(await startParleyTalk(livekit, provider, say), closing);
    const peer = await join(await startBareAgent('bare', livekit, provider, null), closing);
    say(`P3: ${String(count)} interruptions of parley and of bare agents-js`);
    const samples: Sample[] = [];
    for (let round = 0; round < count; round += 1) {
      const both = round % 2 === 0 ? [ours, peer] : [peer, ours];
      for (const speaker of both) samples.push(await interrupt(speaker, words));
    }
    return toResult(samples, count);
  } finally {
    await closing.closeAll();
  }
}

interface Joined {
  readonly name: string;
  readonly speaker: Speaker;
}

async function join(system: TalkSystem, closing: Closing): Promise<Joined> {
  closing.addStep(() => system.close());
  const speaker = new Speaker();
  const ready = agentReady(speaker.room);
  await speaker.join(system.url, system.token);
  closing.addStep(() => speaker.leave());
  await within(ready, readyLimitMs, `The agent of ${system.name} in the room`);
  return { name: system.name, speaker };
}

async function interrupt({ name, speaker }: Joined, { question, interruption }: Words): Promise<Sample> {
  const { endedAtMs } = await speaker.say(question);
  await within(speaker.firstOnset(endedAtMs), answerLimitMs, `The story of ${name}`);
  await delay(listenMs);
  const silent = speaker.say(interruption);
  await delay(leadMs);
  const lastSound = speaker.silentAfter(silenceMs);
  const { startedAtMs } = await silent;
  const silentAfterMs = (await within(lastSound, answerLimitMs, `Silence of ${name}`)) - (startedAtMs + leadMs);
  // The answer to the interruption is heard to its end, with the microphone closed afterwards.
  await delay(silenceMs);
  await speaker.silentAfter(2 * silenceMs);
  await speaker.closeMicrophone();
  return { system: name, silentAfterMs: silentAfterMs > 0 ? silentAfterMs : null };
}

function toResult(samples: readonly Sample[], rounds: number): GateResult {
  const of = (system: string): number[] =>
    samples.flatMap((sample) => (sample.system === system ? (sample.silentAfterMs ?? []) : []));
  const [ours, peer] = [of('parley'), of('bare')];
  const pairs = Array.from({ length: Math.min(ours.length, peer.length) }, (_none, index) => ({
    ours: ours[index] ?? Number.NaN,
    peer: peer[index] ?? Number.NaN,
  }));
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  const row = {
    id: 'P3',
    what: "barge-in: a person's first sound → the agent's last",
    unit: 'ms' as const,
    ours: ratio ? median(ours) : null,
    peerName: 'bare agents-js',
    peer: ratio ? median(peer) : null,
    ratio,
    gate: '≤ 1.0',
    passed: ratio !== null && ratio.value <= 1,
    rounds,
    ...(ratio ? {} : { failure: 'no interruption was heard' }),
  };
  return { id: 'P3', rows: [row], samples, notes: [] };
}
