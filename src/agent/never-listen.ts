/**
 * Takes from this process the right to listen on a port, before anything in it could.
 *
 * Path: agent.ts -> here, first of all. Linux only; elsewhere nothing happens.
 * Always: for good, for every thread, for every child. WebRTC's library listens for TCP on each address of the network whenever
 * joining takes it more than 100 ms, for as long as the talk lasts, and no option of the SDK turns that off; refused, it goes
 * on with UDP (libwebrtc, p2p/base/tcp_port.cc: "continuing anyway").
 * Source: seccomp(2), linux/seccomp.h, linux/filter.h.
 */
import koffi from 'koffi';

/** How an architecture calls itself and the two system calls. */
interface Calls {
  readonly auditArch: number;
  readonly listen: number;
  readonly seccomp: number;
}

const callsOf: Readonly<Partial<Record<NodeJS.Architecture, Calls>>> = {
  x64: { auditArch: 0xc000003e, listen: 50, seccomp: 317 },
  arm64: { auditArch: 0xc00000b7, listen: 201, seccomp: 277 },
};

const setNoNewPrivileges = 38;
const setModeFilter = 1;
const allThreads = 1;

/** Instructions of the kernel's packet filter. */
const load = 0x20;
const jumpIfEqual = 0x15;
const give = 0x06;

const allow = 0x7fff0000;
const refuseAccess = 0x00050000 + 13;

/** Where in what the filter is shown. */
const callAt = 0;
const architectureAt = 4;

/** Whether it is so now. Never throws: a kernel that cannot do it leaves the process as it is. */
export function neverListen(): boolean {
  const calls = process.platform === 'linux' ? callsOf[process.arch] : undefined;
  if (calls === undefined) return false;
  try {
    return refuseListening(calls);
  } catch {
    // Another C library than the one WebRTC's own build needs.
    return false;
  }
}

function refuseListening(calls: Calls): boolean {
  const libc = koffi.load('libc.so.6');
  const instruction = koffi.struct({ code: 'uint16_t', ifTrue: 'uint8_t', ifFalse: 'uint8_t', value: 'uint32_t' });
  const program = koffi.struct({ length: 'uint16_t', instructions: koffi.pointer(instruction) });
  const control = libc.func('prctl', 'int', ['int', 'ulong', 'ulong', 'ulong', 'ulong']);
  const call = libc.func('syscall', 'long', ['long', 'ulong', 'ulong', koffi.pointer(program)]);
  if (control(setNoNewPrivileges, 1, 0, 0, 0) !== 0) return false;
  const instructions = refusing(calls);
  return call(calls.seccomp, setModeFilter, allThreads, { length: instructions.length, instructions }) === 0;
}

const refusing = ({ auditArch, listen }: Calls) => [
  { code: load, ifTrue: 0, ifFalse: 0, value: architectureAt },
  { code: jumpIfEqual, ifTrue: 0, ifFalse: 3, value: auditArch },
  { code: load, ifTrue: 0, ifFalse: 0, value: callAt },
  { code: jumpIfEqual, ifTrue: 0, ifFalse: 1, value: listen },
  { code: give, ifTrue: 0, ifFalse: 0, value: refuseAccess },
  { code: give, ifTrue: 0, ifFalse: 0, value: allow },
];
