/**
 * P13: the Log with 100,000 calls: how long it takes to open, how smooth it scrolls, how much is in the page.
 *
 * Ours: the window of a real host with the calls in its database, which loads them a page at a time. Peer: a bare TanStack
 * Virtual page with the same rows, which it gets from a server on this machine when it is opened; beside it, without a gate, the
 * same page with its rows in memory before the clock starts. All in one Chromium, in turn.
 */
import path from 'node:path';
import type { Gate, GateContext, GateResult, Row } from '../gate.ts';
import { openChromium } from '../../renderer/chromium.ts';
import { openFixtureSite } from '../../renderer/fixture-site.ts';
import { Closing } from '../rigs/closing.ts';
import { startLiveKit } from '../rigs/livekit.ts';
import { measureList } from '../rigs/log-page.ts';
import type { ListPage, ListTimes } from '../rigs/log-page.ts';
import { writeLog } from '../rigs/long-log.ts';
import { createProfile, startParley } from '../rigs/parley.ts';
import { bareCalls } from '../../renderer/pages/bare-log/rows.ts';
import { root } from '../rigs/places.ts';
import { startProvider } from '../rigs/provider.ts';
import { median, percentile, ratioOfMedians } from '../statistics.ts';

const defaultRounds = 10;
const total = 100_000;
const limit = 1.3;
/** The page may hold a few nodes more or less from frame to frame, never more for every row that passed. */
const nodesLimit = 1.1;

const systems = ['ours', 'peer', 'memory'] as const;
type System = (typeof systems)[number];
type Round = Readonly<Record<System, ListTimes>>;

export const p13: Gate = { id: 'P13', what: 'the Log with 100,000 calls', run };

async function run({ rounds: asked, say }: GateContext): Promise<GateResult> {
  const count = asked ?? defaultRounds;
  const closing = new Closing();
  try {
    const lists = await openLists(closing);
    const browser = closing.add(await openChromium({ microphone: false }));
    const measureAll = async (first: number): Promise<Round> => {
      const times: Partial<Record<System, ListTimes>> = {};
      for (const name of [...systems.slice(first), ...systems.slice(0, first)])
        times[name] = await measureList(browser, lists[name]);
      return times as Round;
    };
    await measureAll(0);
    say(`P13: ${String(count)} rounds, each opening the log and turning the wheel through thousands of its rows`);
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) rounds.push(await measureAll(round % systems.length));
    return { id: 'P13', rows: toRows(rounds), samples: rounds, notes: toNotes(rounds) };
  } finally {
    await closing.closeAll();
  }
}

async function openLists(closing: Closing): Promise<Readonly<Record<System, ListPage>>> {
  const profile = createProfile();
  closing.addStep(() => profile.remove());
  await writeLog(profile.path, total);
  const livekit = closing.add(await startLiveKit());
  const provider = closing.add(await startProvider({ terse: true }));
  const parley = closing.add(await startParley(profile.path, livekit, provider));
  const site = closing.add(
    await openFixtureSite(path.join(root, 'test', 'renderer', 'pages', 'bare-log'), {
      '/rows.json': JSON.stringify(bareCalls(total)),
    }),
  );
  const bare = { row: '.row', blank: '.row:empty', scrolled: '.rows' };
  return {
    ours: { url: parley.url, row: '.log-space .log-link', blank: '.log-blank', scrolled: '.log-scroll' },
    peer: { url: site.origin, ...bare },
    memory: { url: `${site.origin}/?memory`, ...bare },
  };
}

function toRows(rounds: readonly Round[]): Row[] {
  const compare = (id: string, what: string, of: (times: ListTimes) => number): Row => {
    const pairs = rounds.map(({ ours, peer }) => ({ ours: of(ours), peer: of(peer) }));
    const ratio = ratioOfMedians(pairs);
    return {
      id: `P13.${id}`,
      what,
      unit: 'ms',
      ours: median(pairs.map(({ ours }) => ours)),
      peerName: 'bare TanStack Virtual page',
      peer: median(pairs.map(({ peer }) => peer)),
      ratio,
      gate: `≤ ${String(limit)}`,
      passed: ratio.value <= limit,
      rounds: pairs.length,
    };
  };
  return [
    compare('open', '"Log" with 100,000 calls → first rows painted', ({ openMs }) => openMs),
    compare('scroll', 'frame while the wheel turns through the log, p95', ({ framesMs }) => percentile(framesMs, 95)),
    toNodesRow(rounds),
  ];
}

function toNodesRow(rounds: readonly Round[]): Row {
  const growth = Math.max(...rounds.map(({ ours }) => ours.nodesMost / ours.nodesAtTop));
  return {
    id: 'P13.nodes',
    what: 'nodes in the page, most while thousands of rows pass',
    unit: 'count',
    ours: Math.max(...rounds.map(({ ours }) => ours.nodesMost)),
    peerName: '',
    peer: null,
    ratio: null,
    gate: `≤ ${String(nodesLimit)} of those at the top`,
    passed: growth <= nodesLimit,
    rounds: rounds.length,
  };
}

function toNotes(rounds: readonly Round[]): string[] {
  const of = (pick: (round: Round) => number): number => median(rounds.map(pick));
  const blank = of(({ ours }) => ours.blankShare) * 100;
  const opened = rounds.map(({ ours, memory }) => ({ ours: ours.openMs, peer: memory.openMs }));
  return [
    `P13: with its rows in memory before the click the peer opens in ${median(opened.map(({ peer }) => peer)).toFixed(0)} ms ` +
      `(ours ${ratioOfMedians(opened).value.toFixed(2)} times that)`,
    `P13: ${String(of(({ ours }) => ours.rowsPassed))} rows passed in a round; in ${blank.toFixed(0)} % of the frames a row ` +
      'of ours had no words yet, because it was being loaded',
    `P13: nodes at the top ${String(of(({ ours }) => ours.nodesAtTop))}; frames p50 ours ` +
      `${of(({ ours }) => median(ours.framesMs)).toFixed(1)} ms, peer ${of(({ peer }) => median(peer.framesMs)).toFixed(1)} ms`,
  ];
}
