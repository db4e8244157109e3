/**
 * The jobs with files: find the folders by a tool, list them by another, read or write by a third.
 *
 * Path: think -> here -> offered tools. Pure; one call per thought, the rest from the steps made so far.
 * Always: a path is one that a tool of the same server named in this turn.
 */
import type { FunctionTool } from '../realtime/client-events.ts';
import {
  contentParameter,
  findFolderTool,
  findListTool,
  findReadTool,
  findWriteTool,
  pathParameter,
  toGroups,
} from './offered-tools.ts';
import type { ToolGroup } from './offered-tools.ts';
import { joinPath, lastSegment, toEntries, toFolders, toSpokenText } from './read-result.ts';
import type { Entry } from './read-result.ts';
import type { Step, Thought } from './think.ts';

/** Folders looked into per server, so that an odd server cannot keep a turn going. */
const mostFolders = 4;

interface Found {
  readonly group: ToolGroup;
  readonly folder: string;
  readonly entries: readonly Entry[];
}
type Survey = { readonly next: Thought } | { readonly found: readonly Found[]; readonly failures: readonly string[] };

export function listFiles(tools: readonly FunctionTool[], steps: readonly Step[]): Thought {
  const survey = surveyFolders(tools, steps);
  if ('next' in survey) return survey.next;
  const seen = survey.found.filter(({ entries }) => entries.length > 0);
  const sentences = seen.map(({ folder, entries }) => describe(folder, entries));
  return say([...sentences, ...survey.failures].join(' '));
}

export function readFile(name: string, tools: readonly FunctionTool[], steps: readonly Step[]): Thought {
  const survey = surveyFolders(tools, steps);
  if ('next' in survey) return survey.next;
  for (const { group, folder, entries } of survey.found) {
    const entry = entries.find(
      (candidate) => !candidate.folder && candidate.name.toLowerCase().includes(name.toLowerCase()),
    );
    const tool = findReadTool(group);
    const parameter = tool && pathParameter(tool);
    if (!entry || !tool || !parameter) continue;
    const path = joinPath(folder, entry.name);
    const output = outputOf(steps, tool, parameter, path);
    if (output === undefined) return call(tool, { [parameter]: path });
    return say(`${entry.name} says: ${toSpokenText(output ?? '')}`);
  }
  return say([`I found no file named ${name}.`, ...survey.failures].join(' '));
}

export function writeFile(
  name: string,
  content: string,
  tools: readonly FunctionTool[],
  steps: readonly Step[],
): Thought {
  for (const group of toGroups(tools)) {
    const tool = findWriteTool(group);
    const pathName = tool && pathParameter(tool);
    const contentName = tool && contentParameter(tool);
    const folderTool = findFolderTool(group);
    if (!tool || !pathName || !contentName || !folderTool) continue;
    const folders = steps.find((step) => step.name === folderTool.name);
    if (!folders) return call(folderTool, {});
    const folder = toFolders(folders.output ?? '')[0];
    if (!folder) return say(failure(folderTool, folders.output));
    const path = joinPath(folder, name);
    const output = outputOf(steps, tool, pathName, path);
    if (output === undefined) return call(tool, { [pathName]: path, [contentName]: content });
    return say(`I asked to write ${name}. The answer: ${toSpokenText(output ?? '') || 'none'}`);
  }
  return say('I have no tool for that.');
}

/** Asks every server that can name folders and list them; the next call to make, or all there is. */
function surveyFolders(tools: readonly FunctionTool[], steps: readonly Step[]): Survey {
  const found: Found[] = [];
  const failures: string[] = [];
  let able = false;
  for (const group of toGroups(tools)) {
    const folderTool = findFolderTool(group);
    const listTool = findListTool(group);
    const parameter = listTool && pathParameter(listTool);
    if (!folderTool || !listTool || !parameter) continue;
    able = true;
    const named = steps.find((step) => step.name === folderTool.name);
    if (!named) return { next: call(folderTool, {}) };
    const folders = toFolders(named.output ?? '').slice(0, mostFolders);
    if (folders.length === 0) failures.push(failure(folderTool, named.output));
    for (const folder of folders) {
      const output = outputOf(steps, listTool, parameter, folder);
      if (output === undefined) return { next: call(listTool, { [parameter]: folder }) };
      const entries = toEntries(output ?? '');
      found.push({ group, folder, entries });
      if (entries.length === 0) failures.push(failure(listTool, output));
    }
  }
  return able ? { found, failures } : { next: say('I have no tool that can list files.') };
}

/** The output of that very call, null while it has none, undefined where it was not made. */
function outputOf(
  steps: readonly Step[],
  tool: FunctionTool,
  parameter: string,
  value: string,
): string | null | undefined {
  return steps.find((step) => step.name === tool.name && step.arguments[parameter] === value)?.output;
}

function describe(folder: string, entries: readonly Entry[]): string {
  const names = entries.map((entry) => (entry.folder ? `the folder ${entry.name}` : entry.name));
  const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
  return `In ${lastSegment(folder)} there ${names.length === 1 ? 'is' : 'are'} ${list ?? ''}.`;
}

function failure(tool: FunctionTool, output: string | null): string {
  const answer = output === null ? '' : toSpokenText(output);
  const words = `The tool ${tool.name.replace(/[_-]+/g, ' ')} answered: ${answer || 'nothing'}`;
  return /[.!?]$/.test(words) ? words : `${words}.`;
}

function call(tool: FunctionTool, parameters: Readonly<Record<string, unknown>>): Thought {
  return { kind: 'call', name: tool.name, arguments: parameters };
}

function say(text: string): Thought {
  return { kind: 'say', text };
}
