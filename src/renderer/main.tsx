/**
 * Entry of the page: the desktop's window, a browser tab on the headless host, and a joined device run the same bundle.
 */
import './zod-jitless.ts';
import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, BarApp, SettingsApp, VoiceApp } from './app.tsx';
import { openBridge } from './bridge/open-bridge.ts';
import { JoinApp } from './join/join-app.tsx';
import { isJoinPage } from './join/kept-session.ts';
import { openVisit } from './join/open-visit.ts';
import { startLanguage } from './locales/language.ts';
import { createRemoteVoice, createVoice } from './voice/create-voice.ts';
import { keepTalk } from './voice/kept-talk.ts';
import { reloadForPolicy } from './voice/reload-for-policy.ts';
import { serveVoice } from './voice/serve-voice.ts';
import type { ReactNode } from 'react';
import type { PageBridge } from './bridge/reconnecting-bridge.ts';

function openPage(): ReactNode {
  if (isJoinPage(window.location)) {
    reloadForPolicy(window, null);
    return <JoinApp visit={openVisit(window)} />;
  }
  const bridge = openBridge(window);
  if (!window.parley) {
    const voice = createVoice(bridge, window);
    reloadForPolicy(window, voice);
    return <App bridge={bridge} voice={voice} />;
  }
  return openDesktopPart(bridge, new URLSearchParams(window.location.search).get('part'));
}

/** Of the desktop's windows one speaks, and nobody sees it; the others show. */
function openDesktopPart(bridge: PageBridge, part: string | null): ReactNode {
  if (part === 'bar') return <BarApp bridge={bridge} />;
  if (part === 'settings') return <SettingsApp bridge={bridge} voice={createRemoteVoice(bridge, window)} />;
  if (part !== 'voice') return <App bridge={bridge} voice={createRemoteVoice(bridge, window)} />;
  const voice = createVoice(bridge, window);
  keepTalk(voice, window);
  reloadForPolicy(window, voice);
  void serveVoice(voice, window.navigator.locks);
  return <VoiceApp voice={voice} />;
}

const root = document.getElementById('root');
if (root) {
  startLanguage();
  createRoot(root).render(<StrictMode>{openPage()}</StrictMode>);
}
