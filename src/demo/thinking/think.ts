/**
 * What the simulated model does next: call one of the offered tools, or say something.
 *
 * Path: realtime session (or REST) -> here. Pure: the same turn, tools and results give the same thought.
 * Always: facts come only from the offered tools' results in this turn; a job no offered tool can do is declined in words.
 */
import type { FunctionTool } from '../realtime/client-events.ts';
import * as job from './file-jobs.ts';
import { toGroups } from './offered-tools.ts';
import { toSpokenText } from './read-result.ts';
import { notUnderstoodAnswer } from './sentences.ts';
import type { Intent } from './sentences.ts';

/** A call made in this turn; `output` is null while it has not come back. */
export interface Step {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly output: string | null;
}

export interface Situation {
  /** What the user asked for; null where it was not understood. */
  readonly intent: Intent | null;
  readonly tools: readonly FunctionTool[];
  readonly steps: readonly Step[];
  /** The name of who asks, where the model was told one. */
  readonly speaker?: string | null;
}

export type Thought =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };

/** Who was named is answered by name. */
export function think(situation: Situation): Thought {
  const thought = decide(situation);
  const { speaker = null } = situation;
  return thought.kind === 'say' && speaker !== null ? say(`${speaker}, ${thought.text}`) : thought;
}

function decide(situation: Situation): Thought {
  const { intent, tools, steps } = situation;
  if (!intent) return say(notUnderstoodAnswer);
  switch (intent.kind) {
    case 'say':
      return say(intent.text);
    case 'list-tools':
      return say(describeTools(tools));
    case 'call':
      return callOnce(intent, tools, steps);
    case 'list-files':
      return job.listFiles(tools, steps);
    case 'read-file':
      return job.readFile(intent.name, tools, steps);
    case 'write-file':
      return job.writeFile(intent.name, intent.content, tools, steps);
  }
}

function say(text: string): Thought {
  return { kind: 'say', text };
}

function callOnce(intent: Intent & { kind: 'call' }, tools: readonly FunctionTool[], steps: readonly Step[]): Thought {
  const patterns = typeof intent.tool === 'string' ? [intent.tool] : intent.tool;
  const done = steps.find((step) => patterns.some((pattern) => new RegExp(pattern).test(step.name)));
  if (done)
    return say(
      done.output === null ? 'The tool has not answered.' : toSpokenText(done.output) || 'The tool answered nothing.',
    );
  for (const pattern of patterns) {
    const tool = tools.find((candidate) => new RegExp(pattern).test(candidate.name));
    if (tool) return { kind: 'call', name: tool.name, arguments: intent.arguments ?? {} };
  }
  return say('I have no tool for that.');
}

function describeTools(tools: readonly FunctionTool[]): string {
  if (tools.length === 0) return 'I have no tools.';
  const groups = toGroups(tools).map(
    (group) => `${group.server || 'others'}: ${group.tools.map((tool) => toWords(tool.name)).join(', ')}`,
  );
  return `I have ${String(tools.length)} tools. ${groups.join('. ')}.`;
}

function toWords(name: string): string {
  return name.replace(/^.*?__/, '').replace(/[_-]+/g, ' ');
}
