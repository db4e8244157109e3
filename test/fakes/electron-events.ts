/**
 * What Electron emits, read from Electron's own types: the names of an emitter's events and what each hands its listeners.
 *
 * Path: electron.d.ts -> here -> electron-emitter.ts.
 * Always: nothing is written twice; an event that Electron renames, or hands over otherwise, no longer compiles where it is fired.
 */
import type * as Electron from 'electron';
import type { FakeContents } from './electron-window.ts';

/** A frame of a page as messages come from it; `parent` null: the page's main frame. */
export type FakeFrame = Pick<Electron.WebFrameMain, 'url'> & { readonly parent: FakeFrame | null };

/** What the fake hands over in the place of `Given`: contents and frames are its own, everything else is as Electron has it. */
type Faked<Given> = Given extends Electron.WebContents
  ? FakeContents
  : Given extends Electron.WebFrameMain
    ? FakeFrame
    : Given extends Electron.Event
      ? { [Key in keyof Given]: Faked<Given[Key]> }
      : Given;

type FakedAll<Given extends unknown[]> = { [Index in keyof Given]: Faked<Given[Index]> };

/** The parameters of each overload of `On`: the last one is taken, then those before it, until all are `Seen`. */
type Overloads<On, Seen = unknown, Found = never> = On extends (...given: infer Given) => infer Result
  ? Seen extends On
    ? Found
    : Overloads<Seen & On, Seen & ((...given: Given) => Result), Found | Given>
  : never;

/** An emitter's events: what their listeners are given, by name. */
export type EventsOf<Emitter extends { on: unknown }> = {
  [
    Given in Overloads<Emitter['on']> as Given extends [infer Name extends string, unknown] ? Name : never
  ]: Given extends [string, (...given: infer OfListener) => void] ? FakedAll<OfListener> : never;
};

/** An event as Electron hands it over, with what else it tells; `defaultPrevented` once a listener has done so. */
export function anEvent(): Electron.Event;
export function anEvent<Details extends object>(details: Details): Electron.Event<Details>;
export function anEvent(details: object = {}): Electron.Event {
  let prevented = false;
  return {
    ...details,
    preventDefault: () => (prevented = true),
    get defaultPrevented() {
      return prevented;
    },
  };
}
