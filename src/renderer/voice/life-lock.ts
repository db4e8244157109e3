/**
 * Whether another page of this origin still lives: it holds a Web Lock that the browser lets go with it, crashed or closed.
 *
 * Always: a browser without locks tells nobody's end.
 */

/** The lock that the voice window holds. */
export const voiceLifeName = 'parley-voice-window';

/** The lock that a window which shows the voice holds. */
export function viewLifeName(id: string): string {
  return `parley-view-${id}`;
}

/** Resolves once it is held, which it then is for as long as this page lives. */
export function holdForLife(locks: LockManager | undefined, name: string): Promise<void> {
  if (!locks) return Promise.resolve();
  return new Promise((resolve) => {
    void locks.request(name, () => {
      resolve();
      return new Promise<never>(() => undefined);
    });
  });
}

/** Resolves once no page holds it any more. */
export async function whenGone(locks: LockManager | undefined, name: string): Promise<void> {
  if (!locks) return new Promise<never>(() => undefined);
  await locks.request(name, { mode: 'shared' }, () => undefined);
}
