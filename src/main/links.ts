/**
 * Follows `parley://` links, whichever way the system hands them over.
 *
 * Path: the program's arguments, `second-instance`, `open-url` -> deep-link.ts -> here -> a window's place, or a question.
 * Always: one that came before there was a window waits for it; a start without a link shows the window.
 */
import { findDeepLink, linkScheme, parseDeepLink } from './deep-link.ts';
import type { DeepLink } from './deep-link.ts';
import type { SliceApp } from './electron-slice.ts';
import type { TalkWindow } from './talk-window.ts';

export interface LinkReaders {
  readonly window: Pick<TalkWindow, 'show' | 'showPlace'>;
  /** Somebody shares a talk elsewhere. */
  join(link: Extract<DeepLink, { type: 'join' }>): void;
}

export interface Links {
  /** The place that the link asked for which started the app. */
  firstPlace(): string | null;
  serve(readers: LinkReaders): void;
}

export function followLinks(app: SliceApp, args: readonly string[]): Links {
  let first = findDeepLink(args);
  let readers: LinkReaders | null = null;
  const follow = (link: DeepLink | null): void => {
    if (!readers) first = link ?? first;
    else if (link === null) readers.window.show();
    else if (link.type === 'place') readers.window.showPlace(link.place);
    else readers.join(link);
  };
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  app.on('second-instance', (_event, given) => follow(findDeepLink(given)));
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = parseDeepLink(url);
    if (link) follow(link);
  });
  return {
    firstPlace: () => (first?.type === 'place' ? first.place : null),
    serve: (given) => {
      readers = given;
      if (first?.type === 'join') readers.join(first);
    },
  };
}
