/**
 * Entry of the page: the desktop's window, a browser tab on the headless host, and a joined device run the same bundle.
 */
import './zod-jitless.ts';
import './theme/theme.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { openBridge } from './bridge/open-bridge.ts';
import { startLanguage } from './locales/language.ts';
import { createVoice } from './voice/create-voice.ts';

const root = document.getElementById('root');
if (root) {
  startLanguage();
  const bridge = openBridge(window);
  const voice = createVoice(bridge, window);
  createRoot(root).render(
    <StrictMode>
      <App bridge={bridge} voice={voice} />
    </StrictMode>,
  );
}
