/**
 * Entry of the page: the desktop's window, a browser tab on the headless host, and a joined device run the same bundle.
 */
import './zod-jitless.ts';
import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, BarApp } from './app.tsx';
import { openBridge } from './bridge/open-bridge.ts';
import { JoinApp } from './join/join-app.tsx';
import { isJoinPage } from './join/kept-session.ts';
import { openVisit } from './join/open-visit.ts';
import { startLanguage } from './locales/language.ts';
import { createVoice } from './voice/create-voice.ts';
import { shareLevel } from './voice/level-line.ts';
import type { ReactNode } from 'react';

function openPage(): ReactNode {
  if (isJoinPage(window.location)) return <JoinApp visit={openVisit(window)} />;
  const bridge = openBridge(window);
  // The desktop's bar shows and does not speak: the window beside it does.
  if (new URLSearchParams(window.location.search).get('part') === 'bar') return <BarApp bridge={bridge} />;
  const voice = createVoice(bridge, window);
  if (window.parley) shareLevel(voice);
  return <App bridge={bridge} voice={voice} />;
}

const root = document.getElementById('root');
if (root) {
  startLanguage();
  createRoot(root).render(<StrictMode>{openPage()}</StrictMode>);
}
