/**
 * State of a device's visit by a link, as a pure machine: from the link over the talk to its end.
 *
 * Path: visit.ts (driver) -> here. No I/O; effects are returned as data.
 * Always: a link is redeemed at most once per press; what was redeemed is kept, so that a reload stays in; an ended visit is
 * forgotten; the way back is a new link or, after being away where the link still lets in, the same one.
 */
import type { DeviceEnd, JoinedDevice, JoinRequest, WireError } from '../../contract/index.ts';

export type VisitState =
  /** `asksAccessCode`: the host said that this link asks for one. */
  | {
      readonly status: 'asking';
      readonly code: string;
      readonly asksAccessCode: boolean;
      readonly problem: WireError | null;
    }
  | { readonly status: 'joining'; readonly code: string; readonly asksAccessCode: boolean }
  /** The link opens nothing, and trying again is no use; `problem` null: there is no code in the address. */
  | { readonly status: 'refused'; readonly problem: WireError | null }
  | { readonly status: 'in'; readonly session: JoinedDevice }
  /** It was in, and has no place any more. */
  | { readonly status: 'ended'; readonly end: DeviceEnd };

export type VisitEvent =
  | { readonly type: 'joinPressed'; readonly name: string; readonly accessCode: string }
  | { readonly type: 'joined'; readonly session: JoinedDevice }
  | { readonly type: 'joinFailed'; readonly problem: WireError }
  | { readonly type: 'sessionEnded'; readonly end: DeviceEnd };

export type VisitEffect =
  | { readonly type: 'redeem'; readonly request: JoinRequest }
  | { readonly type: 'keepSession'; readonly session: JoinedDevice }
  | { readonly type: 'forgetSession' }
  | { readonly type: 'connect'; readonly session: JoinedDevice }
  | { readonly type: 'disconnect' };

export interface VisitStep {
  readonly state: VisitState;
  readonly effects: readonly VisitEffect[];
}

/** A code in the address is a new link and goes before what was kept of an earlier one. */
export function beginVisit(code: string | null, kept: JoinedDevice | null): VisitStep {
  if (code !== null) return { state: { status: 'asking', code, asksAccessCode: false, problem: null }, effects: [] };
  if (kept) return { state: { status: 'in', session: kept }, effects: [{ type: 'connect', session: kept }] };
  return { state: { status: 'refused', problem: null }, effects: [] };
}

export function stepVisit(state: VisitState, event: VisitEvent): VisitStep {
  const ignored: VisitStep = { state, effects: [] };
  switch (event.type) {
    case 'joinPressed': {
      if (state.status !== 'asking') return ignored;
      const { code, asksAccessCode } = state;
      const request = { code, name: event.name.trim(), accessCode: event.accessCode.trim() };
      return { state: { status: 'joining', code, asksAccessCode }, effects: [{ type: 'redeem', request }] };
    }
    case 'joined': {
      if (state.status !== 'joining') return ignored;
      const { session } = event;
      return {
        state: { status: 'in', session },
        effects: [
          { type: 'keepSession', session },
          { type: 'connect', session },
        ],
      };
    }
    case 'joinFailed': {
      if (state.status !== 'joining') return ignored;
      const { problem } = event;
      if (isForGood(problem)) return { state: { status: 'refused', problem }, effects: [] };
      const asksAccessCode = state.asksAccessCode || problem.code === 'share/access-code';
      return { state: { status: 'asking', code: state.code, asksAccessCode, problem }, effects: [] };
    }
    case 'sessionEnded':
      if (state.status !== 'in') return ignored;
      return {
        state: { status: 'ended', end: event.end },
        effects: [{ type: 'disconnect' }, { type: 'forgetSession' }],
      };
  }
}

function isForGood({ code }: WireError): boolean {
  return (
    code === 'share/unknown-invite' ||
    code === 'share/expired' ||
    code === 'share/used-up' ||
    code === 'share/withdrawn'
  );
}
