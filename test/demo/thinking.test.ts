import { describe, expect, test } from 'vitest';
import { matchText } from '../../src/demo/thinking/match-text.ts';
import { defaultSentences } from '../../src/demo/thinking/sentences.ts';
import type { Intent } from '../../src/demo/thinking/sentences.ts';
import { think } from '../../src/demo/thinking/think.ts';
import type { Step } from '../../src/demo/thinking/think.ts';

type Tool = { type: 'function'; name: string; description: string; parameters: Record<string, unknown> };

function tool(name: string, required: string[] = [], optional: string[] = []): Tool {
  const properties = Object.fromEntries([...required, ...optional].map((parameter) => [parameter, { type: 'string' }]));
  return { type: 'function', name, description: '', parameters: { type: 'object', properties, required } };
}

/** The names of the filesystem server's tools, as it offers them. */
const filesystem = [
  tool('files__read_file', ['path']),
  tool('files__read_text_file', ['path']),
  tool('files__read_media_file', ['path']),
  tool('files__write_file', ['path', 'content']),
  tool('files__edit_file', ['path', 'edits']),
  tool('files__create_directory', ['path']),
  tool('files__list_directory', ['path']),
  tool('files__list_directory_with_sizes', ['path'], ['sortBy']),
  tool('files__directory_tree', ['path']),
  tool('files__move_file', ['source', 'destination']),
  tool('files__search_files', ['path', 'pattern']),
  tool('files__get_file_info', ['path']),
  tool('files__list_allowed_directories'),
];
const disk: Readonly<Record<string, string>> = {
  'files__list_allowed_directories {}': 'Allowed directories:\n/home/me/sample',
  'files__list_directory {"path":"/home/me/sample"}': '[FILE] welcome.txt\n[FILE] shopping-list.txt\n[DIR] notes',
  'files__read_text_file {"path":"/home/me/sample/welcome.txt"}': 'Good day.\n',
  'files__write_file {"path":"/home/me/sample/note.txt","content":"hello\\n"}':
    'Successfully wrote to /home/me/sample/note.txt',
  'b__roots {}': '{"content":[{"type":"text","text":"C:\\\\data"}]}',
  'b__ls {"dir":"C:\\\\data"}': 'one.csv\ntwo.csv',
};

/** Thinks and calls until something is said. */
function run(intent: Intent | null, tools: readonly Tool[], answers = disk): { calls: string[]; said: string } {
  const steps: Step[] = [];
  for (;;) {
    const thought = think({ intent, tools, steps });
    if (thought.kind === 'say') return { calls: steps.map((step) => step.name), said: thought.text };
    const key = `${thought.name} ${JSON.stringify(thought.arguments)}`;
    steps.push({ name: thought.name, arguments: thought.arguments, output: answers[key] ?? `no answer for ${key}` });
    expect(steps.length).toBeLessThan(10);
  }
}

describe('[V12] the simulated model', () => {
  test('finds the folder by a tool, lists it by another and names what is in it', () => {
    expect(run({ kind: 'list-files' }, filesystem)).toEqual({
      calls: ['files__list_allowed_directories', 'files__list_directory'],
      said: 'In sample there are welcome.txt, shopping-list.txt and the folder notes.',
    });
  });

  test('answers otherwise when the files are others, and when a second server offers a folder', () => {
    const renamed = { ...disk, 'files__list_directory {"path":"/home/me/sample"}': '[FILE] zebra.txt' };
    expect(run({ kind: 'list-files' }, filesystem, renamed).said).toBe('In sample there is zebra.txt.');
    const second = [...filesystem, tool('b__roots'), tool('b__ls', ['dir'])];
    expect(run({ kind: 'list-files' }, second).said).toContain('In data there are one.csv and two.csv.');
  });

  test('reads a file it has found, and says so where there is none', () => {
    expect(run({ kind: 'read-file', name: 'welcome' }, filesystem).said).toBe('welcome.txt says: Good day.');
    expect(run({ kind: 'read-file', name: 'diary' }, filesystem).said).toBe('I found no file named diary.');
  });

  test('writes under the folder the server named and passes on what the server says', () => {
    const wrote = run({ kind: 'write-file', name: 'note.txt', content: 'hello\n' }, filesystem);
    expect(wrote.calls).toEqual(['files__list_allowed_directories', 'files__write_file']);
    expect(wrote.said).toContain('Successfully wrote to /home/me/sample/note.txt');
  });

  test('calls the first offered tool a sentence names and speaks its text as it came', () => {
    const intent: Intent = { kind: 'call', tool: ['secret', '(^|_)echo$'], arguments: { message: 'x' } };
    expect(run(intent, [tool('e__echo', ['message'])], { 'e__echo {"message":"x"}': 'Echo: plum 77' }).said).toBe(
      'Echo: plum 77',
    );
    expect(
      run(intent, [tool('e__echo', ['message']), tool('s__secret')], { 's__secret {"message":"x"}': 'pear' }).said,
    ).toBe('pear');
  });

  test('says that it cannot where no offered tool can, and names a failure in the tool’s own words', () => {
    for (const kind of ['list-files', 'write-file', 'call'] as const) {
      const intent = { kind, name: 'n', content: 'c', tool: 't' } as unknown as Intent;
      expect(run(intent, [tool('e__echo', ['message'])])).toEqual({
        calls: [],
        said: expect.stringContaining('no tool') as string,
      });
    }
    expect(run({ kind: 'list-files' }, filesystem, {}).said).toContain('no answer for files__list_allowed_directories');
    const refused = { 'files__list_allowed_directories {}': 'The owner said no.' };
    expect(run({ kind: 'list-files' }, filesystem, refused).said).toMatch(/[^.]: The owner said no\.$/);
  });

  test('says that it is simulated when it did not understand', () => {
    expect(run(null, filesystem)).toEqual({
      calls: [],
      said: expect.stringMatching(/simulated.*did not understand/) as string,
    });
  });
});

describe('a typed text', () => {
  test.each([
    ['What files are in the sample folder?', 'list-files'],
    ['what files are in the sample folder', 'list-files'],
    ['Which files are in the sample folder?', 'list-files'],
    ['read the welcome file please', 'read-welcome'],
    ['Delete the welcome file', null],
    ['What will the weather be like tomorrow?', null],
    ['files', null],
    ['', null],
  ])('%s means %s', (text, id) => {
    expect(matchText(text, defaultSentences)?.id ?? null).toBe(id);
  });
});
