import { expect, test } from 'vitest';
import { toRows } from '../bench/gates/p1-rows.ts';
import { shortestSilence } from '../bench/gates/p1-shortest-silence.ts';
import type { TurnSample } from '../bench/rigs/conversation.ts';
import { toSilence } from '../bench/rigs/speech.ts';
import type { Utterance } from '../bench/rigs/speech.ts';
import { toTable } from '../bench/table.ts';

const voice = (durationMs: number): Int16Array =>
  Int16Array.from({ length: durationMs * 24 }, (_none, at) => (at % 2 ? 4_000 : -4_000));

function withPause(pauseMs: number): Utterance {
  const parts = [toSilence(300), voice(600), toSilence(pauseMs), voice(600)];
  const pcm = Int16Array.from(parts.flatMap((part) => [...part]));
  return { text: '', pauseMs, pcm, voicedEnd: pcm.length };
}

test('the peer gets the shortest silence that cuts no more than ours', () => {
  const utterances = [300, 500, 800].map(withPause);
  expect(shortestSilence(utterances, 1)).toBeLessThanOrEqual(300);
  expect(shortestSilence(utterances, 2 / 3)).toBeGreaterThan(300);
  expect(shortestSilence(utterances, 2 / 3)).toBeLessThanOrEqual(340);
  expect(shortestSilence(utterances, 1 / 3)).toBeGreaterThanOrEqual(500);
  expect(shortestSilence(utterances, 0)).toBeGreaterThanOrEqual(800);
});

function turn(system: string, addedMs: number | null, changes: Partial<TurnSample> = {}): TurnSample {
  return {
    system,
    text: '',
    pauseMs: 0,
    cut: false,
    committedAfterMs: [400],
    addedMs,
    heardAfterMs: addedMs,
    providerMs: 0,
    ...changes,
  };
}

const rounds = (ours: number | null): TurnSample[] =>
  Array.from({ length: 10 }, () => [turn('parley', ours), turn('default', 700), turn('fastest', 500)]).flat();

const patient = [turn('parley', null), turn('default', null)];

test('a turn without an answer counts as the slowest, and too many of them are no measurement', () => {
  const measured = toRows({ turns: rounds(450), cuts: patient, silenceMs: 340, failure: null });
  expect(measured.map(({ passed }) => passed)).toEqual([true, true, true]);
  const oneSilent = [...rounds(450).slice(0, 27), turn('parley', null), turn('default', 700), turn('fastest', 500)];
  const [row] = toRows({ turns: oneSilent, cuts: patient, silenceMs: 340, failure: null });
  expect([row?.rounds, row?.failure]).toEqual([10, undefined]);
  const silent = toRows({ turns: rounds(null), cuts: patient, silenceMs: 340, failure: null });
  expect(silent.map(({ passed }) => passed)).toEqual([false, false, true]);
  expect(silent[0]?.failure).toContain('0 of 10');
});

test('who hears nothing cuts nobody off, and does not pass for it', () => {
  const deaf = [turn('parley', null, { committedAfterMs: [] }), turn('default', null, { cut: true })];
  const row = toRows({ turns: rounds(450), cuts: deaf, silenceMs: 340, failure: null }).at(-1);
  expect([row?.passed, row?.failure]).toEqual([false, 'parley heard 0 of 1 turns']);
});

test('cutting people off more often than the default fails, however fast', () => {
  const cuts = [turn('parley', null, { cut: true }), turn('default', null)];
  const rows = toRows({ turns: rounds(100), cuts, silenceMs: 100, failure: null });
  expect(rows.map(({ id, passed }) => [id, passed])).toEqual([
    ['P1.default', true],
    ['P1.fastest', true],
    ['P1.cuts', false],
  ]);
  expect(toTable(rows)).toContain('FAIL');
});

test('what could not be started is never passed', () => {
  const rows = toRows({
    turns: rounds(450).filter(({ system }) => system !== 'parley'),
    cuts: [turn('default', null)],
    silenceMs: 500,
    failure: 'it did not start',
  });
  expect(rows.every(({ passed, failure }) => !passed && failure === 'it did not start')).toBe(true);
  expect(toTable(rows)).toContain('not measured: it did not start');
});
