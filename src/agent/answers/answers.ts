/**
 * The answers that are under way: which replies and tool calls belong to which turn, and when a turn is answered.
 *
 * Path: realtime-brain -> here -> captions and `agent.turnAnswered`.
 * Always: a turn is answered once all its replies have ended, those after tool calls included; the text is what was heard.
 */
import { randomUUID } from 'node:crypto';
import type { voice } from '@livekit/agents';
import type { TurnId } from '../../contract/index.ts';
import type { TurnOfSpeech } from '../tools.ts';

export interface AnswerText {
  readonly answerId: TurnId;
  readonly text: string;
  readonly final: boolean;
  readonly interrupted: boolean;
  readonly startedAtMs: number;
}

export interface AnswersEvents {
  onText(turnId: TurnId, answer: AnswerText): void;
  onAnswered(turnId: TurnId, text: string): void;
  /** A reply ended with an error and without being interrupted. */
  onFailed(error: unknown): void;
  onChanged(): void;
}

interface Answer {
  readonly turn: TurnOfSpeech;
  readonly answerId: TurnId;
  readonly speeches: Map<string, { handle: voice.SpeechHandle; toolsRunning: number }>;
  readonly segments: string[];
  startedAtMs: number | null;
  interrupted: boolean;
  /** The person said stop: replies that its tools would still cause are stopped too. */
  stopped: boolean;
  failed: boolean;
  /** A few words while a tool runs: shown, but no answer to anything. */
  readonly filler: boolean;
}

export class Answers {
  readonly #events: AnswersEvents;
  readonly #open = new Set<Answer>();
  readonly #bySpeech = new Map<string, Answer>();
  #asking: Answer | null = null;

  constructor(events: AnswersEvents) {
    this.#events = events;
  }

  /** Starts a reply for `turn`; `reply` creates it (synchronously, as `generateReply` does). */
  ask(turn: TurnOfSpeech, reply: () => voice.SpeechHandle): void {
    this.#start(turn, false, reply);
  }

  /** Starts a filler beside the answer whose tool runs; none where there is no such answer. */
  fill(reply: () => voice.SpeechHandle): void {
    const waiting = [...this.#open].find(hasRunningTool);
    if (waiting) this.#start(waiting.turn, true, reply);
  }

  /** Every reply the framework creates; one after a tool call belongs where its parent does. */
  speechCreated(handle: voice.SpeechHandle): void {
    const answer = this.#asking ?? (handle.parent && this.#bySpeech.get(handle.parent.id));
    if (!answer) return;
    this.#adopt(answer, handle);
    if (answer.stopped) handle.interrupt(true);
  }

  turnOf(speechId: string): TurnOfSpeech | null {
    return this.#bySpeech.get(speechId)?.turn ?? null;
  }

  toolsChanged(speechId: string, change: 1 | -1): void {
    const speech = this.#bySpeech.get(speechId)?.speeches.get(speechId);
    if (speech) speech.toolsRunning += change;
    this.#events.onChanged();
  }

  get pending(): boolean {
    return this.#open.size > 0;
  }

  /** A reply that was stopped has not ended yet. */
  get stopping(): boolean {
    return [...this.#open].some(({ speeches }) => [...speeches.values()].some(({ handle }) => handle.interrupted));
  }

  get toolsRunning(): boolean {
    return [...this.#open].some(hasRunningTool);
  }

  /** Words heard so far in the reply that is being played. */
  heard(speechId: string | undefined, text: string): void {
    const answer = this.#answerOf(speechId);
    if (answer && text) this.#publish(answer, [...answer.segments, text].join(' '), false);
  }

  segmentEnded(speechId: string | undefined, text: string, interrupted: boolean): void {
    const answer = this.#answerOf(speechId);
    if (!answer) return;
    const words = text.trim();
    if (words) answer.segments.push(words);
    answer.interrupted ||= interrupted;
    if (words) this.#publish(answer, answer.segments.join(' '), false);
  }

  /**
   * Stops every reply that speaks or is about to. One whose tool runs in silence goes on, unless `all`.
   * Returns whether anything was stopped.
   */
  interrupt(current: voice.SpeechHandle | undefined, all: boolean): boolean {
    let stopped = false;
    for (const answer of this.#open) {
      answer.stopped ||= all;
      for (const { handle, toolsRunning } of answer.speeches.values()) {
        if (handle.done() || handle.interrupted || (!all && toolsRunning > 0 && handle !== current)) continue;
        answer.interrupted = true;
        stopped = true;
        handle.interrupt(true);
      }
    }
    return stopped;
  }

  /** Fillers that are about to be said are not. Returns whether there were any. */
  stopFillers(): boolean {
    const fillers = [...this.#open].filter(({ filler }) => filler);
    for (const { speeches } of fillers) for (const { handle } of speeches.values()) handle.interrupt(true);
    return fillers.length > 0;
  }

  /** No reply will end any more: what was heard of them stays, as cut off. */
  abandon(current: string | undefined, heard: string): void {
    const speaking = heard ? this.#answerOf(current) : undefined;
    for (const answer of this.#open) {
      if (answer.startedAtMs === null && answer !== speaking) continue;
      const text = [...answer.segments, ...(answer === speaking ? [heard] : [])].join(' ');
      answer.interrupted = true;
      if (text) this.#publish(answer, text, true);
    }
    this.#open.clear();
  }

  #start(turn: TurnOfSpeech, filler: boolean, reply: () => voice.SpeechHandle): void {
    const answer: Answer = {
      turn,
      filler,
      answerId: randomUUID() as TurnId,
      speeches: new Map(),
      segments: [],
      startedAtMs: null,
      interrupted: false,
      stopped: false,
      failed: false,
    };
    this.#asking = answer;
    this.#open.add(answer);
    try {
      this.#adopt(answer, reply());
    } finally {
      this.#asking = null;
    }
    this.#events.onChanged();
  }

  #adopt(answer: Answer, handle: voice.SpeechHandle): void {
    if (answer.speeches.has(handle.id)) return;
    answer.speeches.set(handle.id, { handle, toolsRunning: 0 });
    this.#bySpeech.set(handle.id, answer);
    handle.addDoneCallback(() => this.#ended(answer, handle));
  }

  #ended(answer: Answer, handle: voice.SpeechHandle): void {
    const error = handle.exception();
    answer.speeches.delete(handle.id);
    if (error !== undefined && error !== null && !handle.interrupted && !answer.filler) {
      answer.failed = true;
      this.#events.onFailed(error);
    }
    if (answer.speeches.size === 0 && this.#open.delete(answer) && !answer.failed) this.#finish(answer);
    this.#events.onChanged();
  }

  #finish(answer: Answer): void {
    const text = answer.segments.join(' ');
    if (text) this.#publish(answer, text, true);
    if (!answer.filler) this.#events.onAnswered(answer.turn.turnId, text);
    for (const [speechId, owner] of this.#bySpeech) if (owner === answer) this.#forget(speechId);
  }

  /** Late tool results still ask for their turn; they come before the process leaves the room. */
  #forget(speechId: string): void {
    if (this.#bySpeech.size > 200) this.#bySpeech.delete(speechId);
  }

  #publish(answer: Answer, text: string, final: boolean): void {
    answer.startedAtMs ??= Date.now();
    const { answerId, interrupted, startedAtMs } = answer;
    this.#events.onText(answer.turn.turnId, { answerId, text, final, interrupted: final && interrupted, startedAtMs });
  }

  #answerOf(speechId: string | undefined): Answer | undefined {
    return speechId === undefined ? [...this.#open].at(-1) : this.#bySpeech.get(speechId);
  }
}

function hasRunningTool(answer: Answer): boolean {
  return [...answer.speeches.values()].some((speech) => speech.toolsRunning > 0);
}
