/**
 * Entry of the page: the desktop's window, a browser tab on the headless host, and a joined device run the same bundle.
 */
import './zod-jitless.ts';
import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/open-bridge.ts';
import { JoinApp } from './join/join-app.tsx';
import { isJoinPage } from './join/kept-session.ts';
import { openVisit } from './join/open-visit.ts';
import { startLanguage } from './locales/language.ts';
import { createVoice } from './voice/create-voice.ts';
import type { ReactNode } from 'react';

function openPage(): ReactNode {
  if (isJoinPage(window.location)) return <JoinApp visit={openVisit(window)} />;
  const bridge = openBridge(window);
  return <App bridge={bridge} voice={createVoice(bridge, window)} />;
}

const root = document.getElementById('root');
if (root) {
  startLanguage();
  createRoot(root).render(<StrictMode>{openPage()}</StrictMode>);
}
