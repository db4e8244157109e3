/**
 * The voice of npm's `espeak-ng`: its WebAssembly program in a Node process of its own, spoken to over IPC.
 *
 * Always: the package is loaded only in that process (it is GPL); one instance stands ready ahead of each text, so a sentence costs
 * its synthesis and not the start of the program.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseWave, resample, sampleRateHz } from './pcm.ts';
import { toArguments } from './voice.ts';
import type { Voice } from './voice.ts';

/** The whole of the other process. Emscripten runs `main` once per instance, when its last "run dependency" is removed. */
const program = `
import { readFile } from 'node:fs/promises';
const url = process.argv[1];
const { default: create } = await import(url);
const wasm = await WebAssembly.compile(await readFile(new URL('espeak-ng.wasm', url)));
const prepare = () => new Promise((resolve) => {
  const parameters = [];
  const done = create({
    arguments: parameters, print() {}, printErr() {},
    instantiateWasm(imports, receive) { WebAssembly.instantiate(wasm, imports).then((instance) => receive(instance)); return {}; },
    preRun: [(module) => { module.addRunDependency('text'); resolve({ module, parameters, done }); }],
  });
});
let next = prepare();
let queue = Promise.resolve();
process.on('message', ({ id, parameters }) => {
  queue = queue.then(async () => {
    const instance = await next;
    instance.parameters.push('-w', 'speech.wav', ...parameters);
    try {
      instance.module.removeRunDependency('text');
      await instance.done;
      process.send({ id, wave: instance.module.FS.readFile('speech.wav') });
    } catch (error) {
      process.send({ id, error: String(error) });
    }
    next = prepare();
  });
});
process.on('disconnect', () => process.exit(0));
await next;
process.send({ ready: true });
`;

type Reply = { readonly ready: true } | { readonly id: number; readonly wave?: Uint8Array; readonly error?: string };

/** Starts the process and resolves once it can speak. */
export async function createWasmVoice(): Promise<Voice> {
  const url = pathToFileURL(createRequire(import.meta.url).resolve('espeak-ng')).href;
  const child = startProgram(url);
  const waiting = new Map<number, { resolve: (wave: Uint8Array) => void; reject: (error: Error) => void }>();
  let count = 0;
  child.on('message', (reply: Reply) => {
    if ('ready' in reply) return;
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.wave) caller?.resolve(reply.wave);
    else caller?.reject(new Error(reply.error ?? 'The voice failed.'));
  });
  child.once('exit', () => {
    for (const caller of waiting.values()) caller.reject(new Error('The voice ended.'));
    waiting.clear();
  });
  await untilReady(child);
  const ask = (parameters: readonly string[]): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      count += 1;
      waiting.set(count, { resolve, reject });
      child.send({ id: count, parameters });
    });
  return {
    program: 'npm espeak-ng 1.0.2',
    synthesise: async (text, manner = {}) => {
      const spoken = text.startsWith('-') ? ` ${text}` : text;
      const wave = parseWave(Buffer.from(await ask([...toArguments(manner), spoken])));
      return resample(wave.samples, wave.rateHz, sampleRateHz);
    },
    close: () => child.disconnect(),
  };
}

function startProgram(url: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '--eval', program, url], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  });
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The voice could not start (exit ${String(code)}).`)));
  });
}
