/**
 * P2: end of speech → first agent audio where three stages answer (speech to text, text, text to speech), their time taken out.
 *
 * Peers: the bare agents-js pipeline on the same stages with its defaults, and with its shortest waits, in rooms of the same
 * livekit-server, in turn. The shortest waits cut people off; that is not counted here.
 */
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { startBareAgent } from '../rigs/bare-agent.ts';
import { Closing } from '../rigs/closing.ts';
import { Conversation } from '../rigs/conversation.ts';
import type { TurnSample } from '../rigs/conversation.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { startParleyTalk } from '../rigs/parley.ts';
import { startProvider } from '../rigs/provider.ts';
import { playWhole, readRecordings } from '../rigs/recorded.ts';
import type { Utterance } from '../rigs/speech.ts';
import type { TalkSystem } from '../rigs/talk-system.ts';
import { median, ratioOfMedians } from '../statistics.ts';
import { totalNote } from '../total-note.ts';

const defaultRounds = 10;
const peers = [
  { name: 'default', peerName: 'bare pipeline, defaults', limit: 0.75 },
  { name: 'fastest', peerName: 'bare pipeline, shortest waits', limit: 1 },
] as const;

/** What one round gave, by system; null where it was not measured. */
type Round = Readonly<Record<string, number | null>>;

export const p2: Gate = { id: 'P2', what: 'end of speech → first agent audio, three stages', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const livekit = closing.add(await startLiveKit());
    const provider = closing.add(await startProvider({ terse: true }));
    const words = (await readRecordings()).map(playWhole);
    const begin = async (system: TalkSystem): Promise<Conversation> => {
      closing.addStep(() => system.close());
      const conversation = await Conversation.begin(system, provider);
      closing.addStep(() => conversation.end());
      // The first turn loads what the next ones have.
      if (words[0]) await conversation.turn(words[0]);
      return conversation;
    };
    const systems = [
      await begin(await startParleyTalk(livekit, provider, say, 'pipeline')),
      await begin(await startBareAgent('default', livekit, provider, null, 'default')),
      await begin(await startBareAgent('fastest', livekit, provider, null, 'fastest')),
    ];
    say(`P2: ${String(count)} sentences to parley's pipeline and to both peers`);
    const samples: TurnSample[] = [];
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      const turns = await oneRound(systems, words[round % words.length] as Utterance, round);
      samples.push(...turns);
      rounds.push(Object.fromEntries(turns.map(({ system, addedMs }) => [system, addedMs])));
    }
    return { id: 'P2', rows: peers.map((peer) => toRow(rounds, peer)), samples, notes: [totalNote('P2', samples)] };
  } finally {
    await closing.closeAll();
  }
}

/** The same words to each; who begins changes from round to round. */
async function oneRound(systems: readonly Conversation[], words: Utterance, round: number): Promise<TurnSample[]> {
  const first = round % systems.length;
  const turns: TurnSample[] = [];
  for (const conversation of [...systems.slice(first), ...systems.slice(0, first)])
    turns.push(await conversation.turn(words));
  return turns;
}

function toRow(rounds: readonly Round[], { name, peerName, limit }: (typeof peers)[number]): Row {
  const pairs = rounds.flatMap(({ parley, [name]: peer }) =>
    typeof parley === 'number' && typeof peer === 'number' ? [{ ours: parley, peer }] : [],
  );
  const ratio = pairs.length > 0 ? ratioOfMedians(pairs) : null;
  return {
    id: `P2.${name}`,
    what: 'end of speech → first agent audio, three stages',
    unit: 'ms',
    ours: ratio ? median(pairs.map(({ ours }) => ours)) : null,
    peerName,
    peer: ratio ? median(pairs.map(({ peer }) => peer)) : null,
    ratio,
    gate: `≤ ${String(limit)}`,
    passed: ratio !== null && ratio.value <= limit,
    rounds: pairs.length,
    ...(ratio ? {} : { failure: 'no turn was measured in both' }),
  };
}
