/**
 * P9: memory of every process of ours in a talk, the host included, beside the bare parts: the agents-js worker with one warm
 * process, and the SDK's client in a process of its own. Hands-free, and by push-to-talk alone, where no end-of-turn model is
 * loaded. livekit-server and the provider are the same for both and not counted.
 */
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { startRawCaller } from '../rigs/calls.ts';
import { delay } from '../rigs/clock.ts';
import { Closing } from '../rigs/closing.ts';
import { Conversation } from '../rigs/conversation.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import type { LiveKit } from '../rigs/livekit.ts';
import { memoryOf } from '../rigs/memory.ts';
import type { ProcessMemory } from '../rigs/memory.ts';
import { createProfile, startParley, toKeyedTalkSystem, toTalkSystem } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import type { BenchProvider } from '../rigs/provider.ts';
import { sayWhole, sentences } from '../rigs/speech.ts';
import type { Utterance } from '../rigs/speech.ts';
import type { TalkSystem } from '../rigs/talk-system.ts';
import { startWorker } from '../rigs/worker.ts';
import { createVoice } from '../../../src/demo/speaking/voice.ts';
import { median, ratioOfMedians } from '../statistics.ts';

const defaultRounds = 2;
const turns = 2;
/** After the last turn: what is only being cleared up is not counted. */
const calmMs = 2_000;

interface Round {
  readonly ours: readonly ProcessMemory[];
  readonly byKey: readonly ProcessMemory[];
  readonly peer: readonly ProcessMemory[];
}

export const p9: Gate = { id: 'P9', what: 'memory in a talk', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const voice = closing.add(await createVoice());
    const words = await sayWhole(voice, sentences[0] ?? ['', '']);
    say(`P9: ${String(count)} talks of parley and of the worker, ${String(turns)} turns each`);
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      rounds.push({
        ours: await measureParley(livekit, provider, words, toTalkSystem),
        byKey: await measureParley(livekit, provider, words, toKeyedTalkSystem),
        peer: await measureParts(livekit, provider, words, round),
      });
    }
    return { id: 'P9', rows: [handsFree(rounds), byKey(rounds)], samples: rounds, notes: toNotes(rounds) };
  } finally {
    await closing.closeAll();
  }
}

async function measureParley(
  livekit: LiveKit,
  provider: BenchProvider,
  words: Utterance,
  toSystem: typeof toTalkSystem,
): Promise<ProcessMemory[]> {
  const profile = createProfile();
  const parley = await startParley(profile.path, livekit, provider);
  const system = await toSystem(parley, profile);
  return inTalk(system, provider, words, () => memoryOf(parley.pid));
}

async function measureParts(
  livekit: LiveKit,
  provider: BenchProvider,
  words: Utterance,
  round: number,
): Promise<ProcessMemory[]> {
  const worker = await startWorker(`memory-${String(round)}`, 1, livekit, provider);
  const tools = await startRawCaller({});
  await worker.warm(0);
  const system: TalkSystem = {
    name: worker.name,
    url: livekit.access.url,
    token: await worker.token(`bench-${worker.name}`, 'bench-speaker'),
    close: async () => {
      await tools.close();
      await worker.close();
    },
  };
  return inTalk(system, provider, words, () => [...memoryOf(worker.pid), ...memoryOf(tools.hostPid)]);
}

async function inTalk(
  system: TalkSystem,
  provider: BenchProvider,
  words: Utterance,
  measure: () => ProcessMemory[],
): Promise<ProcessMemory[]> {
  const conversation = await Conversation.begin(system, provider);
  try {
    for (let turn = 0; turn < turns; turn += 1) await conversation.turn(words);
    await delay(calmMs);
    return measure();
  } finally {
    await conversation.end();
  }
}

const sum = (processes: readonly ProcessMemory[]): number =>
  processes.reduce((total, { megabytes }) => total + megabytes, 0);

const handsFree = (rounds: readonly Round[]): Row =>
  toRow('P9', 'memory of all processes in a talk, PSS', 1, rounds.map(toPair('ours')));

const byKey = (rounds: readonly Round[]): Row =>
  toRow('P9.key', 'the same by push-to-talk alone', 0.5, rounds.map(toPair('byKey')));

const toPair = (which: 'ours' | 'byKey') => (round: Round) => ({ ours: sum(round[which]), peer: sum(round.peer) });

function toRow(id: string, what: string, limit: number, pairs: readonly { ours: number; peer: number }[]): Row {
  const ratio = ratioOfMedians(pairs);
  return {
    id,
    what,
    unit: 'MB',
    ours: median(pairs.map(({ ours }) => ours)),
    peerName: 'agents-js worker, 1 idle, + raw SDK',
    peer: median(pairs.map(({ peer }) => peer)),
    ratio,
    gate: `≤ ${limit.toFixed(1)}`,
    passed: ratio.value <= limit,
    rounds: pairs.length,
  };
}

function toNotes(rounds: readonly Round[]): string[] {
  const [first] = rounds;
  const line = (processes: readonly ProcessMemory[] = []): string =>
    processes.map(({ megabytes }) => megabytes.toFixed(0)).join(' + ');
  return [
    `P9: MB by process, ours ${line(first?.ours)}; by key ${line(first?.byKey)}; the worker and the SDK's client ${line(first?.peer)}`,
  ];
}
