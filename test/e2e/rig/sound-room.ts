/**
 * A room with a loudspeaker and a microphone, in PulseAudio: what is played at the speaker is in the air, and so is what a
 * person says; the microphone hears the air.
 *
 * Always: a server of its own on a socket in a temporary folder; nothing of the machine's own sound is touched.
 */
import { execFile, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { speechRateHz, writeWav } from './speech.ts';

const run = promisify(execFile);

export interface SoundRoom {
  /** For `PULSE_SERVER`. */
  readonly server: string;
  /** A person speaks in the room; resolves when they have ended. */
  say(samples: Int16Array): Promise<void>;
  /** Resolves once the air is quiet; `loud` then resolves with the first sound in it, some 30 ms after it. */
  nextSound(): Promise<{ readonly loud: Promise<void> }>;
  /** Everything that is in the air until `stop`, 48 kHz mono. */
  listen(): { stop(): Promise<Int16Array> };
  /** An ear on what is played at the speaker and nothing else; resolves once it hears. */
  listenAtSpeaker(): Promise<SpeakerEar>;
  close(): Promise<void>;
}

export interface SpeakerEar {
  /** So much of it, silence included, from where the last `take` ended, 48 kHz mono; resolves once it has been played. */
  take(durationMs: number): Promise<Int16Array>;
  stop(): Promise<void>;
}

/** The way through the air takes the same time always: what is late moves no echo, and nothing adjusts it. */
const air = 'latency_msec=100 adjust_time=0';

const modules = [
  'module-null-sink sink_name=spk rate=48000',
  'module-null-sink sink_name=air rate=48000',
  // Without these the loopback follows the default source, and the room is silent.
  `module-loopback source=spk.monitor sink=air source_dont_move=true sink_dont_move=true ${air}`,
  'module-remap-source source_name=mic master=air.monitor',
];

/** What `parec` is told. */
const asSamples = ['--format=s16le', '--channels=1', `--rate=${String(speechRateHz)}`, '--raw'];
const inTheAir = ['--device=air.monitor', ...asSamples];
const atSpeaker = ['--device=spk.monitor', ...asSamples, '--latency-msec=20'];
/** Above it a sample is no silence. */
const loudSample = 200;
/** Half a second: what was said before has come through the air. */
const quietLeastSamples = speechRateHz / 2;

export async function openSoundRoom(): Promise<SoundRoom> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-sound-'));
  const socket = path.join(folder, 'native');
  const server = `unix:${socket}`;
  const env = { ...process.env, HOME: folder, XDG_RUNTIME_DIR: folder, PULSE_SERVER: server };
  const loads = [`module-native-protocol-unix socket=${socket} auth-anonymous=1`, ...modules].flatMap((one) => [
    '-L',
    one,
  ]);
  const daemon = spawn(
    'pulseaudio',
    ['-n', '--daemonize=no', '--use-pid-file=no', '--exit-idle-time=-1', '--realtime=no', ...loads],
    { env: { ...env, PULSE_SERVER: '' }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = once(daemon, 'exit');
  let complaints = '';
  daemon.stderr.on('data', (data: Buffer) => (complaints += data.toString()));
  await untilAnswers(
    () => run('pactl', ['info'], { env }),
    () => (daemon.exitCode === null ? null : complaints),
  );
  await run('pactl', ['set-default-sink', 'spk'], { env });
  await run('pactl', ['set-default-source', 'mic'], { env });
  let said = 0;
  return {
    server,
    say: async (samples) => {
      said += 1;
      const file = path.join(folder, `person-${String(said)}.wav`);
      await writeWav(file, samples);
      await run('paplay', ['--device=air', file], { env });
    },
    nextSound: async () => {
      const ear = spawn('parec', [...inTheAir, '--latency-msec=20'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
      const quiet = Promise.withResolvers<void>();
      const loud = Promise.withResolvers<void>();
      let quietSamples = 0;
      ear.stdout.on('data', (data: Buffer) => {
        const samples = toSamples(data);
        const isLoud = samples.some((sample) => Math.abs(sample) > loudSample);
        if (isLoud && quietSamples >= quietLeastSamples) {
          ear.kill();
          return loud.resolve();
        }
        quietSamples = isLoud ? 0 : quietSamples + samples.length;
        if (quietSamples >= quietLeastSamples) quiet.resolve();
      });
      await quiet.promise;
      return { loud: loud.promise };
    },
    listen: () => {
      const ear = spawn('parec', inTheAir, { env, stdio: ['ignore', 'pipe', 'ignore'] });
      const parts: Buffer[] = [];
      ear.stdout.on('data', (data: Buffer) => parts.push(data));
      return {
        stop: async () => {
          ear.kill();
          // What it heard last may come after its exit.
          await once(ear, 'close');
          return toSamples(Buffer.concat(parts));
        },
      };
    },
    listenAtSpeaker: () => openEar(spawn('parec', atSpeaker, { env, stdio: ['ignore', 'pipe', 'ignore'] })),
    close: async () => {
      daemon.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function openEar(ear: ChildProcessByStdio<null, Readable, null>): Promise<SpeakerEar> {
  let heard = Buffer.alloc(0);
  ear.stdout.on('data', (data: Buffer) => (heard = Buffer.concat([heard, data])));
  await once(ear.stdout, 'data');
  return {
    take: async (durationMs) => {
      const sizeBytes = 2 * Math.round((durationMs / 1_000) * speechRateHz);
      while (heard.length < sizeBytes) await once(ear.stdout, 'data');
      const taken = toSamples(heard.subarray(0, sizeBytes));
      heard = heard.subarray(sizeBytes);
      return taken;
    },
    stop: async () => {
      ear.kill();
      await once(ear, 'close');
    },
  };
}

function toSamples(data: Buffer): Int16Array {
  return new Int16Array(data.buffer.slice(data.byteOffset, data.byteOffset + data.length - (data.length % 2)));
}

/** Asks again until there is an answer; an asking takes its time by itself. @throws when the server has ended */
async function untilAnswers(ask: () => Promise<unknown>, failure: () => string | null): Promise<void> {
  for (;;) {
    const answered = await ask().then(
      () => true,
      () => false,
    );
    if (answered) return;
    const words = failure();
    if (words !== null) throw new Error(`PulseAudio ended: ${words}`);
  }
}
